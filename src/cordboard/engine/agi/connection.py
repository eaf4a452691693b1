"""One conversation with the engine about one call: a command, then its answer, strictly in turn.

Commands are never sent ahead: Asterisk reads them through a buffered stream that it only looks at when its
socket wakes it, so a second command in the same packet would lie there unread.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from cordboard.engine.agi.protocol import (
    MOST_VARIABLES,
    Answer,
    MalformedTalk,
    Opening,
    answer_parse,
    command_line,
    opening_parse,
)
from cordboard.engine.call import CallEnded

log = logging.getLogger(__name__)

QUICK = timedelta(seconds=5)  # for a command that waits for nobody
_HANGUP = b"HANGUP"
_USAGE = b"520-"
_USAGE_END = b"520 "
_LONGEST_USAGE = 200  # lines


class AgiConnection:
    """Asks the engine, one command at a time. After a missing or broken answer it stays silent for ever."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, deadline: timedelta = QUICK
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._deadline = deadline
        self._owed = False  # an answer was asked for and not taken: the next one would be another command's
        self.hung_up = False

    async def opening(self) -> Opening:
        """What the engine says of the call. Raises MalformedTalk, TimeoutError, EOFError."""
        async with asyncio.timeout(self._deadline.total_seconds()):
            return opening_parse([line async for line in self._opening_lines()])

    async def ask(self, *words: str, patient: bool = False) -> Answer:
        """The engine's answer, awaited for ever when `patient`: for what lasts as long as people do.

        Raises CallEnded when the channel is dead, or the engine silent or incoherent.
        Cancelling it ends the conversation, as the answer still to come could be taken for another's.
        """
        line = command_line(*words)
        if self._owed:
            raise CallEnded
        self._owed = True
        answer = await self._exchange(line, None if patient else self._deadline.total_seconds())
        self._owed = False
        if answer.gone:
            self.hung_up = True
            raise CallEnded
        return answer

    async def close(self) -> None:
        """The engine is let go. What it does with the call next is its own plan's matter."""
        self._owed = True
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            log.debug("the engine had let go first")

    async def _exchange(self, line: bytes, seconds: float | None) -> Answer:
        try:
            async with asyncio.timeout(seconds):
                self._writer.write(line)
                await self._writer.drain()
                return await self._answer()
        except TimeoutError:
            log.warning("the engine did not answer in time; its call is left to it")
            raise CallEnded from None
        except (OSError, EOFError):
            raise CallEnded from None
        except MalformedTalk:
            log.warning("the engine's answer made no sense; its call is left to it")
            raise CallEnded from None

    async def _answer(self) -> Answer:
        line = await self._line()
        while line.rstrip() == _HANGUP:
            self.hung_up = True
            line = await self._line()
        if line.startswith(_USAGE):
            line = await self._after_usage()
        return answer_parse(line)

    async def _after_usage(self) -> bytes:
        for _ in range(_LONGEST_USAGE):
            line = await self._line()
            if line.startswith(_USAGE_END):
                return line
        raise MalformedTalk("an explanation without end")

    async def _line(self) -> bytes:
        try:
            line = await self._reader.readline()
        except ValueError:  # longer than the reader's limit
            raise MalformedTalk("a line without end") from None
        if not line.endswith(b"\n"):
            raise EOFError
        return line

    async def _opening_lines(self) -> AsyncIterator[bytes]:
        for _ in range(MOST_VARIABLES + 1):
            line = await self._line()
            if not line.strip():
                return
            yield line
        raise MalformedTalk("an opening without end")
