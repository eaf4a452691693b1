"""Short messages in the corner of the page, some of which offer to undo what was just done."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"  # extra tag of a message: the address to post to


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """The next page shown to this person says `text`; `undo` is an address that takes the act back when posted to."""
    messages.success(request, text, extra_tags=UNDO + undo if undo else "")


def toast_error(request: HttpRequest, text: str) -> None:
    """The next page says what went wrong, until dismissed."""
    messages.error(request, text)


def undo_address(extra_tags: str | None) -> str:
    """Where a message's undo button posts to, empty when it has none."""
    return extra_tags.removeprefix(UNDO) if extra_tags and extra_tags.startswith(UNDO) else ""
