"""Acts on call records."""

from cordboard.calls.services.intake import (
    NO_LINES_FAULT,
    position_forget,
    records_take,
    records_take_singly,
)
from cordboard.calls.services.keeping import (
    records_erase,
    records_export_note,
    records_prune,
    records_prune_note,
)

__all__ = [
    "NO_LINES_FAULT",
    "position_forget",
    "records_erase",
    "records_export_note",
    "records_prune",
    "records_prune_note",
    "records_take",
    "records_take_singly",
]
