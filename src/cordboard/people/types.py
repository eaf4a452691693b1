"""People with what they were equipped with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.types import DeviceSummary, SipAccount, Transport
from cordboard.numbering.types import DidSummary, ExtensionSummary
from cordboard.tenancy.types import CompanyKind, CompanySummary, Language

PERSON = "person"  # destination kind: all phones of a person, then their mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class EquippedPerson:
    """A person, their extension, phones and mailbox."""

    person: PersonSummary
    extension: ExtensionSummary | None
    devices: Sequence[DeviceSummary]
    has_mailbox: bool
    dids: Sequence[DidSummary] = ()  # direct numbers that ring them. Source: catalogue USR-11

    @property
    def number(self) -> str:
        """The extension, empty for who has none."""
        return self.extension.number if self.extension else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWanted:
    """Which people a list shows; each value left empty lets everyone through."""

    text: str = ""  # every word of it in a name, the e-mail, or at the start of extension or user number
    role: str = ""
    letter: str = ""  # A to Z: the first or last name begins with it, with whatever accent. Source: USR-17
    pending: bool | None = None  # whether they have yet to choose a password. Source: USR-20, USR-22


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInName:
    """What was typed to sign in: whose address it is, and the name its failures count under.

    All ways to name an extension of a company count as one, and whether anybody has it changes nothing.
    """

    counted_as: str
    email: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyWish:
    """A company to found, and its first administrator. Texts are as typed: acts check them."""

    reseller: UUID
    name: str
    sip_domain: str
    language: Language
    country: str
    time_zone: str
    kind: CompanyKind
    email: str
    first_name: str
    last_name: str
    extension: str = ""  # of the administrator; empty: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A company just founded, and its first administrator."""

    company: CompanySummary
    administrator: PersonSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCounts:
    """What a company holds."""

    people: int = 0
    extensions: int = 0
    devices: int = 0
    numbers: int = 0
