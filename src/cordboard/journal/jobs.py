"""Background entry points. Each may run twice: it leaves the same behind."""

from django.conf import settings

from cordboard.base.clock import months_before, now
from cordboard.journal.services import entries_prune, entries_prune_note

BATCH = 2000  # entries a transaction: some 40 ms, in which nothing waits for it


def entries_forget() -> None:
    """Entries older than they are kept are gone, and it is on record how many."""
    before = months_before(now(), settings.CORDBOARD.journal_kept)
    count = gone = entries_prune(before=before, most=BATCH)
    while gone == BATCH:
        gone = entries_prune(before=before, most=BATCH)
        count += gone
    if count:
        entries_prune_note(before=before, count=count)
