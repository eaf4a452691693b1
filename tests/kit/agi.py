"""The engine's side of FastAGI, played by a test over a socket pair: no network, every byte as wanted."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from cordboard.engine.agi import AgiServer
from cordboard.engine.agi.protocol import LONGEST_LINE
from cordboard.engine.call import Call, DialRequest

OPENING = {
    "agi_network": "yes",
    "agi_network_script": "call",
    "agi_request": "agi://127.0.0.1:4573/call",
    "agi_channel": "PJSIP/ealiceaaaaaaaaaaa-0000000a",
    "agi_language": "en",
    "agi_type": "PJSIP",
    "agi_uniqueid": "1795381108.0",
    "agi_version": "22.10.1",
    "agi_callerid": "101",
    "agi_calleridname": "Alice",
    "agi_context": "phones",
    "agi_extension": "102",
    "agi_priority": "6",
    "agi_accountcode": "tacompanyaaaaaaaa",
}
OK = "200 result=0"
Answers = Callable[[str], str | None]
BOB, CAROL = "ebobaaaaaaaaaaaaa", "ecarolaaaaaaaaaaa"
CONTACTS = {"CONTACTS": f"200 result=1 (PJSIP/{BOB}/sip:b@192.0.2.1|)"}
REQUEST = DialRequest(
    endpoints=(BOB, CAROL),
    timeout=timedelta(seconds=20),
    caller_name='Zoë "Z" O,Brien',
    caller_number="101",
    callee_name="Bob",
    callee_number="102",
)


class PlayedEngine:
    """What a test says as the engine, and what it heard."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.heard: list[str] = []

    def say(self, text: str | bytes) -> None:
        """These bytes are on their way."""
        self.writer.write(text if isinstance(text, bytes) else text.encode())

    def open(self, **changes: str | None) -> None:
        """The usual opening with some variables changed, or left out by None."""
        variables = {**OPENING, **{f"agi_{name}": value for name, value in changes.items()}}
        lines = [f"{name}: {value}\n" for name, value in variables.items() if value is not None]
        self.say("".join(lines) + "\n")

    async def command(self) -> str:
        """The next command; empty when the server has gone."""
        async with asyncio.timeout(5):
            line = (await self.reader.readline()).decode().rstrip("\n")
        if line:
            self.heard.append(line)
        return line

    async def answer_all(self, answers: Answers = lambda _: OK) -> None:
        """Every command is answered until the server goes; None answers nothing and ends this."""
        while command := await self.command():
            answer = answers(command)
            if answer is None:
                return
            self.say(answer + "\n")

    def hang_up(self) -> None:
        """The engine is gone."""
        self.writer.close()


@asynccontextmanager
async def played_engine(server: AgiServer) -> AsyncIterator[PlayedEngine]:
    """An engine that has just connected to the server."""
    ours, theirs = socket.socketpair()
    served = await asyncio.open_connection(sock=theirs, limit=LONGEST_LINE)
    engine = PlayedEngine(*await asyncio.open_connection(sock=ours, limit=LONGEST_LINE))
    server.accept(*served)
    try:
        yield engine
    finally:
        engine.hang_up()


@asynccontextmanager
async def serving(flow: Callable[[Call], Awaitable[None]], **options: Any) -> AsyncIterator[AgiServer]:
    """A server for that flow that does not listen; afterwards no task is left."""
    before = asyncio.all_tasks()
    server = AgiServer(scripts={"call": flow}, port=0, **options)
    yield server
    await server.drain(timedelta(seconds=2))
    assert server.calls == 0
    assert asyncio.all_tasks() == before


def answers(known: dict[str, str]) -> Callable[[str], str]:
    """OK to everything but commands that contain a key of `known`."""
    return lambda command: next((text for part, text in known.items() if part in command), OK)


async def conversation(
    flow: Callable[[Call], Awaitable[None]], answer: Callable[[str], str | None]
) -> list[str]:
    """Everything the server said in a call decided by `flow`."""
    async with serving(flow) as server, played_engine(server) as engine:
        engine.open()
        await engine.answer_all(answer)
    return engine.heard
