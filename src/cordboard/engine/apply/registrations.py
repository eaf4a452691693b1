"""Registrations of phones whose endpoint is taken away.

Without its endpoint a phone can neither call, be called nor register again; but its registration would be shown, and
checked for being alive, until it expires. The manager interface has no action to drop one, so it is made to expire:
the engine looks every 30 seconds. Source: Asterisk 22, res_pjsip_registrar (contact_expiration_check_interval).
"""

import json
from collections.abc import Iterable
from contextlib import suppress

from cordboard.engine.apply.manager import Manager, value_of
from cordboard.engine.errors import EngineRefused

FAMILY = "registrar/contact"
LONG_AGO = "1"  # seconds since 1970


async def registrations_of(*, manager: Manager, endpoints: Iterable[str]) -> tuple[str, ...]:
    """Registrations of endpoints that the engine still knows, by the engine's own names."""
    listed = [await value_of(manager, f"PJSIP_AOR({endpoint},contact)") for endpoint in endpoints]
    return tuple(name for names in listed for name in names.split(",") if name)


async def registrations_end(*, manager: Manager, registrations: Iterable[str]) -> None:
    """The registrations will be gone within half a minute."""
    for name in registrations:
        with suppress(
            EngineRefused
        ):  # a trunk's fixed contact is no registration, and others may have ended meanwhile
            await _registration_end(manager, name)


async def _registration_end(manager: Manager, name: str) -> None:
    for row in await manager.listing("DBGet", Family=FAMILY, Key=name):
        ended = json.dumps(json.loads(row.get("Val")) | {"expiration_time": LONG_AGO})
        await manager.action("DBPut", Family=FAMILY, Key=name, Val=ended)
