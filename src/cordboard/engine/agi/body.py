"""The body of the call port that acts on a real channel over FastAGI."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cordboard.base.clock import now
from cordboard.engine.agi.connection import AgiConnection
from cordboard.engine.agi.counting import CallCounts
from cordboard.engine.agi.protocol import Opening
from cordboard.engine.agi.words import (
    assignments,
    batched_endpoints,
    cause_after,
    contacts_expression,
    dial_outcome,
    dial_targets,
    endpoint_of,
    endpoints_engaged,
    greeting_expression,
    greeting_option,
    name_checked,
    outside_target,
    sounds_joined,
    states_expression,
    text_cleaned,
)
from cordboard.engine.call import (
    CallEnded,
    DialOutcome,
    DialRequest,
    Greeting,
    HangupCause,
    MailboxName,
    OutsideRequest,
    number_reduced,
)
from cordboard.engine.records import facts_text

_HUNG_UP = -1
_NO_SUCH_APPLICATION = -2


class AgiCall:
    """A call on its caller's channel.

    Facts and languages are not sent one by one: they wait and travel together with the next act, because every
    exchange with the engine costs the caller time.
    """

    def __init__(self, connection: AgiConnection, opening: Opening, counts: CallCounts) -> None:
        self._connection = connection
        self._opening = opening
        self._counts = counts
        self._language = opening.language
        self._waiting: dict[str, str] = {}
        self._facts: dict[str, str] = {}
        self._cause: int | None = None  # of the call's end; None for clearing, which needs no note
        self._shown = (opening.caller_name, opening.caller_number)
        self._early = False
        self._conversed = False
        self._leg_ended = False
        self._finished = False

    @property
    def id(self) -> str:
        """Unique id of the caller's channel; joins the call to its records."""
        return self._opening.unique_id

    @property
    def dialled(self) -> str:
        """What the caller dialled: 0-9 * # + only, else empty."""
        return number_reduced(self._opening.extension)

    @property
    def endpoint(self) -> str:
        """Endpoint the call came from, by the name of its channel, which no phone can choose."""
        return endpoint_of(self._opening.channel)

    @property
    def presented(self) -> tuple[str, str]:
        """Name and number the other side claims for itself."""
        return text_cleaned(self._opening.caller_name), text_cleaned(self._opening.caller_number)

    @property
    def language(self) -> str:
        """Language of prompts in force."""
        return self._language

    def now(self) -> datetime:
        """The moment in UTC."""
        return now()

    async def answer(self) -> None:
        """Answer the caller."""
        await self._attend("Answer")

    async def speak(self, language: str) -> None:
        """Use this language for all further prompts."""
        if language != self._language:
            self._language = language
            self._waiting["CHANNEL(language)"] = name_checked(language)

    async def play(self, *sounds: str) -> None:
        """Play sounds to the end, answering first if need be."""
        await self._attend("Playback", sounds_joined(sounds))

    async def play_early(self, *sounds: str) -> None:
        """Play sounds without answering."""
        if not self._early:
            await self._perform("Progress")
            self._early = True
        await self._perform("Playback", sounds_joined(sounds), "noanswer")

    async def read_digits(self, *sounds: str, most: int, silence: timedelta, attempts: int = 1) -> str:
        """Play sounds and read digits, ended by # or by silence; they leave no trace on the channel."""
        seconds = f"{silence.total_seconds():g}"
        await self._perform(
            "Read", "CALL_DIGITS", sounds_joined(sounds), str(most), "", str(attempts), seconds
        )
        status, _, digits = (await self._evaluated("${READSTATUS}|${CALL_DIGITS}")).partition("|")
        if status == "HANGUP":
            raise CallEnded
        self._waiting["CALL_DIGITS"] = ""
        return number_reduced(digits)

    async def say_digits(self, digits: str) -> None:
        """Speak digits one by one."""
        await self._attend("SayDigits", number_reduced(digits))

    async def dial(self, request: DialRequest) -> DialOutcome:
        """Ring endpoints and stay in the conversation until it ends."""
        try:
            return await self._dial(request)
        except CallEnded:
            return DialOutcome.CANCELLED

    async def dial_out(self, request: OutsideRequest) -> DialOutcome:
        """Call the outside and stay in the conversation until it ends."""
        try:
            self._caller_show(request.caller_name, request.caller_number)
            return await self._dialled(outside_target(request.trunk, request.number), request.timeout, "gi")
        except CallEnded:
            return DialOutcome.CANCELLED

    async def engaged(self, endpoints: Sequence[str]) -> frozenset[str]:
        """Which of the endpoints have a call at this moment."""
        found: set[str] = set()
        for some in batched_endpoints(endpoints):
            found |= endpoints_engaged(some, await self._evaluated(states_expression(some)))
        return frozenset(found)

    async def echo(self) -> None:
        """Play back what the caller says until he hangs up or presses #."""
        await self._attend("Echo")

    async def mailbox_greets(self, mailbox: MailboxName, greeting: Greeting) -> bool:
        """Whether the mailbox has a greeting of its owner's for that."""
        return "1" in await self._evaluated(greeting_expression(mailbox.box, mailbox.context, greeting))

    async def voicemail_deposit(self, mailbox: MailboxName, *, greeting: Greeting) -> bool:
        """Take a message; False if none could be taken."""
        try:
            await self._leg_begin()
            await self._run("VoiceMail", *filter(None, [_address(mailbox), greeting_option(greeting)]))
            return await self._evaluated("${VMSTATUS}") == "SUCCESS"
        except CallEnded:
            return False

    async def voicemail_menu(self, mailbox: MailboxName) -> None:
        """Let the caller manage a mailbox; who he is was settled before."""
        await self._attend("VoiceMailMain", _address(mailbox), "s")

    async def count_in(self, company: str, limits: Mapping[str, int | None]) -> str | None:
        """Count this call under every name, or return the name that is full."""
        async with self._counts.turn(company):
            for name, most in limits.items():
                if most is not None and await self._counted(company, name) >= most:
                    return name
            for name in limits:
                self._waiting[f"GROUP({name_checked(name)})"] = company
            await self._flush()
        return None

    async def count_out(self, *names: str) -> None:
        """This call no longer counts under these names."""
        self._waiting.update({f"GROUP({name_checked(name)})": "" for name in names})

    async def note(self, **facts: str) -> None:
        """Put facts on the call's record, with the next act or at the end."""
        self._facts.update({name: text_cleaned(value) for name, value in facts.items()})
        self._waiting["CDR(facts)"] = facts_text(self._facts)

    async def hangup(self, cause: HangupCause = HangupCause.NORMAL_CLEARING) -> None:
        """End the call with a cause; afterwards every act raises CallEnded.

        A channel that has left is let alone: it may have been handed on, and lives in another call now. After a
        conversation the engine's own plan hangs up, for the same reason.
        """
        if not self._conversed:
            self._cause = None if cause is HangupCause.NORMAL_CLEARING else int(cause)
        await self.finish()
        if not (self._finished or self._conversed or self._connection.hung_up):
            with contextlib.suppress(CallEnded):
                await self._run("Hangup", str(int(cause)))
        self._finished = True

    async def finish(self) -> None:
        """The last facts are on the record, and why the call ended. Nothing else happens to the call.

        Clearing is what a record without a cause means; every other cause is noted.
        """
        if self._cause and not self._finished:
            await self.note(cause=str(self._cause))
        with contextlib.suppress(CallEnded):
            await self._flush()

    async def _dial(self, request: DialRequest) -> DialOutcome:
        targets = await self._targets(request)
        if not targets:
            return DialOutcome.UNAVAILABLE
        self._present(request)
        return await self._dialled(targets, request.timeout, "giI" if request.callee_name else "gi")

    async def _dialled(self, targets: str, patience: timedelta, options: str) -> DialOutcome:
        await self._run("Dial", targets, f"{patience.total_seconds():g}", options)
        status, _, cause = (await self._evaluated("${DIALSTATUS}|${HANGUPCAUSE}")).partition("|")
        outcome = dial_outcome(status, int(cause or 0))
        self._conversed = outcome is DialOutcome.ANSWERED
        self._leg_ended = not self._conversed
        self._cause = cause_after(outcome, int(cause or 0))
        return outcome

    async def _targets(self, request: DialRequest) -> str:
        if not request.endpoints:
            return ""
        batches = batched_endpoints(request.endpoints)
        found = [await self._evaluated(contacts_expression(some)) for some in batches]
        return dial_targets(request.endpoints, "|".join(found))

    def _present(self, request: DialRequest) -> None:
        """What the called phones will show, and, without a message of its own, what the caller's will."""
        shown = {"CONNECTEDLINE(name,i)": request.callee_name, "CONNECTEDLINE(num,i)": request.callee_number}
        self._waiting.update({name: text_cleaned(value) for name, value in shown.items()})
        self._caller_show(request.caller_name, request.caller_number)

    def _caller_show(self, name: str, number: str) -> None:
        if (name, number) != self._shown:
            self._shown = (name, number)
            self._waiting["CALLERID(name)"] = text_cleaned(name)
            self._waiting["CALLERID(num)"] = text_cleaned(number)

    async def _counted(self, company: str, name: str) -> int:
        count = await self._evaluated(f"${{GROUP_COUNT({name_checked(company)}@{name_checked(name)})}}")
        return int(count or 0)

    async def _attend(self, application: str, *arguments: str) -> None:
        """Run an application that answers the caller and talks with him. Raises CallEnded when he left in it."""
        await self._leg_begin()
        await self._perform(application, *arguments)

    async def _leg_begin(self) -> None:
        """The record has a leg for what comes now: one whose ringing came to nothing is closed, and stays unanswered.

        Asterisk begins a new leg when a channel has moved on in its plan, as it always would between two steps of a
        dialplan; so the next step is named another one for a moment. (`ForkCDR` refuses a leg that is closed.)
        """
        self._cause = None
        if self._leg_ended:
            self._leg_ended = False
            await self._connection.ask("SET PRIORITY", str(self._opening.priority + 2))
            await self._run("NoOp")
            await self._connection.ask("SET PRIORITY", str(self._opening.priority + 1))

    async def _perform(self, application: str, *arguments: str) -> None:
        """Run an application that needs the caller. Raises CallEnded when he left in it."""
        if await self._run(application, *arguments) == _HUNG_UP:
            raise CallEnded

    async def _run(self, application: str, *arguments: str) -> int:
        if self._finished:
            raise CallEnded
        await self._flush()
        answer = await self._connection.ask("EXEC", application, ",".join(arguments), patient=True)
        if answer.result == _NO_SUCH_APPLICATION:
            raise RuntimeError(f"the engine has no application {application}: load its module")
        return answer.result

    async def _flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for words in assignments(waiting):
            await self._connection.ask(*words)

    async def _evaluated(self, expression: str) -> str:
        return (await self._connection.ask("GET FULL VARIABLE", expression)).data


def _address(mailbox: MailboxName) -> str:
    return f"{name_checked(mailbox.box)}@{name_checked(mailbox.context)}"
