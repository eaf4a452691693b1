"""People with what they were equipped with."""

from collections.abc import Sequence
from dataclasses import dataclass

from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.types import DeviceSummary, SipAccount, Transport
from cordboard.numbering.types import ExtensionSummary
from cordboard.tenancy.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class EquippedPerson:
    """A person, their extension and phones."""

    person: PersonSummary
    extension: ExtensionSummary | None
    devices: Sequence[DeviceSummary]

    @property
    def number(self) -> str:
        """The extension, empty for who has none."""
        return self.extension.number if self.extension else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneWish:
    """The first phone someone is given."""

    name: str
    transport: Transport = Transport.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class NewcomerWish:
    """Whom to equip, and with what. Texts are as typed: acts check them."""

    email: str
    first_name: str
    last_name: str
    language: Language
    extension: str
    role: Role = Role.USER
    phone: PhoneWish | None = None
    welcome: bool = True  # send the mail that says how to sign in


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Someone just equipped. The SIP account and the voicemail PIN are shown once and then forgotten."""

    person: PersonSummary
    extension: ExtensionSummary
    device: DeviceSummary | None
    account: SipAccount | None
    pin: str
