"""The one page that connects the rooms: who reacts to which entry, which flow serves which destination."""

from cordboard.calls import registry as flows
from cordboard.calls.flows import echo_test, person_ring
from cordboard.deployment.registry import applier_set
from cordboard.journal.registry import subscribe
from cordboard.numbering.types import FeatureFunction
from cordboard.processes.applying import engine_apply
from cordboard.processes.jobs import APPLY_COMPANY, SEND_WELCOME
from cordboard.processes.reactions import CONFIGURES, Apply, Welcome

_APPLY = Apply(APPLY_COMPANY.defer)
_WELCOME = Welcome(SEND_WELCOME.defer)


def wire() -> None:
    """Everything is connected; calling it again changes nothing."""
    _reactions()
    _destinations()
    applier_set(engine_apply)


def _reactions() -> None:
    for prefix in CONFIGURES:
        subscribe(prefix, _APPLY)
    subscribe("people.welcome_requested", _WELCOME)


def _destinations() -> None:
    flows.register("person", person_ring)
    flows.register(FeatureFunction.ECHO_TEST, echo_test)
