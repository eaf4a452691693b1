"""The moment, zone-aware. Rules never read a clock: time is passed in."""

from datetime import UTC, datetime


def now() -> datetime:
    """The moment in UTC."""
    return datetime.now(UTC)
