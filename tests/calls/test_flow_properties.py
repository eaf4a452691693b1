"""Whatever is dialled, keyed, and whenever the caller leaves: every call ends, and no flow fails."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.calls.types import Outcome
from cordboard.engine.simulator import SimulatedEngine, SimulatedPhone, simulated
from kit.calling import ALICE, ALICE_MOBILE, BOB, CAROL, DID, LOBBY, TRUNK, pins, told

__all__ = ["pins"]
pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("pins")]

PLAUSIBLE = ["101", "102", "103", "104", "76", "*98", "*98101", "*98102", DID]
numbers = st.sampled_from(PLAUSIBLE) | st.text("0123456789*#+", max_size=45) | st.text(max_size=30)
seconds = st.integers(0, 90).map(lambda number: timedelta(seconds=number))
phones = st.builds(
    SimulatedPhone,
    registered=st.booleans(),
    busy=st.booleans(),
    declines=st.booleans(),
    answers_after=st.none() | seconds,
    talks=seconds,
)
engines = st.builds(
    SimulatedEngine, phones=st.dictionaries(st.sampled_from([ALICE, ALICE_MOBILE, BOB, CAROL]), phones)
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dialled=numbers,
    endpoint=st.sampled_from([ALICE, BOB, CAROL, LOBBY, TRUNK, ""]),
    engine=engines,
    keys=st.lists(st.sampled_from(["101", "102", "7391", "2846", ""]) | st.text(max_size=20), max_size=8).map(
        tuple
    ),
    leaves_after=st.none() | seconds,
    arriving=st.booleans(),
)
def test_every_call_ends_with_an_outcome_or_before_there_could_be_one(
    dialled: str,
    endpoint: str,
    engine: SimulatedEngine,
    keys: tuple[str, ...],
    leaves_after: timedelta | None,
    arriving: bool,
) -> None:
    call = simulated(
        told(
            dialled, endpoint=endpoint, engine=engine, arriving=arriving, keys=keys, leaves_after=leaves_after
        )
    )

    assert call.over
    assert set(engine.counts.values()) <= {0}
    assert call.record.get("outcome") in {*Outcome, None}
    if leaves_after is None:
        assert call.record["outcome"]
