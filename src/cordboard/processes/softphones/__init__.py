"""Software phones for the demonstration and the tests: each runs in a process of its own, on one of two SIP stacks.

Processes, because PJSIP's library bears one instance a process; a small protocol of JSON lines over stdin and stdout
(`wire`) steers them. `phone` is the asyncio face, `tones` listens to what they recorded.
"""

from cordboard.processes.softphones.account import Encryption, PhoneAccount, Stack, Transport
from cordboard.processes.softphones.errors import (
    CallFailed,
    NothingHappened,
    PhoneBroken,
    RegistrationRefused,
)
from cordboard.processes.softphones.phone import Phone, softphone
from cordboard.processes.softphones.phone_call import PhoneCall

__all__ = [
    "CallFailed",
    "Encryption",
    "NothingHappened",
    "Phone",
    "PhoneAccount",
    "PhoneBroken",
    "PhoneCall",
    "RegistrationRefused",
    "Stack",
    "Transport",
    "softphone",
]
