"""The asyncio face of a software phone: tell it what to do, wait (with a deadline) for what happens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from cordboard.processes.softphones.account import PhoneAccount, Stack
from cordboard.processes.softphones.child import Child, OrderRefused, child_start
from cordboard.processes.softphones.errors import NothingHappened, PhoneBroken, RegistrationRefused
from cordboard.processes.softphones.phone_call import PATIENCE, PhoneCall
from cordboard.processes.softphones.reports import MessagesWaiting, NotRegistered, Registered, Report

START = timedelta(seconds=30)
FAREWELL = timedelta(seconds=3)
NOT_REGISTERED = NotRegistered(status=0, reason="not asked for")


class Phone:
    """One phone in a process of its own. Made by `softphone`."""

    def __init__(self, account: PhoneAccount, *, stack: Stack, folder: Path) -> None:
        self.account = account
        self.stack = stack
        self.folder = folder
        self.lamp: MessagesWaiting | None = None
        self.registration: Registered | NotRegistered | None = (
            NOT_REGISTERED  # None while the answer is awaited
        )
        self.calls: dict[int, PhoneCall] = {}
        self._taken: set[int] = set()
        self._news = asyncio.Condition()
        self._child: Child | None = None

    @property
    def log(self) -> Path:
        """Where the phone's process writes what it has to complain about."""
        return self.folder / "phone.log"

    async def register(self, within: timedelta = PATIENCE) -> Registered:
        """The server holds this phone's registration. Raises RegistrationRefused."""
        self.registration = None
        await self.order("register")
        await self.until(lambda: self.registration is not None, "its registration", within)
        match self.registration:
            case Registered():
                return self.registration
            case NotRegistered(status=status, reason=reason):
                raise RegistrationRefused(user=self.account.user, status=status, reason=reason)
            case None:
                raise AssertionError("just waited for")

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
        if self._child is None:
            raise self._broken(order, "it was not started")
        try:
            async with asyncio.timeout(within.total_seconds()):
                return await self._child.ask(order, values or {})
        except TimeoutError:
            raise self._in_vain(awaited or f"its order to {order}", within) from None
        except (OSError, OrderRefused) as fault:
            raise self._broken(order, str(fault)) from None

    async def until(self, true: Callable[[], bool], awaited: str, within: timedelta = PATIENCE) -> None:
        """Return once `true`. Raises NothingHappened after the deadline, PhoneBroken when the process died."""
        try:
            async with asyncio.timeout(within.total_seconds()), self._news:
                await self._news.wait_for(lambda: true() or self._child is None or self._child.ended)
        except TimeoutError:
            raise self._in_vain(awaited, within) from None
        if not true():
            raise self._broken(f"wait for {awaited}", "its process ended")

    async def start(self) -> None:
        """The phone's process runs and its stack is up. Raises PhoneBroken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._child = await child_start(self.stack, log=self.log, on_report=self._learn)
        opening = {"account": self.account.plain(), "folder": str(self.folder)}
        await self.order("open", opening, within=START)

    async def close(self) -> None:
        """The phone hung up, unregistered and is gone."""
        if self._child is None:
            return
        with contextlib.suppress(PhoneBroken, NothingHappened):
            await self.order("close")
            await self.until(self._is_done, "its farewell", FAREWELL)
        await self._child.end()

    def _is_done(self) -> bool:
        over = all(call.end for call in self.calls.values())
        return over and isinstance(self.registration, NotRegistered)

    async def _learn(self, report: Report | None) -> None:
        async with self._news:
            match report:
                case None:
                    pass
                case Registered() | NotRegistered():
                    self.registration = report
                case MessagesWaiting():
                    self.lamp = report
                case _:
                    self._call(report.call).take(report)
            self._news.notify_all()

    def _call(self, number: int) -> PhoneCall:
        return self.calls.setdefault(number, PhoneCall(self, number))

    def _broken(self, order: str, reason: str) -> PhoneBroken:
        return PhoneBroken(user=self.account.user, order=order, reason=reason, log=str(self.log))

    def _in_vain(self, awaited: str, within: timedelta) -> NothingHappened:
        seconds = within.total_seconds()
        return NothingHappened(user=self.account.user, awaited=awaited, seconds=seconds, log=str(self.log))


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
