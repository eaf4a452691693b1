"""What lies on a node against what it should: for the start, and for whoever doubts. Reads files only; asks no engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.company import files_between
from cordboard.engine.apply.endpoints import change_between
from cordboard.engine.apply.place import companies_placed, company_read
from cordboard.engine.apply.unfinished import unfinished_find
from cordboard.engine.names import CompanyKey
from cordboard.engine.render.company import company_render
from cordboard.engine.specs import CompanySpec

APPLY = "apply"  # names an apply that did not come to its end, as a difference


class Deviation(StrEnum):
    """How a thing is not as it should be."""

    MISSING = "missing"
    DIFFERENT = "different"
    SURPLUS = "surplus"  # nobody asked for it
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file or endpoint of a company that is not as it should be."""

    name: str  # a file, an endpoint's key, or APPLY
    deviation: Deviation


def drift_find(*, configuration: Configuration, spec: CompanySpec) -> tuple[Difference, ...]:
    """Every difference between the node and a company's spec, in order; nothing is changed."""
    wanted = company_render(spec)
    present = company_read(configuration=configuration, company=spec.key)
    endpoints = change_between(present.endpoints, wanted.endpoints)
    named = [
        *(
            (name, _deviation(name in present.files, name in wanted.files))
            for name in files_between(present, wanted)
        ),
        *((key, Deviation.MISSING) for key in endpoints.added),
        *((key, Deviation.DIFFERENT) for key in endpoints.changed),
        *((key, Deviation.SURPLUS) for key in endpoints.removed),
    ]
    if unfinished_find(configuration=configuration, company=spec.key) is not None:
        named.append((APPLY, Deviation.UNFINISHED))
    return tuple(Difference(name=name, deviation=deviation) for name, deviation in sorted(named))


def strangers_find(*, configuration: Configuration, known: Iterable[str]) -> tuple[CompanyKey, ...]:
    """Companies of which something lies on the node though nobody knows them, in order."""
    return tuple(sorted(companies_placed(configuration=configuration) - {CompanyKey(key) for key in known}))


def _deviation(is_there: bool, is_wanted: bool) -> Deviation:
    if is_there and is_wanted:
        return Deviation.DIFFERENT
    return Deviation.SURPLUS if is_there else Deviation.MISSING
