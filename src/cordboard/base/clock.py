"""The moment, zone-aware. Rules never read a clock: time is passed in."""

import calendar
from datetime import UTC, datetime


def now() -> datetime:
    """The moment in UTC."""
    return datetime.now(UTC)


def months_before(moment: datetime, months: int) -> datetime:
    """The same time of the same day so many months ago; of the month's last day where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
