"""Reactions to entries. All are subscribed on one page: `cordboard.processes.wiring`."""

from collections.abc import Callable

from cordboard.journal.types import JournalEntry

Subscriber = Callable[[JournalEntry], None]

_subscribers: list[tuple[str, Subscriber]] = []


def subscribe(prefix: str, subscriber: Subscriber) -> None:
    """From now on `subscriber` is called, in the act's transaction, for each entry whose kind starts with `prefix`.

    A subscriber defers a job and returns; it must not do slow or outside work.
    """
    if (prefix, subscriber) not in _subscribers:
        _subscribers.append((prefix, subscriber))


def subscribers_for(kind: str) -> list[Subscriber]:
    """The subscribers of a kind, in the order they were subscribed."""
    return [subscriber for prefix, subscriber in _subscribers if kind.startswith(prefix)]
