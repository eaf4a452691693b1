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
from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.engine.specs import CompanySpec, EndpointSpec, ExtensionSpec
from cordboard.numbering.selectors import codes_for_company, dids_for_company, extensions_for_company
from cordboard.numbering.types import Destination, ExtensionSummary
from cordboard.tenancy.selectors import company_get
from cordboard.tenancy.types import CompanySummary, Language


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
    endpoints = endpoints_for_company(company=company, key=key, lines=_lines(held))
    owners = {device.key: device.person for device in devices_for_company(company=company)}
    return CompanySpec(
        key=CompanyKey(key), endpoints=endpoints, extensions=_extensions(held, endpoints, owners)
    )


def company_snapshot(company: UUID) -> CompanySnapshot:
    """Everything the calls of the company are decided from."""
    held = _held(company)
    owners = {device.key: device.person for device in devices_for_company(company=company)}
    limits = held.company.limits
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
        numbers={did.number: did.destination for did in dids_for_company(company=company) if did.destination},
        people=_people(held, owners),
        endpoints={key: str(owner or "") for key, owner in owners.items()},
    )


def _held(company: UUID) -> _Held:
    return _Held(
        company=company_get(company=company),
        people={person.id: person for person in people_for_company(company=company)},
        extensions=extensions_for_company(company=company),
    )


def _lines(held: _Held) -> dict[UUID, Line]:
    return {
        person: Line(
            name=held.people[person].name,
            extension=extension.number,
            language=Language(held.people[person].language).prompts,
        )
        for person, extension in held.own_extension.items()
        if person in held.people
    }


def _extensions(
    held: _Held, endpoints: tuple[EndpointSpec, ...], owners: Mapping[str, UUID | None]
) -> tuple[ExtensionSpec, ...]:
    rung = defaultdict(list)
    for endpoint in endpoints:
        rung[owners[endpoint.key]].append(EndpointKey(endpoint.key))
    return tuple(
        ExtensionSpec(number=extension.number, endpoints=tuple(rung[extension.person]))
        for extension in held.extensions
    )


def _people(held: _Held, owners: Mapping[str, UUID | None]) -> dict[str, Person]:
    rung = defaultdict(list)
    for key, owner in owners.items():
        rung[owner].append(key)
    return {
        str(person): Person(
            id=str(person),
            name=held.people[person].name,
            extension=extension.number,
            endpoints=tuple(rung[person]),
            ring=extension.ring_time,
            language=Language(held.people[person].language).prompts,
        )
        for person, extension in held.own_extension.items()
        if person in held.people
    }
