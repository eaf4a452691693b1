"""Asterisk words: the only place where a call's wishes become dial strings, options and variable names.

Applications split their arguments at commas and ampersands, so nothing that a person or a phone could have
written gets into one: every part is checked against the signs it may consist of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from cordboard.engine.call import DialOutcome, Greeting, number_reduced

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_SOUND = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
# What a phone may have put into its contact (RFC 3261 section 25.1) without the signs that Dial would read as its own:
# a user part such as `x&Local/911@trunk` is a legal contact, and would be a second dialled number.
_CONTACT = re.compile(r"sips?:[A-Za-z0-9_.!~*'+=:;@%\[\]-]+")
_BATCHABLE = re.compile(r"[\w .:@+/%&=~-]*")
_CHANNEL = re.compile(r"PJSIP/([A-Za-z0-9_.-]+)-[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")

LONGEST_TEXT = 120  # bytes of a name or fact
LONGEST_TARGETS = 1800  # bytes of a dial string, so that the command holds it
LONGEST_BATCH = 1500  # bytes of assignments in one command
_ENGINE_CUTS_AT = 4000  # bytes; the engine evaluates into 4,096

MOST_ASKED = 40  # endpoints in one command, which the engine cuts at 2,048 bytes
MOST_RUNG = 75  # endpoints together, by their names, so that the command holds them

CAUSE_REJECTED = 21
CAUSE_NO_ANSWER = 19
LAST_CLEARING = 21  # causes up to it are of a caller or a phone that ended the call; later ones are trouble

_OUTCOMES = {
    "ANSWER": DialOutcome.ANSWERED,
    "BUSY": DialOutcome.BUSY,
    "NOANSWER": DialOutcome.NO_ANSWER,
    "CANCEL": DialOutcome.CANCELLED,
    "CONGESTION": DialOutcome.CONGESTION,
    "CHANUNAVAIL": DialOutcome.UNAVAILABLE,
}
_ENGAGED = {"INUSE", "BUSY", "RINGING", "RINGINUSE", "ONHOLD"}
_GREETINGS = {Greeting.UNAVAILABLE: "u", Greeting.BUSY: "b", Greeting.NONE: ""}
_RECORDINGS = {Greeting.UNAVAILABLE: ("unavail", "temp"), Greeting.BUSY: ("busy", "temp"), Greeting.NONE: ()}


def name_checked(name: str) -> str:
    """An endpoint, company, box or variable name. Raises ValueError when it could be read as anything else."""
    if _NAME.fullmatch(name) is None:
        raise ValueError("a name for the engine holds letters, digits, dot, dash and underscore only")
    return name


def sounds_joined(sounds: Sequence[str]) -> str:
    """Sounds to be played in order. Raises ValueError when one could be read as anything else."""
    if not all(_SOUND.fullmatch(sound) for sound in sounds):
        raise ValueError("a sound is named by letters, digits, dash, underscore and slashes only")
    return "&".join(sounds)


def text_cleaned(text: str) -> str:
    """A person's words fit for a variable: no control characters, 120 bytes at most."""
    return _CONTROL.sub("", text).encode()[:LONGEST_TEXT].decode(errors="ignore").strip()


def endpoint_of(channel: str) -> str:
    """The endpoint a channel belongs to; empty for channels that are no SIP endpoint's."""
    match = _CHANNEL.fullmatch(channel)
    return match[1] if match else ""


def contacts_expression(endpoints: Sequence[str]) -> str:
    """What to evaluate to learn the registered contacts of endpoints."""
    return "|".join(f"${{PJSIP_DIAL_CONTACTS({name_checked(endpoint)})}}" for endpoint in endpoints)


def dial_targets(endpoints: Sequence[str], evaluated: str) -> str:
    """All contacts of all endpoints to ring together; empty when none is registered.

    An endpoint whose contacts hold signs that could be misread, or that do not fit one command, is dialled by
    its name alone: the engine then rings its first contact without reading it as text.
    """
    found = evaluated.split("|")
    if len(found) != len(endpoints) or len(evaluated) > _ENGINE_CUTS_AT:
        return _names_joined(endpoints)
    registered = [(endpoint, text) for endpoint, text in zip(endpoints, found, strict=True) if text]
    targets = "&".join(_targets_of(endpoint, text) for endpoint, text in registered)
    if len(targets) > LONGEST_TARGETS:
        return _names_joined([endpoint for endpoint, _ in registered])
    return targets


