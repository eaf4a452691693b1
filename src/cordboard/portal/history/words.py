"""Recorded calls in words: directions, outcomes, causes, and the steps of a call as it went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordboard.calls.rules import MASK, talked
from cordboard.calls.types import CallDetail, CallFacts, Direction, LegEnd, LegFacts, Outcome
from cordboard.engine.causes import cause_text
from cordboard.portal.components.formats import Words, duration_text, phone_text

DIRECTIONS: dict[Direction, tuple[Words, str]] = {
    Direction.INTERNAL: (gettext_lazy("Internal"), "switch-horizontal"),
    Direction.INCOMING: (gettext_lazy("Incoming"), "phone-incoming"),
    Direction.OUTGOING: (gettext_lazy("Outgoing"), "phone-outgoing"),
}
OUTCOMES: dict[Outcome, tuple[Words, str]] = {
    Outcome.ANSWERED: (gettext_lazy("Answered"), "good"),
    Outcome.VOICEMAIL: (gettext_lazy("Voicemail"), "info"),
    Outcome.NO_ANSWER: (gettext_lazy("No answer"), "warn"),
    Outcome.BUSY: (gettext_lazy("Busy"), "warn"),
    Outcome.DECLINED: (gettext_lazy("Declined"), "warn"),
    Outcome.CANCELLED: (gettext_lazy("Given up"), "warn"),
    Outcome.UNAVAILABLE: (gettext_lazy("Not reachable"), "bad"),
    Outcome.REFUSED: (gettext_lazy("Refused"), "bad"),
    Outcome.MAILBOX: (gettext_lazy("Mailbox listened to"), ""),
    Outcome.ECHO: (gettext_lazy("Echo test"), ""),
}
RULES: dict[str, Words] = {
    "own extension": gettext_lazy("The own extension leads to the own mailbox"),
    "extension": gettext_lazy("The number is an extension"),
    "feature code": gettext_lazy("The number is a feature code"),
    "feature code with entry": gettext_lazy("The number starts with a feature code"),
    "direct number": gettext_lazy("The number is a direct number"),
    "number unknown": gettext_lazy("Nothing here has this number"),
    "endpoint unknown": gettext_lazy("The phone belongs to nobody here"),
    "forwarded in a circle": gettext_lazy("The call was forwarded in a circle"),
    "limit of incoming calls": gettext_lazy("The limit of incoming calls was reached"),
    "limit of outgoing calls": gettext_lazy("The limit of outgoing calls was reached"),
    "limit of combined calls": gettext_lazy("The limit of simultaneous calls was reached"),
    "PIN": gettext_lazy("The PIN of the mailbox was wrong"),
    "not encrypted": gettext_lazy("The phone may call over TLS only, and came without"),
    "fallback": gettext_lazy("The call server was silent: the phone system rang the number itself"),
}
_UNTAKEN: dict[str, Words] = {
    "BUSY": gettext_lazy("Busy"),
    "NO ANSWER": gettext_lazy("No answer"),
    "CANCEL": gettext_lazy("Stopped ringing before anybody answered here"),
    "CONGESTION": gettext_lazy("Could not be reached"),
    "FAILED": gettext_lazy("Could not be reached"),
}
_ALONE: dict[str, Words] = {
    "VoiceMail": gettext_lazy("Voicemail took the call"),
    "VoiceMailMain": gettext_lazy("The mailbox was listened to"),
    "Echo": gettext_lazy("The echo test ran"),
}
_INSTANT = timedelta(milliseconds=500)  # shorter spells alone with the engine are its own housekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep:
    """A line of a call's story."""

    title: str
    at: datetime
    text: str = ""
    kind: str = ""  # good, bad or plain


def direction_text(facts: CallFacts) -> str:
    """The direction in the reader's language."""
    return str(DIRECTIONS[facts.direction][0])


def outcome_text(facts: CallFacts) -> str:
    """The outcome in the reader's language."""
    return str(OUTCOMES[facts.outcome][0])


def rule_text(facts: CallFacts) -> str:
    """What decided where the call went; a rule without words speaks for itself."""
    return str(RULES.get(facts.rule, facts.rule))


def cause_shown(facts: CallFacts) -> str:
    """The cause as text and number, e.g. “Normal call clearing (16)”; empty when none is known. Source: catalogue WDX-200."""
    return f"{_(cause_text(facts.cause))} ({facts.cause})" if facts.cause else ""


def number_shown(number: str, *, country: str = "") -> str:
    """A number as people of the country write it; a masked one as it stands."""
    return number if MASK in number else phone_text(number, country=country)


def end_shown(end: LegEnd, *, country: str = "", otherwise: str = "") -> str:
    """Someone's name, else number, else the other number."""
    return end.name or number_shown(end.number or otherwise, country=country) or _("Unknown")


def is_missed(facts: CallFacts, person: UUID) -> bool:
    """Whether this person was called and did not come to talk."""
    return facts.caller.person != person and (
        facts.outcome is not Outcome.ANSWERED or facts.callee.person != person
    )


def steps_of(detail: CallDetail, *, country: str = "") -> tuple[CallStep, ...]:
    """The story of a call, from who called to why it ended."""
    facts = detail.summary.facts
    caller = end_shown(facts.caller, country=country)
    dialled = number_shown(facts.dialled, country=country)
    begun = _("%(caller)s dialled %(number)s") if dialled else _("%(caller)s called")
    return (
        CallStep(title=begun % {"caller": caller, "number": dialled}, at=facts.started),
        *_legs(detail.legs, country),
        CallStep(title=_("The call ended"), at=facts.ended, text=cause_shown(facts)),
    )


def _legs(legs: Sequence[LegFacts], country: str) -> Iterator[CallStep]:
    for leg in legs:
        if leg.far is not None:
            yield from _ringing(leg, leg.far, country)
        elif leg.disposition == "ANSWERED" and leg.ended - leg.started >= _INSTANT:
            title = str(_ALONE.get(leg.application, _("The phone system answered")))
            yield CallStep(
                title=title, at=leg.answered or leg.started, text=duration_text(leg.ended - leg.started)
            )


def _ringing(leg: LegFacts, far: LegEnd, country: str) -> Iterator[CallStep]:
    who = end_shown(far, country=country, otherwise=leg.called.number or leg.dialled)
    name = f"{who} ({far.device})" if far.device else who
    rang = _("%(phone)s rang") % {"phone": name}
    if not talked(leg) or leg.answered is None:
        text = str(_UNTAKEN.get(leg.disposition, ""))
        yield CallStep(title=rang, at=leg.started, text=text)
        return
    yield CallStep(title=rang, at=leg.started, text=duration_text(leg.answered - leg.started))
    answered = _("%(name)s answered") % {"name": who}
    yield CallStep(title=answered, at=leg.answered, text=duration_text(leg.ended - leg.answered), kind="good")
