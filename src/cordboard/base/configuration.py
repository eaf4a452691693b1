"""Where this installation lives and listens: one frozen value read by every process.

Order of precedence, last wins: defaults, `<data>/cordboard.toml`, `CORDBOARD_…` environment, command line.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PORT_FIELDS = (
    "web_port", "sip_port", "sips_port", "wss_port", "fastagi_port", "ami_port", "ari_port",
)  # fmt: skip
LARGEST = {"port": 65535, "number of months": 1200}  # by unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Every setting an operator may change; the table in docs/operate/settings.md is made from this.

    Each field's `metadata["help"]` is its line in that table.
    """

    data: Path = field(metadata={"help": "Folder that holds everything this installation owns."})
    bind: str = field(default="0.0.0.0", metadata={"help": "Address the portal and SIP listen on."})  # noqa: S104  # phones are elsewhere
    host: str = field(
        default="localhost",
        metadata={"help": "Name or address by which people and phones reach this machine."},
    )
    public_url: str = field(
        default="",
        metadata={
            "help": "Root URL of the portal behind a reverse proxy; empty means https://host:web_port."
        },
    )
    web_port: int = field(default=8443, metadata={"help": "HTTPS portal, API and live updates."})
    sip_port: int = field(default=5060, metadata={"help": "SIP over UDP and TCP."})
    sips_port: int = field(default=5061, metadata={"help": "SIP over TLS."})
    wss_port: int = field(default=8089, metadata={"help": "SIP over secure WebSocket."})
    rtp_start: int = field(default=10000, metadata={"help": "First UDP port of audio and video."})
    rtp_end: int = field(default=19999, metadata={"help": "Last UDP port of audio and video."})
    fastagi_port: int = field(default=4573, metadata={"help": "Call server, loopback only."})
    ami_port: int = field(default=5038, metadata={"help": "Asterisk manager interface, loopback only."})
    ari_port: int = field(default=8088, metadata={"help": "Asterisk REST interface, loopback only."})
    dsn: str = field(
        default="", metadata={"help": "PostgreSQL connection string; empty means the private cluster."}
    )
    engine_root: str = field(
        default="",
        metadata={
            "help": "Folder of an Asterisk root to use; empty means <data>/engine; `host` means the system's own."
        },
    )
    engine_mirror: str = field(
        default="",
        metadata={"help": "Debian mirror to fetch the engine from; empty means the one apt is set to."},
    )
    smtp: str = field(
        default="",
        metadata={
            "help": "Mail server as smtp://user:password@host:port, smtps:// or smtp+starttls://; empty: <data>/outbox."
        },
    )
    mail_from: str = field(default="Cordboard <cordboard@localhost>", metadata={"help": "Sender of mail."})
    records_kept: int = field(
        default=12,
        metadata={"help": "Months for which call records are kept.", "unit": "number of months"},
    )
    journal_kept: int = field(
        default=24,
        metadata={"help": "Months for which journal entries are kept.", "unit": "number of months"},
    )
    user: str = field(
        default="cordboard", metadata={"help": "System account that processes run as when started by root."}
    )
    demo: bool = field(
        default=True, metadata={"help": "Create the demonstration company at the first start."}
    )

    @property
    def database(self) -> str:
        """The DSN in force: the one given, or the private cluster over its unix socket."""
        return self.dsn or f"postgresql://cordboard@/cordboard?host={self.data / 'run'}"

    @property
    def address(self) -> str:
        """Root URL of the portal, as links in mail and on screen carry it."""
        return self.public_url.rstrip("/") or f"https://{self.host}:{self.web_port}"


def with_port_base(base: int) -> dict[str, int]:
    """Ports for a second installation: seven services from `base`, audio from `base` + 100 to + 899."""
    ports = {name: base + offset for offset, name in enumerate(PORT_FIELDS)}
    return {**ports, "rtp_start": base + 100, "rtp_end": base + 899}


def configuration_load(
    *, data: Path, environment: Mapping[str, str] | None = None, options: Mapping[str, Any] | None = None
) -> Configuration:
    """The configuration in force for a data folder. Raises ValueError naming an unknown or ill-typed setting."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    file = data / "cordboard.toml"
    if file.exists():
        values.update(tomllib.loads(file.read_text()))
    for known in fields(Configuration):
        variable = f"CORDBOARD_{known.name.upper()}"
        if known.name != "data" and variable in environment:
            values[known.name] = environment[variable]
    values.update({name: value for name, value in (options or {}).items() if value is not None})
    values["data"] = data.resolve()
    typed: dict[str, Any] = {name: _typed(name, value) for name, value in values.items()}
    return Configuration(**typed)


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The data folder when none is given: CORDBOARD_DATA, else /var/lib/cordboard for root, else the user's own."""
    environment = os.environ if environment is None else environment
    if chosen := environment.get("CORDBOARD_DATA"):
        return Path(chosen)
    if os.geteuid() == 0:
        return Path("/var/lib/cordboard")
    return Path.home() / ".local" / "share" / "cordboard"


def _typed(name: str, value: object) -> object:
    known = next((one for one in fields(Configuration) if one.name == name), None)
    if known is None:
        raise ValueError(f"unknown setting {name!r}: see docs/operate/settings.md for the ones that exist")
    if known.type is int:
        return _number(name, value, unit=known.metadata.get("unit", "port"))
    if known.type is bool:
        return value if isinstance(value, bool) else str(value).lower() in {"1", "true", "yes", "on"}
    return value if known.type is Path else str(value)


def _number(name: str, value: object, *, unit: str) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ValueError(f"setting {name!r} must be a whole number, not {value!r}") from None
    if not 0 < number <= LARGEST[unit]:
        raise ValueError(f"setting {name!r} must be a {unit} from 1 to {LARGEST[unit]}, not {number}")
    return number
