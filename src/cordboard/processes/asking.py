"""How the call server, which waits for nobody, asks the database: in a thread, over a connection of the question's own."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection

Answer = TypeVar("Answer")


async def asked(question: Callable[[], Answer]) -> Answer:
    """The answer. Raises OSError while the database is away."""
    return await asyncio.to_thread(_asked, question)


def _asked(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except Error as fault:
        raise OSError("the database is away") from fault
    finally:
        connection.close()
