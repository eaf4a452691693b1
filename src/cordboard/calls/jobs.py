"""Background entry points. Each may run twice: it leaves the same behind."""

from django.conf import settings

from cordboard.base.clock import months_before, now
from cordboard.calls.services import records_prune, records_prune_note

BATCH = 500  # calls a transaction: some 70 ms, in which nothing waits for it


def records_forget() -> None:
    """Calls older than they are kept are gone, and it is on record how many."""
    before = months_before(now(), settings.CORDBOARD.records_kept)
    count = gone = records_prune(before=before, most=BATCH)
    while gone == BATCH:
        gone = records_prune(before=before, most=BATCH)
        count += gone
    if count:
        records_prune_note(before=before, count=count)
