"""Values as people read them: durations, phone numbers, initials."""

from datetime import timedelta
from hashlib import sha1

import phonenumbers
from django.utils.functional import Promise

Words = str | Promise  # a text, or one translated only when it is shown


def duration_text(length: timedelta) -> str:
    """Hours, minutes and seconds as 0:07, 12:05 or 1:00:05; whole seconds, rounded down."""
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def phone_text(number: str, *, country: str = "") -> str:
    """A number in E.164 as people of `country` (ISO 3166, upper case) write it; anything else as it stands."""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    home = bool(country) and phonenumbers.is_valid_number_for_region(parsed, country)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def initials_of(name: str) -> str:
    """One or two signs that stand for a person: first letters of the first and last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_text(user_agent: str) -> str:
    """The browser and system a User-Agent header claims, such as `Firefox · Windows`; its first word when unknown."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    known = " · ".join(part for part in (browser, system) if part)
    return known or user_agent.split(" ", 1)[0][:40] or "?"


def element_id(*parts: object) -> str:
    """An id for an element of the page that depends on its parts alone: the same at every rendering."""
    text = "\n".join(str(part) for part in parts)
    return "x" + sha1(text.encode(), usedforsecurity=False).hexdigest()[:10]