def _names_joined(endpoints: Sequence[str]) -> str:
    return "&".join(f"PJSIP/{endpoint}" for endpoint in endpoints[:MOST_RUNG])


def outside_target(trunk: str, number: str) -> str:
    """A number to be dialled over a trunk. Raises ValueError when it holds anything but 0-9 * # +."""
    if not number or number_reduced(number) != number:
        raise ValueError("a number for a trunk holds 0-9 * # + only")
    return f"PJSIP/{number}@{name_checked(trunk)}"


def _targets_of(endpoint: str, text: str) -> str:
    start = f"PJSIP/{endpoint}/"
    parts = text.split("&")
    safe = all(part.startswith(start) and _CONTACT.fullmatch(part.removeprefix(start)) for part in parts)
    return text if safe else f"PJSIP/{endpoint}"


def batched_endpoints(endpoints: Sequence[str]) -> Iterator[Sequence[str]]:
    """The endpoints in batches that one command can ask for."""
    for start in range(0, len(endpoints), MOST_ASKED):
        yield endpoints[start : start + MOST_ASKED]


def states_expression(endpoints: Sequence[str]) -> str:
    """What to evaluate to learn whether endpoints have a call."""
    return "|".join(f"${{DEVICE_STATE(PJSIP/{name_checked(endpoint)})}}" for endpoint in endpoints)


def endpoints_engaged(endpoints: Sequence[str], evaluated: str) -> frozenset[str]:
    """The endpoints that have a call. Source: Asterisk 22, function DEVICE_STATE."""
    states = zip(endpoints, evaluated.split("|"), strict=False)
    return frozenset(endpoint for endpoint, state in states if state in _ENGAGED)


def dial_outcome(status: str, cause: int) -> DialOutcome:
    """How ringing ended. A phone that answers 603, or 403, is there and said no: Asterisk calls both unavailable.

    Source: Asterisk 22 documentation, application Dial, DIALSTATUS; ITU-T Q.850 cause 21 (RFC 3398 section 8.2.6.1).
    """
    if status in {"CHANUNAVAIL", "NOANSWER", "CONGESTION"} and cause == CAUSE_REJECTED:
        return DialOutcome.DECLINED
    return _OUTCOMES.get(status, DialOutcome.CONGESTION)


def cause_after(outcome: DialOutcome, cause: int) -> int | None:
    """The Q.850 cause of a call that ends after it was rung; None when it was cleared.

    A caller who gave up has cleared, whatever a phone said before; nobody answered is 19 (RFC 3398).
    """
    match outcome:
        case DialOutcome.ANSWERED:
            return cause if cause > LAST_CLEARING else None
        case DialOutcome.CANCELLED:
            return None
        case _:
            return cause or CAUSE_NO_ANSWER


def greeting_option(greeting: Greeting) -> str:
    """The voicemail application's letter for a greeting."""
    return _GREETINGS[greeting]


def greeting_expression(box: str, context: str, greeting: Greeting) -> str:
    """What to evaluate to learn whether a box has such a greeting: holds a 1 if it has. A temporary one is for all occasions.

    Source: Asterisk 22, app_voicemail, files of a mailbox; function STAT.
    """
    folder = f"${{ASTSPOOLDIR}}/voicemail/{name_checked(context)}/{name_checked(box)}"
    return "".join(f"${{STAT(e,{folder}/{recording}.wav)}}" for recording in _RECORDINGS[greeting])


def assignments(values: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Commands that give channel variables their values: one for all plain values, one for each other."""
    plain = {name: value for name, value in values.items() if _BATCHABLE.fullmatch(value)}
    for batch in _batches([f"{name}={value}" for name, value in plain.items()]):
        yield ("EXEC", "MSet", batch)
    for name in values.keys() - plain.keys():
        yield ("SET VARIABLE", name, values[name])


def _batches(pairs: Sequence[str]) -> Iterator[str]:
    batch = ""
    for pair in pairs:
        if batch and len(f"{batch},{pair}".encode()) > LONGEST_BATCH:
            yield batch
            batch = pair
        else:
            batch = f"{batch},{pair}" if batch else pair
    if batch:
        yield batch
