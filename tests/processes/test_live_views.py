"""Nobody is told more than the ticket allows."""

import json
from datetime import UTC, datetime

import pytest

from cordboard.base.tickets import LiveTicket
from cordboard.processes.live.board import NOTHING, CompanyState, difference
from cordboard.processes.live.board import CompanyChange as Change
from cordboard.processes.live.calls import Call
from cordboard.processes.live.facts import Leg, Registration
from cordboard.processes.live.viewers import MOST_WAITING, Viewers
from cordboard.processes.live.views import View

pytestmark = pytest.mark.pure


def view(**grants: object) -> View:
    granted = {"companies": None, "expires": datetime(2026, 1, 1, tzinfo=UTC), **grants}
    return View(ticket=LiveTicket(**granted))  # type: ignore[arg-type]


def leg(company: str, endpoint: str) -> Leg:
    return Leg(
        id=f"1.{endpoint}", call="1.1", company=company, endpoint=endpoint, name="", number="", dialled="", state="Up",
        bridge="", since=1,
    )  # fmt: skip


def state(company: str, *endpoints: str) -> CompanyState:
    registrations = {
        f"r{one}": Registration(
            id=f"r{one}", company=company, endpoint=one, uri="", status="Reachable", address="192.0.2.1:5060"
        )
        for one in endpoints
    }
    call = Call(id=f"call-{company}", legs=tuple(leg(company, one) for one in endpoints))
    return CompanyState(calls={call.id: call} if endpoints else {}, registrations=registrations)


def change(before: CompanyState, now: CompanyState) -> Change:
    return Change(
        calls=difference(before.calls, now.calls),
        registrations=difference(before.registrations, now.registrations),
    )


STATES = {"ta": state("ta", "ea1", "ea2"), "tb": state("tb", "eb1")}


def test_a_company_sees_itself_only_and_also_when_nothing_happens() -> None:
    assert set(view(companies=frozenset({"ta"})).snapshot(STATES)) == {"ta"}
    quiet = view(companies=frozenset({"tc"})).snapshot(STATES)
    assert quiet == {"tc": {"calls": [], "registrations": [], "counts": {"calls": 0, "registrations": 0}}}
    assert "tb" not in json.dumps(view(companies=frozenset({"ta", "tc"})).snapshot(STATES))


def test_the_platform_sees_every_company() -> None:
    assert set(view().snapshot(STATES)) == {"ta", "tb"}


def test_addresses_are_shown_to_those_allowed() -> None:
    assert "192.0.2.1" not in json.dumps(view().snapshot(STATES))
    assert "192.0.2.1" in json.dumps(view(addresses=True).snapshot(STATES))


def test_changes_of_other_companies_are_no_message_at_all() -> None:
    changes = {"tb": change(NOTHING, STATES["tb"])}
    assert view(companies=frozenset({"ta"})).change({}, changes, STATES) == {}
    assert set(view(companies=frozenset({"tb"})).change({}, changes, STATES)) == {"tb"}


def test_someone_with_one_phone_sees_its_calls_and_registration_only() -> None:
    mine = view(companies=frozenset({"ta"}), endpoints=frozenset({"ea1"}))
    told = mine.snapshot(STATES)["ta"]
    assert [one["endpoint"] for one in told["registrations"]] == ["ea1"]
    assert told["counts"] == {"calls": 1, "registrations": 1}
    others = view(companies=frozenset({"ta"}), endpoints=frozenset({"ea3"}))
    assert others.snapshot(STATES)["ta"]["counts"] == {"calls": 0, "registrations": 0}
    changes = {"ta": change(NOTHING, STATES["ta"])}
    assert others.change({}, changes, STATES) == {}


def test_a_call_that_goes_on_without_ones_phone_is_gone_for_its_owner() -> None:
    mine = view(companies=frozenset({"ta"}), endpoints=frozenset({"ea1"}))
    now = {"ta": CompanyState(calls={"call-ta": Call(id="call-ta", legs=(leg("ta", "ea2"),))})}
    told = mine.change(STATES, {"ta": change(STATES["ta"], now["ta"])}, now)["ta"]
    assert (told["calls"], told["calls_gone"], told["registrations_gone"]) == ([], ["call-ta"], ["rea1"])


def test_messages_are_numbered_without_a_gap_and_a_slow_viewer_is_marked() -> None:
    viewers = Viewers()
    viewer = viewers.enter(view(companies=frozenset({"tb"})))
    viewers.tell(engine="connected", changes={}, states=STATES)
    viewers.tell(engine="connected", changes={"ta": change(NOTHING, STATES["ta"])}, states=STATES)
    viewers.beat()
    viewers.snapshot(viewer)
    told = [json.loads(viewer.messages.get_nowait()) for _ in range(viewer.messages.qsize())]
    assert [(one["type"], one["seq"]) for one in told] == [
        ("snapshot", 1),
        ("change", 2),
        ("beat", 2),
        ("snapshot", 3),
    ]
    assert told[0]["engine"] == "unreachable"
    assert told[3]["engine"] == "connected"
    for _ in range(MOST_WAITING + 1):
        viewers.beat()
    assert viewer.too_slow.is_set()
    viewers.leave(viewer)
    assert len(viewers) == 0
