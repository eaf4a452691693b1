"""Real SIP phones for tests: started, registered, listened to, and gone when the block ends.

    async with phone_shelf(tmp_path) as shelf:
        alice = await shelf.phone(account_of_alice)
        bob = await shelf.phone(account_of_bob, stack=Stack.BARESIP)
        call, incoming = await shelf.conversation(alice, bob, "102")
        await shelf.hear_each_other(call, incoming)

Each phone is a process of its own and takes free ports of the loopback by itself.
"""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from cordboard.processes.softphones import Phone, PhoneAccount, PhoneCall, Stack, softphone
from cordboard.processes.softphones.tones import tone_write

LOW = 440  # hertz; the caller's voice
HIGH = 620  # the called one's
OTHER = 850  # a third party's


class PhoneShelf:
    """Phones of one test."""

    def __init__(self, folder: Path, exits: contextlib.AsyncExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._exits = exits
        self._numbers = itertools.count(1)

    async def phone(
        self, account: PhoneAccount, *, stack: Stack = Stack.PJSUA, register: bool = True
    ) -> Phone:
        """A phone that runs, and is registered unless told not to."""
        folder = self._folder / f"phone-{next(self._numbers)}"
        phone = await self._exits.enter_async_context(softphone(account, folder=folder, stack=stack))
        if register:
            await phone.register()
        return phone

    def tone(self, frequency: float) -> Path:
        """A WAV file with this tone, to be played over and over."""
        path = self._folder / f"{frequency:g}.wav"
        if not path.exists():  # 440, 620 and 850 Hz all fit whole waves into a second
            tone_write(path, frequency=frequency, duration=timedelta(seconds=1))
        return path

    async def conversation(self, caller: Phone, called: Phone, target: str) -> tuple[PhoneCall, PhoneCall]:
        """`caller` dialled `target`, `called` rang and answered; audio flows at both."""
        call = await caller.call(target)
        incoming = await called.incoming()
        await call.ringing()
        await incoming.answer()
        await asyncio.gather(call.answered(), call.audio(), incoming.audio())
        return call, incoming

    async def hear_each_other(self, call: PhoneCall, incoming: PhoneCall) -> None:
        """Each side hears the other's tone; they play on afterwards."""
        await call.play(self.tone(LOW))
        await incoming.play(self.tone(HIGH))
        await asyncio.gather(call.hears(HIGH), incoming.hears(LOW))


@contextlib.asynccontextmanager
async def phone_shelf(folder: Path) -> AsyncIterator[PhoneShelf]:
    """A shelf whose phones hang up, unregister and end with the block."""
    async with contextlib.AsyncExitStack() as exits:
        yield PhoneShelf(folder, exits)
