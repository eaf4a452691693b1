"""What the engine and the call server must know of a company, put together from every room's data.

Both are pure functions of what the rooms hold now; nothing is ever patched.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cordboard.accounts.selectors import people_for_company
from cordboard.accounts.types import PersonSummary
from cordboard.calls.types import CallLimits, CompanySnapshot, Person
from cordboard.devices.asterisk import Line, endpoints_for_company
from cordboard.devices.selectors import devices_for_company
from cordboard.engine.call import MailboxName
from cordboard.engine.names import CompanyKey, EndpointKey, mailbox_address
from cordboard.engine.specs import CompanySpec, EndpointSpec, ExtensionSpec
from cordboard.groups.selectors import groups_part
from cordboard.hours.selectors import diverted_numbers, hours_part
from cordboard.menus.selectors import menus_part
from cordboard.numbering.selectors import codes_for_company, dids_for_company, extensions_for_company
from cordboard.numbering.types import Destination, ExtensionSummary
from cordboard.tenancy.selectors import company_get
from cordboard.tenancy.types import CompanySummary, Language
from cordboard.trunks.asterisk import trunks_for_engine
from cordboard.trunks.selectors import trunks_part
from cordboard.voicemail.asterisk import mailboxes_for_engine
from cordboard.voicemail.selectors import boxes_for_people, numbers_for_mailboxes, voicemail_part
from cordboard.voicemail.types import VoicemailPart

# What else each room tells the calls of a company.
PARTS = (trunks_part, hours_part, groups_part, menus_part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One company's data, read once."""

    company: CompanySummary
    people: Mapping[UUID, PersonSummary]
    extensions: tuple[ExtensionSummary, ...]

    @property
    def own_extension(self) -> Mapping[UUID, ExtensionSummary]:
        """Each person's extension: the lowest, where they have several."""
        return {one.person: one for one in reversed(self.extensions) if one.person}


def company_spec(company: UUID) -> CompanySpec:
    """The company's share of the engine: endpoints, mailboxes, busy lamps and fallback."""
    held = _held(company)
    key = held.company.key
    lines = _lines(held, boxes_for_people(company=company))
    endpoints = endpoints_for_company(company=company, key=key, lines=lines)
    owners = {device.key: device.person for device in devices_for_company(company=company)}
    return CompanySpec(
        key=CompanyKey(key),
        endpoints=endpoints,
        mailboxes=mailboxes_for_engine(company=company),
        extensions=_extensions(held, endpoints, owners, numbers_for_mailboxes(company=company)),
        trunks=trunks_for_engine(company=company, key=key),
    )


def company_snapshot(company: UUID) -> CompanySnapshot:
    """Everything the calls of the company are decided from."""
    held = _held(company)
    devices = devices_for_company(company=company)
    owners = {device.key: device.person for device in devices}
    limits = held.company.limits
    confirmed = [device.key for device in devices if device.confirmed]
    unconfirmed = {device.key: device.issue for device in devices if not device.confirmed}
    voicemail = voicemail_part(company=company, confirmed=confirmed, unconfirmed=unconfirmed)
    return CompanySnapshot(
        id=str(company),
        key=held.company.key,
        name=held.company.name,
        language=held.company.language.prompts,
        country=held.company.country,
        time_zone=held.company.time_zone,
        limits=CallLimits(
            incoming=limits.incoming_calls, outgoing=limits.outgoing_calls, combined=limits.combined_calls
        ),
        extensions={one.number: one.destination for one in held.extensions},
        features={
            code: Destination(function, "") for code, function in codes_for_company(company=company).items()
        },
        numbers={
            **{did.number: did.destination for did in dids_for_company(company=company) if did.destination},
            **diverted_numbers(company=company),
        },
        people=_people(held, owners, voicemail),
        parts=(voicemail, *(part(company=company) for part in PARTS)),
        endpoints={key: str(owner or "") for key, owner in owners.items()},
    )


def _held(company: UUID) -> _Held:
    return _Held(
        company=company_get(company=company),
        people={person.id: person for person in people_for_company(company=company)},
        extensions=extensions_for_company(company=company),
    )


def _lines(held: _Held, boxes: Mapping[UUID, MailboxName]) -> dict[UUID, Line]:
    return {
        person: Line(
            name=held.people[person].name,
            extension=extension.number,
            language=Language(held.people[person].language).prompts,
            mailboxes=(mailbox_address(boxes[person].box, boxes[person].context),) if person in boxes else (),
        )
        for person, extension in held.own_extension.items()
        if person in held.people
    }


def _extensions(
    held: _Held,
    endpoints: tuple[EndpointSpec, ...],
    owners: Mapping[str, UUID | None],
    boxes: Mapping[str, str],
) -> tuple[ExtensionSpec, ...]:
    rung = defaultdict(list)
    for endpoint in endpoints:
        rung[owners[endpoint.key]].append(EndpointKey(endpoint.key))
    return tuple(
        ExtensionSpec(
            number=extension.number,
            endpoints=tuple(rung[extension.person]) if extension.person else (),
            mailbox=boxes.get(extension.number),
        )
        for extension in held.extensions
    )


def _people(held: _Held, owners: Mapping[str, UUID | None], voicemail: VoicemailPart) -> dict[str, Person]:
    rung = defaultdict(list)
    for key, owner in owners.items():
        rung[owner].append(key)
    return {
        str(person): _person(held.people[person], extension, tuple(rung[person]), voicemail)
        for person, extension in held.own_extension.items()
        if person in held.people
    }


def _person(
    person: PersonSummary, extension: ExtensionSummary, endpoints: tuple[str, ...], voicemail: VoicemailPart
) -> Person:
    """Someone who can be called; whoever does not reach them may leave a message, if they have a mailbox."""
    box = voicemail.people.get(str(person.id))
    mailbox = Destination("mailbox", box) if box else None
    return Person(
        id=str(person.id),
        name=person.name,
        extension=extension.number,
        endpoints=endpoints,
        ring=extension.ring_time,
        language=Language(person.language).prompts,
        unanswered=mailbox,
        busy=mailbox,
        unavailable=mailbox,
    )
