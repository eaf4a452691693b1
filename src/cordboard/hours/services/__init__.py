"""Acts on time tables, switches and ring services."""

from cordboard.hours.services.pins import ring_service_pin_verify, switch_pin_verify
from cordboard.hours.services.ringing import (
    line_identify,
    line_toggle,
    ring_service_change,
    ring_service_create,
    ring_service_delete,
)
from cordboard.hours.services.switches import switch_change, switch_create, switch_delete, switch_turn
from cordboard.hours.services.tables import (
    calendar_import,
    holidays_renew,
    time_table_change,
    time_table_create,
    time_table_delete,
    time_table_force,
)

__all__ = [
    "calendar_import",
    "holidays_renew",
    "line_identify",
    "line_toggle",
    "ring_service_change",
    "ring_service_create",
    "ring_service_delete",
    "ring_service_pin_verify",
    "switch_change",
    "switch_create",
    "switch_delete",
    "switch_pin_verify",
    "switch_turn",
    "time_table_change",
    "time_table_create",
    "time_table_delete",
    "time_table_force",
]
