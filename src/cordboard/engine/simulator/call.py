"""The body of the call port that rings nothing and writes down every step."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cordboard.engine.call import (
    Call,
    CallEnded,
    DialOutcome,
    DialRequest,
    Greeting,
    HangupCause,
    MailboxName,
    OutsideRequest,
    number_reduced,
)
from cordboard.engine.simulator.world import (
    SOUND,
    CallerScript,
    SimulatedEngine,
    SimulatedPhone,
    ringing_ends,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to the call, when, and by which rule."""

    after: timedelta  # since the call began
    act: str  # the name of the port's method; `left` when the caller hung up
    detail: tuple[str, ...]
    rule: str  # the last rule noted before this step


class SimulatedCall:
    """A call of a scripted caller. `steps` and `record` tell what the flow did; `cause` how it ended the call.

    Must run on a loop whose time jumps, or it takes as long as a real call.
    """

    def __init__(self, engine: SimulatedEngine, script: CallerScript) -> None:
        self._engine = engine
        self._script = script
        self._language = script.language
        self._keys = list(script.keys)
        self._groups: set[tuple[str, str]] = set()
        self._began = asyncio.get_running_loop().time()
        self._left = False
        self.answered = False
        self.cause: HangupCause | None = None
        self.record: dict[str, str] = {}
        self.steps: list[Step] = []

    @property
    def id(self) -> str:
        """Unique only by chance: simulated calls have no records to join."""
        return f"simulated-{self._began:.3f}"

    @property
    def dialled(self) -> str:
        """What the caller dialled: 0-9 * # + only, else empty."""
        return number_reduced(self._script.dialled)

    @property
    def endpoint(self) -> str:
        """Endpoint the call came from."""
        return self._script.endpoint

    @property
    def presented(self) -> tuple[str, str]:
        """Name and number the other side claims for itself."""
        return self._script.presented

    @property
    def language(self) -> str:
        """Language of prompts in force."""
        return self._language

    @property
    def over(self) -> bool:
        """Whether caller or flow ended the call."""
        return self._left or self.cause is not None

    def now(self) -> datetime:
        """The simulated moment."""
        return self._engine.start + timedelta(seconds=asyncio.get_running_loop().time())

    async def run(self, flow: Callable[[Call], Awaitable[None]]) -> None:
        """The flow decided this call as it would decide a real one, and the call is over."""
        with contextlib.suppress(CallEnded):
            await flow(self)
        await self.hangup()

    async def answer(self) -> None:
        """Answer the caller."""
        await self._spend("answer", timedelta(0))
        self.answered = True

    async def speak(self, language: str) -> None:
        """Use this language for all further prompts."""
        self._language = language
        self._step("speak", language)

    async def play(self, *sounds: str) -> None:
        """Play sounds to the end, answering first."""
        self.answered = True
        await self._spend("play", SOUND * len(sounds), *sounds)

    async def play_early(self, *sounds: str) -> None:
        """Play sounds without answering."""
        await self._spend("play_early", SOUND * len(sounds), *sounds)

    async def read_digits(self, *sounds: str, most: int, silence: timedelta, attempts: int = 1) -> str:
        """The next keys of the script; nothing once it is used up."""
        self.answered = True
        keys = self._keys.pop(0)[:most] if self._keys else ""
        wait = timedelta(0) if keys else silence * attempts
        await self._spend("read_digits", SOUND * len(sounds) + wait, *sounds)
        return number_reduced(keys)

    async def say_digits(self, digits: str) -> None:
        """Speak digits one by one."""
        await self._spend("say_digits", SOUND * len(digits), digits)

    async def dial(self, request: DialRequest) -> DialOutcome:
        """Ring the scripted phones and stay until the conversation ends."""
        phones = [self._engine.phone(endpoint) for endpoint in request.endpoints]
        return await self._ring("dial", phones, request.timeout, *request.endpoints)

    async def dial_out(self, request: OutsideRequest) -> DialOutcome:
        """Call the scripted phone that stands for the outside and stay until the conversation ends."""
        phones = [self._engine.phone(request.trunk)]
        detail = (request.trunk, request.number, request.caller_number)
        return await self._ring("dial_out", phones, request.timeout, *detail)

    async def _ring(
        self, act: str, phones: list[SimulatedPhone], patience: timedelta, *detail: str
    ) -> DialOutcome:
        outcome, ringing = ringing_ends(phones, patience)
        try:
            await self._spend(act, ringing, *detail)
            if outcome is DialOutcome.ANSWERED:
                await self._talk(max(phone.talks for phone in phones if phone.answers_after == ringing))
        except CallEnded:
            return DialOutcome.ANSWERED if self.answered else DialOutcome.CANCELLED
        return outcome

    async def engaged(self, endpoints: Sequence[str]) -> frozenset[str]:
        """The endpoints whose phone is busy."""
        if self.over:
            raise CallEnded
        return frozenset(endpoint for endpoint in endpoints if self._engine.phone(endpoint).busy)

    async def echo(self) -> None:
        """The caller speaks and hangs up."""
        await self._spend("echo", self._script.speaks)
        self._leave()
        raise CallEnded

    async def mailbox_greets(self, mailbox: MailboxName, greeting: Greeting) -> bool:
        """Whether the box's owner recorded a greeting for that."""
        if self.over:
            raise CallEnded
        return greeting is not Greeting.NONE and mailbox in self._engine.greeting_boxes

    async def voicemail_deposit(self, mailbox: MailboxName, *, greeting: Greeting) -> bool:
        """The caller speaks into the box and hangs up; False when it has no room."""
        if not self._engine.takes_message(mailbox) or self.over:
            self._step("voicemail_deposit", mailbox.box, greeting.value, "refused")
            return False
        self.answered = True
        try:
            await self._spend("voicemail_deposit", SOUND * 2, mailbox.box, greeting.value)
        except CallEnded:
            return False
        self._engine.messages.append(mailbox)
        remaining = self._patience()
        spoken = self._script.speaks if remaining is None else min(self._script.speaks, remaining)
        await asyncio.sleep(spoken.total_seconds())
        self._leave()
        return True

    async def voicemail_menu(self, mailbox: MailboxName) -> None:
        """The caller hears his messages and leaves the menu."""
        await self._spend("voicemail_menu", self._script.speaks, mailbox.box)

    async def count_in(self, company: str, limits: Mapping[str, int | None]) -> str | None:
        """Count this call under every name, or return the name that is full."""
        counts = self._engine.counts
        for name, most in limits.items():
            if most is not None and counts.get((company, name), 0) >= most:
                self._step("count_in", name, "full")
                return name
        self._step("count_in", *limits)
        for name in limits:
            counts[company, name] = counts.get((company, name), 0) + 1
            self._groups.add((company, name))
        return None

    async def count_out(self, *names: str) -> None:
        """This call no longer counts under these names."""
        self._step("count_out", *names)
        for group in [one for one in self._groups if one[1] in names]:
            self._engine.counts[group] -= 1
            self._groups.remove(group)

    async def note(self, **facts: str) -> None:
        """Facts are on the record; a rule is named with every step from now on."""
        self.record.update(facts)

    async def hangup(self, cause: HangupCause = HangupCause.NORMAL_CLEARING) -> None:
        """End the call with a cause."""
        if self.over:
            return
        self._step("hangup", cause.name.lower())
        self.cause = cause
        self._count_out()

    async def _talk(self, length: timedelta) -> None:
        self.answered = True
        await self._spend("talk", length)

    async def _spend(self, act: str, length: timedelta, *detail: str) -> None:
        """The act happened and took its time, or the caller left in it."""
        if self.over:
            raise CallEnded
        self._step(act, *detail)
        remaining = self._patience()
        if remaining is not None and remaining <= length:
            await asyncio.sleep(remaining.total_seconds())
            self._leave()
            raise CallEnded
        await asyncio.sleep(length.total_seconds())

    def _patience(self) -> timedelta | None:
        leaves = self._script.leaves_after
        return None if leaves is None else max(timedelta(0), leaves - self._after())

    def _after(self) -> timedelta:
        return timedelta(seconds=asyncio.get_running_loop().time() - self._began)

    def _leave(self) -> None:
        self._left = True
        self._step("left")
        self._count_out()

    def _count_out(self) -> None:
        for group in self._groups:
            self._engine.counts[group] -= 1
        self._groups.clear()

    def _step(self, act: str, *detail: str) -> None:
        rule = self.record.get("rule", "")
        self.steps.append(Step(after=self._after(), act=act, detail=detail, rule=rule))
