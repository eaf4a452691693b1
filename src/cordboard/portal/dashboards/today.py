"""A company's day so far, in its own time zone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from cordboard.calls.selectors import calls_by_hour
from cordboard.calls.types import Outcome
from cordboard.portal.components.charts import Chart, Series
from cordboard.tenancy.types import CompanySummary

MISSED = frozenset(
    {Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNAVAILABLE, Outcome.CANCELLED, Outcome.VOICEMAIL}
)
HOURS = 24
FIRST_SHOWN, LAST_SHOWN = 7, 18  # hours that are shown even when nothing happened in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Today's calls in figures and as a chart."""

    calls: int
    missed: int
    chart: Chart


def today(company: CompanySummary, *, moment: datetime, person: UUID | None = None) -> Today:
    """The calls since midnight where the company is: all of them, or one person's."""
    start = midnight(moment, company.time_zone)
    counted = calls_by_hour(
        company=company.id,
        since=start,
        until=midnight(start + timedelta(hours=36), company.time_zone),
        person=person,
    )
    answered, missed = [0] * HOURS, [0] * HOURS
    for (hour, outcome), count in counted.items():
        (missed if outcome in MISSED else answered)[hour] += count
    return Today(calls=sum(answered) + sum(missed), missed=sum(missed), chart=_chart(answered, missed))


def midnight(moment: datetime, zone: str) -> datetime:
    """When the day began that `moment` lies in, in that time zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _chart(answered: list[int], missed: list[int]) -> Chart:
    busy = [hour for hour in range(HOURS) if answered[hour] or missed[hour]]
    first, last = min([FIRST_SHOWN, *busy]), max([LAST_SHOWN, *busy])
    shown = slice(first, last + 1)
    labels = [time_format(time(hour), "TIME_FORMAT") for hour in range(first, last + 1)]
    return Chart(
        title=_("Calls today by hour"),
        kind="bar",
        labels=labels,
        series=(
            Series(name=_("Answered"), values=answered[shown]),
            Series(name=_("Missed"), values=missed[shown]),
        ),
    )
