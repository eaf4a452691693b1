"""Checks that specs share. Each raises ValueError that names the field and what it must be."""

import re
from collections.abc import Hashable, Iterable
from zoneinfo import available_timezones

LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z]{2})?")
EXTENSION = re.compile(r"[0-9*#]{1,20}")
BOX = re.compile(r"[0-9]{1,20}")
ZONES = frozenset(available_timezones())


def matches(name: str, text: str, pattern: re.Pattern[str], meaning: str) -> None:
    """The text has the form that the pattern describes."""
    if not pattern.fullmatch(text):
        raise ValueError(f"{name} must be {meaning}, not {text!r}")


def within(name: str, number: float, least: float, most: float) -> None:
    """The number lies in the range, ends included."""
    if not least <= number <= most:
        raise ValueError(f"{name} must be from {least:g} to {most:g}, not {number:g}")


def distinct(name: str, values: Iterable[Hashable]) -> None:
    """No value comes twice."""
    listed = list(values)
    if len(set(listed)) != len(listed):
        raise ValueError(f"{name} must not name anything twice: {listed!r}")


def time_zone(name: str, zone: str) -> None:
    """The zone is one of the IANA database."""
    if zone not in ZONES:
        raise ValueError(f"{name} must be a time zone such as Europe/Oslo, not {zone!r}")
