"""The asyncio face of a software phone: tell it what to do, wait (with a deadline) for what happens."""

import asyncio
import contextlib
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from cordboard.processes.softphones.account import PhoneAccount, Stack
from cordboard.processes.softphones.errors import NothingHappened, PhoneBroken, RegistrationRefused
from cordboard.processes.softphones.phone_call import PATIENCE, PhoneCall
from cordboard.processes.softphones.reports import (
    MessagesWaiting,
    NotRegistered,
    Registered,
    Report,
    report_read,
)


class Phone:
    """One phone in a process of its own. Made by `softphone`."""

    def __init__(self, account: PhoneAccount, *, stack: Stack, folder: Path) -> None:
        self.account = account
        self.stack = stack
        self.folder = folder
        self.lamp: MessagesWaiting | None = None
        self.registration: Registered | NotRegistered | None = None
        self.calls: dict[int, PhoneCall] = {}
        self._taken: set[int] = set()
        self._news = asyncio.Condition()
        self._numbers = itertools.count(1)
        self._orders: dict[int, asyncio.Future[Any]] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def log(self) -> Path:
        """Where the phone's process writes what it has to complain about."""
        return self.folder / "phone.log"

    async def register(self, within: timedelta = PATIENCE) -> Registered:
        """The server holds this phone's registration. Raises RegistrationRefused."""
        self.registration = None
        await self.order("register")
        await self.until(lambda: self.registration is not None, "its registration", within)
        if isinstance(self.registration, Registered):
            return self.registration
        status, reason = (
            (self.registration.status, self.registration.reason) if self.registration else (0, "")
        )
        raise RegistrationRefused(user=self.account.user, status=status, reason=reason)

    async def unregister(self, within: timedelta = PATIENCE) -> None:
        """The server holds no registration of this phone."""
        await self.order("unregister")
        await self.until(lambda: isinstance(self.registration, NotRegistered), "unregistering", within)

    async def call(self, target: str, **headers: str) -> PhoneCall:
        """An INVITE to an extension (or a whole `sip:` URI) is on its way; header names with _ for -."""
        plain = {name.replace("_", "-"): value for name, value in headers.items()}
        number = await self.order("call", {"target": target, "headers": plain})
        return self._call(number)

    async def incoming(self, within: timedelta = PATIENCE) -> PhoneCall:
        """The next incoming call, ringing; each call is handed out once."""

        def waiting() -> list[PhoneCall]:
            return [call for call in self.calls.values() if call.coming and call.number not in self._taken]

        await self.until(lambda: bool(waiting()), "an incoming call", within)
        call = waiting()[0]
        self._taken.add(call.number)
        return call

    async def messages_waiting(self, new: int, within: timedelta = PATIENCE) -> MessagesWaiting:
        """The lamp, once it tells of exactly `new` new messages."""
        await self.until(
            lambda: self.lamp is not None and self.lamp.new == new, f"{new} new messages", within
        )
        assert self.lamp is not None  # noqa: S101  # just waited for
        return self.lamp

    async def order(
        self,
        order: str,
        values: Mapping[str, object] | None = None,
        *,
        awaited: str = "",
        within: timedelta = PATIENCE,
    ) -> Any:
        """An order was carried out; its result. Raises PhoneBroken, or NothingHappened after the deadline."""
        number = next(self._numbers)
        done = self._orders[number] = asyncio.get_running_loop().create_future()
        try:
            self._send({"id": number, "order": order, **(values or {})})
            async with asyncio.timeout(within.total_seconds()):
                return await done
        except TimeoutError:
            raise self._in_vain(awaited or f"its order to {order}", within) from None
        except (OSError, _Refused) as fault:
            raise self._broken(order, str(fault)) from None
        finally:
            self._orders.pop(number, None)

    async def until(self, true: Callable[[], bool], awaited: str, within: timedelta = PATIENCE) -> None:
        """Return once `true`. Raises NothingHappened after the deadline, PhoneBroken when the process died."""
        try:
            async with asyncio.timeout(within.total_seconds()), self._news:
                await self._news.wait_for(lambda: true() or self._gone)
        except TimeoutError:
            raise self._in_vain(awaited, within) from None
        if not true():
            raise self._broken(f"wait for {awaited}", "its process ended")

    async def start(self) -> None:
        """The phone's process runs and its stack is up. Raises PhoneBroken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        module = f"cordboard.processes.softphones.{self.stack}"
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log, env=_environment(),
            )  # fmt: skip
        self._reader = asyncio.create_task(self._read(self._process))
        opening = {"account": self.account.plain(), "folder": str(self.folder)}
        await self.order("open", opening, within=timedelta(seconds=30))

    async def close(self) -> None:
        """The phone hung up, unregistered and is gone."""
        with contextlib.suppress(PhoneBroken, NothingHappened):
            registered = isinstance(self.registration, Registered)
            await self.order("close")
            await self.until(
                lambda: all(call.end for call in self.calls.values()), "its calls' end", timedelta(seconds=3)
            )
            if registered:
                await self.until(
                    lambda: not isinstance(self.registration, Registered), "leave", timedelta(seconds=3)
                )
        await self._end()

    async def _end(self) -> None:
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._reader:
            await self._reader

    @property
    def _gone(self) -> bool:
        return self._reader is None or self._reader.done() or self._closed

    _closed = False

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101  # asked for above
        async for line in process.stdout:
            await self._take(json.loads(line))
        self._closed = True
        for waiting in self._orders.values():
            if not waiting.done():
                waiting.set_exception(_Refused("its process ended"))
        async with self._news:
            self._news.notify_all()

    async def _take(self, plain: dict[str, Any]) -> None:
        if "report" in plain:
            async with self._news:
                self._learn(report_read(plain))
                self._news.notify_all()
        elif (waiting := self._orders.get(plain["id"])) and not waiting.done():
            if "fault" in plain:
                waiting.set_exception(_Refused(plain["fault"]))
            else:
                waiting.set_result(plain["done"])

    def _learn(self, report: Report) -> None:
        match report:
            case Registered() | NotRegistered():
                self.registration = report
            case MessagesWaiting():
                self.lamp = report
            case _:
                self._call(report.call).take(report)

    def _call(self, number: int) -> PhoneCall:
        return self.calls.setdefault(number, PhoneCall(self, number))

    def _send(self, plain: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None or self._closed:
            raise _Refused("its process does not run")
        self._process.stdin.write(json.dumps(plain).encode() + b"\n")

    def _broken(self, order: str, reason: str) -> PhoneBroken:
        return PhoneBroken(user=self.account.user, order=order, reason=reason, log=str(self.log))

    def _in_vain(self, awaited: str, within: timedelta) -> NothingHappened:
        seconds = within.total_seconds()
        return NothingHappened(user=self.account.user, awaited=awaited, seconds=seconds, log=str(self.log))


class _Refused(Exception):  # becomes PhoneBroken, with the order's name
    """The phone's process said no, or is gone."""


def _environment() -> dict[str, str]:
    """The process finds the same packages as this one, wherever they came from."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}


@contextlib.asynccontextmanager
async def softphone(
    account: PhoneAccount, *, folder: Path, stack: Stack = Stack.PJSUA
) -> AsyncIterator[Phone]:
    """A phone that runs for as long as the block; `folder` takes its recordings and logs."""
    phone = Phone(account, stack=stack, folder=folder)
    try:
        await phone.start()
        yield phone
    finally:
        await phone.close()
