"""The installation's own secrets: made once, kept in one file only its owner can read."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from cordboard.base.ids import new_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Keys of one installation. Losing `sealing_key` makes every sealed value in the database unreadable."""

    django_key: str
    sealing_key: str  # seals secrets that must be read back, e.g. SIP passwords for phone set-up
    ami_password: str
    ari_password: str
    live_key: str  # signs what `web` tells `live` about a browser


def secrets_load(data: Path) -> Secrets:
    """The secrets of a data folder, made (mode 0600) on the first call."""
    file = data / "secrets.json"
    if not file.exists():
        fresh = Secrets(**{name: new_secret(length=52) for name in Secrets.__slots__})
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump(asdict(fresh), handle, indent=1)
    return Secrets(**json.loads(file.read_text()))
