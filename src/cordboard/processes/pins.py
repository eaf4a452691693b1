"""PINs keyed on a phone, held against the database in a thread: the call server itself waits for nobody."""

import asyncio
from uuid import UUID

from django.db import Error, connection

from cordboard.voicemail.services import pin_verify


class DatabasePins:
    """The `PinCheck` of the call server."""

    async def verify(self, box: str, pin: str) -> bool:
        """Whether the PIN opens the mailbox of that id. Raises OSError while the database is away."""
        return await asyncio.to_thread(_verify, box, pin)


def _verify(box: str, pin: str) -> bool:
    try:
        return pin_verify(mailbox=UUID(box), pin=pin)
    except Error as fault:
        raise OSError("the database is away") from fault
    finally:
        connection.close()
