"""A company's dialplan: `companies/<key>/extensions.conf`: busy lamps, and whom to ring when the call server is silent.

How to ring is in the skeleton (`asterisk/skeleton/extensions.conf`); here is only which phones and which box. One
extension is named by the content of the rest, no phone can dial it: where it is found, the engine runs this very plan.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cordboard.engine.escape import Expression, word
from cordboard.engine.names import CompanyKey, company_folder, devices, fallback_context, hints_context
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.writer import ConfigWriter
from cordboard.engine.specs import CompanySpec, ExtensionSpec

HINT = "hint"
_LINE = re.compile(r"exten => ([^,]+),(1|hint),(.+)")
_STEP = re.compile(r"(\w+)\((.*)\)")


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Place:
    """Where in the dialplan something stands. `priority` is `1`, or `hint` for a busy lamp."""

    context: str
    extension: str
    priority: str


Plan = Mapping[Place, str]  # what stands there: a step, or the devices that a lamp shows


def dialplan_render(spec: CompanySpec) -> ConfigFile:
    """The company's extensions in number order; an extension without phone and box is unknown to the engine."""
    plan = company_plan(spec)
    writer = ConfigWriter()
    for context in (fallback_context(spec.key), hints_context(spec.key)):
        writer.section(context)
        for place, what in plan.items():
            if place.context == context:
                _write(writer, place, what)
    return ConfigFile(path=company_folder(spec.key) / "extensions.conf", text=writer.text)


def company_plan(spec: CompanySpec) -> Plan:
    """Everything that stands in the company's contexts."""
    numbers = sorted(spec.extensions, key=lambda extension: (len(extension.number), extension.number))
    plan = {
        **{
            _fallback(spec.key, extension.number): _ringing(extension)
            for extension in numbers
            if _is_reachable(extension)
        },
        **{
            _lamp(spec.key, extension.number): devices(extension.endpoints)
            for extension in numbers
            if extension.endpoints
        },
    }
    return {**plan, _fallback(spec.key, plan_mark(plan)): "Hangup(1)"}


def plan_mark(plan: Plan) -> str:
    """The extension that stands for a plan: the same for the same, another for any other."""
    listed = repr(sorted((place.context, place.extension, what) for place, what in plan.items()))
    return f"revision-{sha256(listed.encode()).hexdigest()[:12]}"


def plan_read(text: str) -> Plan:
    """The plan that a rendered file holds."""
    plan, context = {}, ""
    for line in text.splitlines():
        if line.startswith("["):
            context = line.strip("[]")
        elif found := _LINE.fullmatch(line):
            extension, priority, what = found.groups()
            plan[Place(context=context, extension=extension, priority=priority)] = what
    return plan


def step_parts(what: str) -> tuple[str, str]:
    """Application and arguments of a step; the devices of a lamp have no arguments."""
    found = _STEP.fullmatch(what)
    return (found[1], found[2]) if found else (what, "")


def plan_marks(plan: Plan) -> Iterable[Place]:
    """The places that stand for the plan itself: one, or none when there is no plan."""
    return [place for place in plan if place.extension.startswith("revision-")]


def _fallback(company: CompanyKey, extension: str) -> Place:
    return Place(context=fallback_context(company), extension=extension, priority="1")


def _lamp(company: CompanyKey, extension: str) -> Place:
    return Place(context=hints_context(company), extension=extension, priority=HINT)


def _is_reachable(extension: ExtensionSpec) -> bool:
    return bool(extension.endpoints or extension.mailbox)


def _ringing(extension: ExtensionSpec) -> str:
    """The step that tells the skeleton what to ring and where to take a message."""
    return f"Gosub(fallback,s,1({word(devices(extension.endpoints))},{word(extension.mailbox or '')}))"


def _write(writer: ConfigWriter, place: Place, what: str) -> None:
    if place.priority == HINT:
        writer.hint(place.extension, what)
    else:
        application, arguments = step_parts(what)
        writer.step(place.extension, 1, application, Expression(arguments))
