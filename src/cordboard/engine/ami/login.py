"""Signing in to the manager interface without the password ever travelling.

Source: Asterisk 22 documentation, AMI actions `Challenge` and `Login` (AuthType MD5).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from cordboard.engine.ami.framing import HeaderValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerAccount:
    """Where the manager interface listens and who signs in there."""

    host: str = "127.0.0.1"
    port: int
    user: str
    secret: str = field(repr=False)
    deadline: timedelta = timedelta(seconds=5)  # for connecting, and for each answer

    @property
    def address(self) -> str:
        """Host and port, as errors name them."""
        return f"{self.host}:{self.port}"


def login_headers(account: ManagerAccount, challenge: str, events: str) -> Mapping[str, HeaderValue]:
    """Headers of the `Login` that answers a challenge."""
    digest = hashlib.md5((challenge + account.secret).encode(), usedforsecurity=False).hexdigest()
    return {"AuthType": "MD5", "Username": account.user, "Key": digest, "Events": events}
