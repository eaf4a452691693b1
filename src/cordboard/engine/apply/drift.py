"""What lies on a node against what it should: for the start, and for whoever doubts."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.company import files_between
from cordboard.engine.apply.endpoints import change_between
from cordboard.engine.apply.place import companies_placed, company_place, company_read
from cordboard.engine.names import CompanyKey
from cordboard.engine.render.company import CompanyState, company_render
from cordboard.engine.specs import CompanySpec


class Deviation(StrEnum):
    """How a thing is not as it should be."""

    MISSING = "missing"
    DIFFERENT = "different"
    SURPLUS = "surplus"  # nobody asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file or endpoint of a company that is not as it should be."""

    company: CompanyKey
    name: str  # a file, or an endpoint's key
    deviation: Deviation


def drift_find(*, configuration: Configuration, specs: Iterable[CompanySpec]) -> tuple[Difference, ...]:
    """Every difference between the node and the specs of all its companies, in order; nothing is changed."""
    found = [
        difference
        for wanted in _wanted(configuration, specs)
        for difference in _differences(configuration, wanted)
    ]
    return tuple(sorted(found, key=lambda difference: (difference.company, difference.name)))


def drift_settle(*, configuration: Configuration, specs: Iterable[CompanySpec]) -> tuple[Difference, ...]:
    """The node is as the specs of all its companies say; for an engine that does not run yet. Returns what was not so."""
    specs = tuple(specs)
    found = drift_find(configuration=configuration, specs=specs)
    drifted = {difference.company for difference in found}
    for wanted in _wanted(configuration, specs):
        if wanted.company in drifted:
            company_place(configuration=configuration, state=wanted)
    return found


def _wanted(configuration: Configuration, specs: Iterable[CompanySpec]) -> list[CompanyState]:
    """The states of all companies; of one that nobody asked for, nothing should lie there."""
    states = [company_render(spec) for spec in specs]
    strangers = companies_placed(configuration=configuration) - {state.company for state in states}
    return states + [company_render(CompanySpec(key=company)) for company in sorted(strangers)]


def _differences(configuration: Configuration, wanted: CompanyState) -> list[Difference]:
    present = company_read(configuration=configuration, company=wanted.company)
    endpoints = change_between(present.endpoints, wanted.endpoints)
    named = [
        (name, _deviation(name in present.files, name in wanted.files))
        for name in files_between(present, wanted)
    ]
    named += [(key, Deviation.MISSING) for key in endpoints.added]
    named += [(key, Deviation.DIFFERENT) for key in endpoints.changed]
    named += [(key, Deviation.SURPLUS) for key in endpoints.removed]
    return [Difference(company=wanted.company, name=name, deviation=deviation) for name, deviation in named]


def _deviation(is_there: bool, is_wanted: bool) -> Deviation:
    if is_there and is_wanted:
        return Deviation.DIFFERENT
    return Deviation.SURPLUS if is_there else Deviation.MISSING
