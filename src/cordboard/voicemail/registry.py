"""The port by which messages are reached. Filled in by `cordboard.processes.wiring`."""

from cordboard.voicemail.types import MessageStore

_stores: list[MessageStore] = []


def message_store_set(store: MessageStore) -> None:
    """From now on messages are read from and changed in `store`."""
    _stores[:] = [store]


def message_store_get() -> MessageStore:
    """The store in force. Raises RuntimeError when nothing was wired."""
    if not _stores:
        raise RuntimeError("no message store is wired: processes.wiring.wire() has not run")
    return _stores[0]
