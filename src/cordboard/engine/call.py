"""The call port: what a call flow may ask of a live call. Two bodies: AGI (real) and the simulator.

Flows are `async` functions over `Call`; they never see Asterisk words. A method that needs the caller raises
`CallEnded` once he has gone, so a flow reads as if the caller stayed and cleans up in `finally`. Three answer
even then, because what happened must still reach the record: `dial`, `voicemail_deposit` and `note`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from typing import Protocol

LONGEST_NUMBER = 40  # signs; E.164 has 15, a feature code with its entry stays well below this
_SEPARATORS = re.compile(r"[ ().\-/]")
_NUMBER = re.compile(rf"[0-9*#+]{{1,{LONGEST_NUMBER}}}")


class CallEnded(Exception):  # an outcome, not a fault
    """The caller hung up; nothing more can be asked of this call."""


def number_reduced(text: str) -> str:
    """The number in what a phone sent: separators dropped, empty when anything but 0-9 * # + is left.

    Empty rather than stripped: `x101` is not 101, and `${X}` is nothing.
    """
    number = _SEPARATORS.sub("", text)
    return number if _NUMBER.fullmatch(number) else ""


class HangupCause(IntEnum):
    """Why a call is refused or ended, by its Q.850 number. Source: ITU-T Q.850 table 1; RFC 3398 section 7.2."""

    UNALLOCATED = 1
    NORMAL_CLEARING = 16
    USER_BUSY = 17
    NO_ANSWER = 19
    NOT_REGISTERED = 20
    CALL_REJECTED = 21
    INVALID_NUMBER_FORMAT = 28
    NORMAL_UNSPECIFIED = 31
    CONGESTION = 34
    FACILITY_REJECTED = 29
    TEMPORARY_FAILURE = 41
    INTERWORKING = 127


class DialOutcome(Enum):
    """How ringing ended."""

    ANSWERED = "answered"  # and the conversation is over
    BUSY = "busy"
    DECLINED = "declined"  # the called person, or his phone's do-not-disturb, said no
    NO_ANSWER = "no answer"
    UNAVAILABLE = "unavailable"  # no device registered, or none reachable
    CONGESTION = "congestion"
    CANCELLED = "cancelled"  # the caller gave up while it rang


class Greeting(Enum):
    """Which greeting a mailbox plays before the tone."""

    UNAVAILABLE = "unavailable"
    BUSY = "busy"
    NONE = "none"  # only how to leave a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls, as Cordboard established it from the endpoint, never from what the phone claimed."""

    endpoint: str  # opaque endpoint id, or the trunk's id for outside calls
    name: str  # shown name (of the person for internal calls)
    number: str  # shown number (extension for internal calls)
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxName:
    """A mailbox as the engine knows it: opaque box digits in the company's opaque voicemail context."""

    box: str
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialRequest:
    """Endpoints to ring together, for how long, and who each side sees."""

    endpoints: Sequence[str]  # opaque endpoint ids; every registered contact of each rings
    timeout: timedelta
    caller_name: str
    caller_number: str
    callee_name: str = ""
    callee_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRequest:
    """A number to call over a trunk, for how long it may ring, and which caller the outside sees."""

    trunk: str  # opaque endpoint id
    number: str  # 0-9 * # + only
    timeout: timedelta
    caller_number: str
    caller_name: str = ""


def digit_sounds(digits: str) -> tuple[str, ...]:
    """The sounds that speak digits one by one; other signs are left out."""
    return tuple(f"digits/{digit}" for digit in digits if digit in "0123456789")


class Call(Protocol):
    """One live call, held by its caller's leg."""

    @property
    def id(self) -> str:
        """Unique id of the caller's channel; joins the call to its records."""

    @property
    def dialled(self) -> str:
        """What the caller dialled, as `number_reduced` gives it: 0-9 * # + only, else empty."""

    @property
    def endpoint(self) -> str:
        """Endpoint the call came from."""

    @property
    def presented(self) -> tuple[str, str]:
        """Name and number the other side claims for itself: to be shown for outside calls, never decided by."""

    @property
    def language(self) -> str:
        """Language of prompts in force: en, fr, es..."""

    def now(self) -> datetime:
        """The moment, zone-aware (UTC); the simulator's clock in tests."""

    async def answer(self) -> None:
        """Answer the caller. True afterwards: the call counts as answered and media flows."""

    async def speak(self, language: str) -> None:
        """Use this language for all further prompts."""

    async def play(self, *sounds: str) -> None:
        """Play named sounds in order, to the end."""

    async def play_early(self, *sounds: str) -> None:
        """Play named sounds without answering (early media), e.g. to explain a refusal free of charge."""

    async def read_digits(self, *sounds: str, most: int, silence: timedelta, attempts: int = 1) -> str:
        """Play sounds and read up to `most` signs, ended by # or by `silence` between two keys; empty when none came."""

    async def say_digits(self, digits: str) -> None:
        """Speak digits one by one."""

    async def dial(self, request: DialRequest) -> DialOutcome:
        """Ring endpoints and, once answered, stay in the conversation until it ends. Never raises CallEnded."""

    async def dial_out(self, request: OutsideRequest) -> DialOutcome:
        """Call the outside and, once answered, stay in the conversation until it ends. Never raises CallEnded."""

    async def engaged(self, endpoints: Sequence[str]) -> frozenset[str]:
        """Which of the endpoints have a call at this moment: ringing, in conversation or on hold."""

    async def echo(self) -> None:
        """Play back what the caller says until he hangs up or presses #."""

    async def mailbox_greets(self, mailbox: MailboxName, greeting: Greeting) -> bool:
        """Whether the mailbox has a greeting of its owner's for that."""

    async def voicemail_deposit(self, mailbox: MailboxName, *, greeting: Greeting) -> bool:
        """Take a message; False if none could be taken (box full or missing). Never raises CallEnded."""

    async def voicemail_menu(self, mailbox: MailboxName) -> None:
        """Let the caller, already identified, manage a mailbox by keys until he leaves."""

    async def count_in(self, company: str, limits: Mapping[str, int | None]) -> str | None:
        """Count this call among the company's calls under every name given, until it ends.

        `limits` says how many calls each name may hold, this one included; None is no limit. When one is full,
        its name is returned and the call is counted under none.
        """

    async def count_out(self, *names: str) -> None:
        """This call no longer counts under these names."""

    async def note(self, **facts: str) -> None:
        """Put facts on the call's record. Never raises.

        The record has places for `company`, `direction`, `person` (who called), `callee` (who was called), `destination`,
        `outcome` and `rule` (what decided); see `engine.records`.
        """

    async def hangup(self, cause: HangupCause = HangupCause.NORMAL_CLEARING) -> None:
        """End the call with a cause; unanswered calls are refused with the matching SIP status."""
