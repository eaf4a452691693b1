"""A phone on the baresip stack, as a process: `python -m cordboard.processes.softphones.baresip`.

It refuses calls with 486 only and knows no lamp (RFC 3842); all else is as on PJSIP, Opus besides.
"""

import asyncio
import itertools
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from baresip import Account, BaresipError, Call, Config, RegistrationError, Runtime, UserAgent

from cordboard.processes.softphones.account import Encryption, Opening, PhoneAccount
from cordboard.processes.softphones.baresip_call import SoftCall
from cordboard.processes.softphones.reports import Incoming, NotRegistered, Registered
from cordboard.processes.softphones.wire import Order, Wire

SETTLE_TRIES, SETTLE_S = 30, 0.1

EXPIRES = 300  # seconds
CODECS = {"opus": "opus/48000/2", "g722": "g722/16000/1", "pcma": "pcma", "pcmu": "pcmu"}
_ENCRYPTION = {
    Encryption.OFF: (),
    Encryption.OFFERED: ("mediaenc=srtp",),
    Encryption.REQUIRED: ("mediaenc=srtp-mand",),
}
_DECODER = re.compile(r"Set audio decoder: (\S+)")
_ADDRESS = re.compile(r"sips?:([^@;>]*)")


class CodecTold(logging.Handler):
    """Remembers the codec that the stack last spoke of; it tells in its log only."""

    def __init__(self) -> None:
        super().__init__()
        self.codec = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one line of the stack's log."""
        if found := _DECODER.search(record.getMessage()):
            self.codec = found[1]


class SoftPhone:
    """One account and its calls."""

    def __init__(
        self, opening: Opening, wire: Wire, runtime: Runtime, agent: UserAgent, codec: CodecTold
    ) -> None:
        self._sip = opening.account
        self._folder = opening.folder
        self._wire = wire
        self._runtime = runtime
        self._agent = agent
        self._codec = codec
        self._numbers = itertools.count(1)
        self._calls: dict[int, SoftCall] = {}
        self._waiting: set[asyncio.Task[None]] = set()
        agent.on_incoming(self._incoming)

    def obey(self, order: Order) -> None:
        """Start an order; its answer follows."""
        task = asyncio.create_task(self._obey(order))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _obey(self, order: Order) -> None:
        try:
            act: Awaitable[Any] = getattr(self, f"do_{order.order}")(**order.values)
            self._wire.done(order, await act)
        except (BaresipError, AttributeError, KeyError, TypeError, ValueError) as fault:
            self._wire.fault(order, f"{type(fault).__name__}: {fault}")

    async def do_register(self) -> None:
        """Register now, and again before it expires."""
        try:
            await self._agent.register()
            self._wire.report(Registered(expires=EXPIRES))
        except RegistrationError as fault:
            self._wire.report(NotRegistered(status=fault.status or 503, reason=fault.reason or str(fault)))

    async def do_unregister(self) -> None:
        """Take the registration back."""
        await self._agent.unregister()
        self._wire.report(NotRegistered(status=200, reason="OK"))

    async def do_call(self, target: str, headers: dict[str, str]) -> int:
        """Send an INVITE; the call's number."""
        return self._call_new(await self._agent.dial(self._uri(target), headers)).number

    async def do_answer(self, call: int) -> None:
        """Accept a call."""
        await self._calls[call].call.answer()

    async def do_refuse(self, call: int, status: int) -> None:
        """Refuse a call with 486. Raises ValueError for any other status."""
        if status != 486:
            raise ValueError(f"the baresip stack refuses with 486 only, not {status}")
        await self._calls[call].refuse()

    async def do_hangup(self, call: int) -> None:
        """End a call, whatever its state."""
        await self._calls[call].call.hangup()

    async def do_hold(self, call: int) -> None:
        """Hold the far end."""
        await _once_settled(self._calls[call].call.hold)

    async def do_resume(self, call: int) -> None:
        """Talk again with one that was held."""
        await _once_settled(self._calls[call].call.resume)

    async def do_digits(self, call: int, digits: str) -> None:
        """Press keys. Source: RFC 4733."""
        await self._calls[call].call.send_dtmf(digits)

    async def do_play(self, call: int, wav: str, again: bool) -> None:
        """Send a recording."""
        self._calls[call].play(wav, again=again)

    async def do_silence(self, call: int) -> None:
        """Send nothing."""
        self._calls[call].silence()

    async def do_transfer(self, call: int, target: str) -> None:
        """Ask the far end to call somebody else."""
        self._calls[call].transfer(self._uri(target))

    async def do_transfer_to(self, call: int, other: int) -> None:
        """Ask the far end of `call` to take the place of `other`."""
        self._calls[call].transfer_to(self._calls[other])

    async def do_hear(self, call: int, frequency: float | None) -> None:
        """Done once the call hears the tone from now on (any sound without `frequency`)."""
        await self._calls[call].hear(frequency)

    async def do_close(self) -> None:
        """Leave politely: end calls, take the registration back."""
        for call in self._calls.values():
            await call.hangup_if_up()
        await self._runtime.close()
        self._wire.report(NotRegistered(status=200, reason="closed"))

    def _uri(self, target: str) -> str:
        return f"{self._sip.uri(target)};transport={self._sip.transport}"

    def _call_new(self, call: Call) -> SoftCall:
        number = next(self._numbers)
        self._calls[number] = SoftCall(
            call, number, folder=self._folder, report=self._wire.report, codec=lambda: self._codec.codec
        )
        return self._calls[number]

    def _incoming(self, call: Call) -> None:
        coming = self._call_new(call)
        headers = {name.lower(): value for name, value in call.headers.items()}
        name, number = caller(headers.get("from", ""), call.peer or "")
        self._wire.report(Incoming(call=coming.number, name=name, number=number, headers=headers))


