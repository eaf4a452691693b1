"""Calls that reach a mailbox: to leave a message, or to listen to them."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cordboard.calls.types import CallContext, Outcome, Person
from cordboard.engine.call import Call, DialOutcome, Greeting, HangupCause, digit_sounds
from cordboard.voicemail.types import MailboxEntry, PinCheck, VoicemailPart

log = logging.getLogger(__name__)

TRIES = 3
LONGEST_EXTENSION = 6
LONGEST_PIN = 16
KEY_WAIT = timedelta(seconds=5)
FAILURES_ALLOWED = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)

_BUSY = frozenset({DialOutcome.BUSY, DialOutcome.DECLINED})


async def mailbox_deposit(call: Call, context: CallContext, box_id: str) -> None:
    """The caller had the chance to leave a message, after the greeting that fits why he came here."""
    part = context.company.part(VoicemailPart)
    entry = part.boxes.get(box_id)
    if entry is None:
        await call.play_early("vm-nobodyavail")
        return await call.hangup(HangupCause.NO_ANSWER)
    await call.note(outcome=Outcome.VOICEMAIL)
    box, greeting = part.name_of(entry), Greeting.BUSY if context.reason in _BUSY else Greeting.UNAVAILABLE
    if not await call.mailbox_greets(box, greeting):
        await call.play(*_announcement(entry.extension, greeting))
        greeting = Greeting.NONE
    await call.voicemail_deposit(box, greeting=greeting)
    return await call.hangup()


def _announcement(extension: str, greeting: Greeting) -> tuple[str, ...]:
    """Said for an owner who recorded nothing; the engine itself would read out the box's own, meaningless digits."""
    if not extension:
        return ("vm-nobodyavail",)
    state = "vm-isonphone" if greeting is Greeting.BUSY else "vm-isunavail"
    return ("vm-theperson", *digit_sounds(extension), state)


@dataclass(slots=True, kw_only=True)
class PinGuard:
    """Asks a `PinCheck`, but not for a box that saw ten wrong PINs in a quarter of an hour: that one stays shut.

    What it remembers is lost when the process restarts, and grows with boxes under attack only.
    """

    check: PinCheck
    _failures: dict[str, list[datetime]] = field(default_factory=dict)

    async def opens(self, box: str, pin: str, *, moment: datetime) -> bool:
        """Whether the PIN opens the box now.

        An attempt counts as failed from its beginning, so that many calls at once get no more attempts than one.
        """
        failures = self._recent(box, moment)
        if len(failures) >= FAILURES_ALLOWED or not pin:
            return False
        failures.append(moment)
        try:
            opened = await self.check.verify(box, pin)
        except OSError:
            log.warning("a mailbox PIN could not be checked: is the database away?")
            failures.remove(moment)
            return False
        if opened:
            self._failures.pop(box, None)
        return opened

    async def confirm(self, company: str, person: str, endpoint: str, issue: str) -> None:
        """The phone is its owner's for sure; if that can not be kept now, or its account is another, it asks once more."""
        try:
            await self.check.confirm(company, person, endpoint, issue)
        except OSError:
            log.warning("a phone could not be confirmed: is the database away?")

    def _recent(self, box: str, moment: datetime) -> list[datetime]:
        failures = [past for past in self._failures.get(box, []) if past > moment - FAILURES_COUNT_FOR]
        self._failures[box] = failures
        return failures


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxMenu:
    """The flow behind `*98`: one's own box at once, any other by its extension and PIN. Source: catalogue EXC-45.

    A phone that somebody else gave its owner asks for their PIN until they keyed it in once (ADR 53).
    """

    pins: PinGuard

    async def __call__(self, call: Call, context: CallContext, _: str) -> None:
        """The caller managed a mailbox, or was let go after three wrong tries."""
        await call.answer()
        part = context.company.part(VoicemailPart)
        owner, own = context.person, _own(part, context)
        if owner and own:
            entry = await self._owned(call, context, owner, own)
        else:
            entry = await self._visited(call, context, part)
        if entry is None:
            await call.note(outcome=Outcome.REFUSED, rule="PIN")
            await call.play("vm-goodbye")
            return await call.hangup()
        await call.note(outcome=Outcome.MAILBOX, destination=f"mailbox:{entry.id}")
        await call.voicemail_menu(part.name_of(entry))
        return await call.hangup()

    async def _owned(
        self, call: Call, context: CallContext, owner: Person, own: MailboxEntry
    ) -> MailboxEntry | None:
        """The caller's own box: at once on a phone they confirmed, by its PIN on another, which is then confirmed."""
        endpoint, part = context.caller.endpoint, context.company.part(VoicemailPart)
        if endpoint in part.confirmed:
            return own
        issue = part.unconfirmed.get(endpoint, "")  # as the call began
        for _ in range(TRIES):
            pin = await _ask(call, "vm-password", most=LONGEST_PIN)
            if await self.pins.opens(own.id, pin, moment=call.now()):
                await self.pins.confirm(context.company.id, owner.id, endpoint, issue)
                return own
            await call.play("vm-incorrect")
        return None

    async def _visited(self, call: Call, context: CallContext, part: VoicemailPart) -> MailboxEntry | None:
        """The box whose extension and PIN the caller knew. A box that does not exist sounds like a wrong PIN."""
        extension = context.entry
        for _ in range(TRIES):
            extension = extension or await _ask(call, "vm-extension", most=LONGEST_EXTENSION)
            pin = await _ask(call, "vm-password", most=LONGEST_PIN)
            entry = part.box_at(extension)
            if entry and await self.pins.opens(entry.id, pin, moment=call.now()):
                return entry
            await call.play("vm-incorrect")
            extension = ""
        return None


def _own(part: VoicemailPart, context: CallContext) -> MailboxEntry | None:
    """The caller's own box, when it is the one he means."""
    entry = part.box_of(context.person.id) if context.person else None
    return entry if entry and context.entry in {"", entry.extension} else None


async def _ask(call: Call, sound: str, *, most: int) -> str:
    return await call.read_digits(sound, "vm-then-pound", most=most, silence=KEY_WAIT)
