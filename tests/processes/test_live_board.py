"""The board: after any events it is what a fresh snapshot would make it, and what it publishes adds up."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.engine.ami.events import Event, event_read
from cordboard.engine.ami.framing import Message
from cordboard.processes.live.board import NOTHING, Board, CompanyState
from cordboard.processes.live.facts import address_in, shown, transport_in

pytestmark = pytest.mark.pure

COMPANIES = {"ea1": "ta", "ea2": "ta", "eb1": "tb", "eb2": "tb"}
ENDPOINTS = tuple(COMPANIES)
NOW = 1_800_000_000


def event(name: str, **headers: object) -> Event:
    return event_read(Message((("Event", name), *((key, str(value)) for key, value in headers.items()))))


def board() -> Board:
    return Board(company_of=lambda endpoint: COMPANIES.get(endpoint, ""), clock=lambda: NOW)


@dataclass
class Channel:
    serial: int
    endpoint: str
    origin: int
    state: str = "Down"
    bridge: str = ""

    @property
    def headers(self) -> dict[str, object]:
        return {
            "Channel": f"PJSIP/{self.endpoint}-{self.serial:08x}",
            "Uniqueid": f"{NOW}.{self.serial}",
            "Linkedid": f"{NOW}.{self.origin}",
            "ChannelStateDesc": self.state,
            "AccountCode": COMPANIES[self.endpoint],
            "CallerIDNum": self.endpoint[1:],
            "CallerIDName": f"Phone {self.endpoint}",
            "Exten": "102",
        }


@dataclass
class ModelEngine:
    """Just enough of an engine: it does what it is told, tells of it, and can be asked at any time."""

    channels: dict[int, Channel] = field(default_factory=dict)
    contacts: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[Event] = field(default_factory=list)
    serial: int = 0

    def step(self, act: str, pick: int, other: int) -> None:
        getattr(self, act)(pick, other)

    def call(self, pick: int, other: int) -> None:
        self.serial += 1
        origin = (
            sorted(self.channels)[other % len(self.channels)] if self.channels and other % 3 else self.serial
        )
        endpoint = ENDPOINTS[pick % 4]
        channel = Channel(
            self.serial, endpoint, self.channels[origin].origin if origin in self.channels else origin
        )
        self.channels[self.serial] = channel
        self.told.append(event("Newchannel", **channel.headers))

    def change(self, pick: int, other: int) -> None:
        if channel := self._picked(pick):
            channel.state = ("Ring", "Ringing", "Up", "Busy")[other % 4]
            self.told.append(event("Newstate", **channel.headers))

    def join(self, pick: int, other: int) -> None:
        if (channel := self._picked(pick)) and not channel.bridge:
            channel.bridge = f"bridge-{COMPANIES[channel.endpoint]}-{other % 3}"
            self.told.append(event("BridgeEnter", BridgeUniqueid=channel.bridge, **channel.headers))

    def leave(self, pick: int, other: int) -> None:
        if (channel := self._picked(pick)) and channel.bridge:
            self.told.append(event("BridgeLeave", BridgeUniqueid=channel.bridge, **channel.headers))
            channel.bridge = ""

    def hangup(self, pick: int, other: int) -> None:
        if channel := self._picked(pick):
            self.leave(pick, other)
            del self.channels[channel.serial]
            self.told.append(event("Hangup", Cause=16, **channel.headers))

    def register(self, pick: int, other: int) -> None:
        key = (ENDPOINTS[pick % 4], f"sip:{ENDPOINTS[pick % 4]}@192.0.2.{other % 2}:5060;transport=tls")
        self.contacts[key] = "NonQualified"
        self._tell_contact(key, "NonQualified")

    def probe(self, pick: int, other: int) -> None:
        if self.contacts:
            key = sorted(self.contacts)[pick % len(self.contacts)]
            self.contacts[key] = ("Reachable", "Unreachable")[other % 2]
            self._tell_contact(key, self.contacts[key])

    def unregister(self, pick: int, other: int) -> None:
        if self.contacts:
            key = sorted(self.contacts)[pick % len(self.contacts)]
            del self.contacts[key]
            self._tell_contact(key, "Removed")

    def snapshot(self) -> tuple[list[Event], list[Event]]:
        rows = [
            event("CoreShowChannel", BridgeId=one.bridge, Duration="00:00:05", **one.headers)
            for one in self.channels.values()
        ]
        contacts = [
            event("ContactStatusDetail", EndpointName=endpoint, AOR=endpoint, URI=uri, Status=status)
            for (endpoint, uri), status in self.contacts.items()
        ]
        return rows, contacts

    def _picked(self, pick: int) -> Channel | None:
        return self.channels[sorted(self.channels)[pick % len(self.channels)]] if self.channels else None

    def _tell_contact(self, key: tuple[str, str], status: str) -> None:
        headers = {"EndpointName": key[0], "AOR": key[0], "URI": key[1]}
        self.told.append(event("ContactStatus", ContactStatus=status, **headers))


ACTS = st.sampled_from(
    ["call", "call", "change", "join", "leave", "hangup", "register", "probe", "unregister"]
)
STORY = st.lists(st.tuples(ACTS, st.integers(0, 99), st.integers(0, 99)), max_size=60)


def comparable(state: CompanyState) -> tuple[object, object]:
    """What must agree; details of a registration come from a listing of their own."""
    registrations = {key: (one.endpoint, one.status, one.uri) for key, one in state.registrations.items()}
    return {key: call.plain() for key, call in state.calls.items()}, registrations


@settings(deadline=None)
@given(story=STORY, snapshot_at=st.integers(0, 60), told_again=st.integers(0, 20))
def test_snapshot_and_events_give_what_a_fresh_snapshot_gives(
    story: list[tuple[str, int, int]], snapshot_at: int, told_again: int
) -> None:
    """A snapshot is taken somewhere in the story; events from up to 20 before it are applied on top, as after a reconnect."""
    engine, followed, fresh = ModelEngine(), board(), board()
    missed = 0
    for number, (act, pick, other) in enumerate(story):
        if number == snapshot_at:
            channels, contacts = engine.snapshot()
            followed.replace(channels=channels, contacts=contacts)
            missed = max(0, len(engine.told) - told_again)
        engine.step(act, pick, other)
    for one in engine.told[missed:]:
        followed.apply(one)
    channels, contacts = engine.snapshot()
    fresh.replace(channels=channels, contacts=contacts)
    for company in ("ta", "tb"):
        assert comparable(followed.state(company)) == comparable(fresh.state(company))


@settings(deadline=None)
@given(story=STORY, publish_every=st.integers(1, 9))
def test_what_is_published_adds_up_to_what_is(story: list[tuple[str, int, int]], publish_every: int) -> None:
    engine, followed = ModelEngine(), board()
    viewer: dict[str, tuple[dict[str, object], dict[str, object]]] = {}
    for number, (act, pick, other) in enumerate(story):
        before = len(engine.told)
        engine.step(act, pick, other)
        for one in engine.told[before:]:
            followed.apply(one)
        if number % publish_every == 0 or number == len(story) - 1:
            for company, change in followed.publish().items():
                calls, registrations = viewer.setdefault(company, ({}, {}))
                calls.update(change.calls)
                registrations.update(change.registrations)
    for company in ("ta", "tb"):
        calls, registrations = viewer.get(company, ({}, {}))
        state = followed.published.get(company, NOTHING)
        assert {key: value for key, value in calls.items() if value} == state.calls
        assert {key: value for key, value in registrations.items() if value} == state.registrations


def ringing(followed: Board) -> None:
    caller, called = Channel(1, "ea1", 1, "Ring"), Channel(2, "ea2", 1, "Ringing")
    followed.apply(event("Newchannel", **caller.headers))
    followed.apply(event("Newchannel", **called.headers))


def test_a_call_rings_talks_and_is_gone() -> None:
    followed = board()
    ringing(followed)
    (call,) = followed.state("ta").calls.values()
    assert (call.state, call.plain()["dialled"], [leg.endpoint for leg in call.legs]) == (
        "ringing",
        "102",
        ["ea1", "ea2"],
    )
    for serial, endpoint in ((1, "ea1"), (2, "ea2")):
        one = Channel(serial, endpoint, 1, "Up")
        followed.apply(event("BridgeEnter", BridgeUniqueid="b", **one.headers))
    assert [call.state for call in followed.state("ta").calls.values()] == ["talking"]
    followed.apply(event("Hangup", Cause=16, **Channel(2, "ea2", 1).headers))
    assert [call.state for call in followed.state("ta").calls.values()] == ["connected"]
    followed.apply(event("Hangup", Cause=16, **Channel(1, "ea1", 1).headers))
    assert followed.state("ta") == NOTHING


def test_calls_that_a_bridge_joins_are_one() -> None:
    followed = board()
    for serial, endpoint in ((1, "ea1"), (2, "ea2")):
        one = Channel(serial, endpoint, serial, "Up")
        followed.apply(event("BridgeEnter", BridgeUniqueid="b", **one.headers))
    (call,) = followed.state("ta").calls.values()
    assert call.id == f"{NOW}.1"


def test_a_call_of_two_companies_shows_each_only_its_own_leg() -> None:
    followed = board()
    for serial, endpoint in ((1, "ea1"), (2, "eb1")):
        followed.apply(event("Newchannel", **Channel(serial, endpoint, 1, "Up").headers))
    for company, endpoint in (("ta", "ea1"), ("tb", "eb1")):
        (call,) = followed.state(company).calls.values()
        assert call.endpoints == {endpoint}


def test_details_complete_a_registration_and_bring_none_back() -> None:
    followed = board()
    told = {"EndpointName": "ea1", "AOR": "ea1", "URI": "sip:ea1@192.0.2.7:5061;transport=TLS"}
    details = event(
        "ContactStatusDetail",
        UserAgent="A phone\r\n",
        ViaAddress="192.0.2.7:5061",
        RoundtripUsec="1520",
        **told,
    )
    followed.apply(details)
    assert followed.state("ta") == NOTHING
    followed.apply(event("ContactStatus", ContactStatus="NonQualified", **told))
    followed.apply(details)
    followed.apply(event("ContactStatus", ContactStatus="Reachable", RoundtripUsec="900", **told))
    (one,) = followed.state("ta").registrations.values()
    assert one.plain(with_address=True) == {
        "id": one.id,
        "endpoint": "ea1",
        "state": "reachable",
        "user_agent": "A phone ",
        "transport": "tls",
        "round_trip_ms": 0.9,
        "address": "192.0.2.7:5061",
    }
    assert "192.0.2.7" not in str(one.plain(with_address=False))


def test_inner_channels_and_strangers_show_nowhere() -> None:
    followed = board()
    followed.apply(
        event("Newchannel", Channel="Local/1@x-1;1", Uniqueid="1.1", Linkedid="1.1", AccountCode="ta")
    )
    followed.apply(
        event("ContactStatus", ContactStatus="Reachable", EndpointName="enobody", URI="sip:x@192.0.2.1")
    )
    assert followed.state("ta") == NOTHING
    assert set(followed.publish()) == {""}


@pytest.mark.parametrize(
    ("uri", "transport", "address"),
    [
        ("sip:ea@192.0.2.1:5060", "udp", "192.0.2.1:5060"),
        ("sip:ea@192.0.2.1:5061;transport=TLS;ob", "tls", "192.0.2.1:5061"),
        ("sip:ea@[2001:db8::1]:5060;transport=tcp", "tcp", "[2001:db8::1]:5060"),
        ("sip:192.0.2.1", "udp", "192.0.2.1"),
        ("sip:x@y.invalid;transport=ws>", "ws", "y.invalid"),
        ("", "udp", ""),
        ("no uri; at all", "udp", ""),
    ],
)
def test_transport_and_address_are_read_from_the_contact(uri: str, transport: str, address: str) -> None:
    assert (transport_in(uri), address_in(uri)) == (transport, address)


@settings(deadline=None)
@given(st.text())
def test_text_of_phones_is_bounded_and_holds_no_control_signs(text: str) -> None:
    told = shown(text)
    assert len(told) <= 120
    assert not any(sign < " " or sign == "\x7f" for sign in told)