def caller(header: str, peer: str) -> tuple[str, str]:
    """Shown name and user part of a From header; the peer's URI serves when the header is not told."""
    name = header.partition("<")[0].strip().strip('"') if "<" in header else ""
    found = _ADDRESS.search(header or peer)
    return name, found[1] if found else peer


def account_made(account: PhoneAccount) -> Account:
    """The account in the stack's terms. Raises ValueError for a codec it lacks."""
    unknown = [codec for codec in account.codecs if codec.lower() not in CODECS]
    if unknown:
        raise ValueError(f"the baresip stack has no codec {', '.join(unknown)}: it has {', '.join(CODECS)}")
    return Account(
        user=account.user,
        domain=account.server,
        password=account.secret,
        registrar=f"sip:{account.host}:{account.port};transport={account.transport}",
        reg_interval=EXPIRES,
        transport=account.transport.value,
        audio_codecs=tuple(CODECS[codec.lower()] for codec in account.codecs) or tuple(CODECS.values()),
        extra_params=_ENCRYPTION[account.encryption],
    )


def settings_made(account: PhoneAccount) -> Config:
    """The stack's own settings."""
    lines = [f"sip_listen {account.address}:0", "sip_verify_server yes"]
    if account.certificate_authority:
        lines.append(f"sip_cafile {account.certificate_authority}")
    return Config(
        net_interface=account.address,
        native_log_level="info",
        sip_trace=True,
        max_concurrent_calls=16,
        expose_headers=("From", "P-Asserted-Identity", "Alert-Info"),
        extra_config_text="\n".join(lines),
    )


async def opened(wire: Wire, order: Order) -> SoftPhone:
    """The phone an opening order asks for."""
    opening = Opening.read(order.values)
    codec = log_to(opening.folder / "baresip.log")
    runtime = Runtime()
    await runtime.start(settings_made(opening.account))
    agent = await UserAgent.create(runtime, account_made(opening.account))
    return SoftPhone(opening, wire, runtime, agent, codec)


def log_to(file: Path) -> CodecTold:
    """The stack's log goes to a file, and to one who picks the codec out of it."""
    codec = CodecTold()
    logging.basicConfig(filename=file, level=logging.DEBUG, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("baresip.native").addHandler(codec)
    return codec


async def serve(wire: Wire) -> None:
    """Obey what comes on stdin until it closes."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    phone: SoftPhone | None = None
    while received := await reader.read(65536):
        for order in wire.orders(received):
            if phone is None:
                phone = await _opened_or_told(wire, order)
            else:
                phone.obey(order)


async def _opened_or_told(wire: Wire, order: Order) -> SoftPhone:
    try:
        phone = await opened(wire, order)
    except (BaresipError, ValueError) as fault:
        wire.fault(order, str(fault))
        raise
    wire.done(order)
    return phone


async def _once_settled(act: Callable[[], Awaitable[None]]) -> None:
    """Do it, again while the stack is still busy with an earlier change of the session (it says so and rings no bell)."""
    for _ in range(SETTLE_TRIES):
        try:
            return await act()
        except BaresipError as fault:
            if "in flight" not in str(fault):
                raise
            await asyncio.sleep(SETTLE_S)
    return await act()


if __name__ == "__main__":
    asyncio.run(serve(Wire()))
    os._exit(0)  # the stack's own end may wait for the network; whoever steered this phone is gone
