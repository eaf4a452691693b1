"""A whole exchange for engine tests: a real Asterisk, the call server, one company with five extensions."""

import asyncio
import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from cordboard.calls.types import CompanySnapshot
from cordboard.engine.records import RecordLine, record_line_parse
from cordboard.numbering.types import Destination
from cordboard.processes.softphones import Phone, PhoneCall
from cordboard.processes.softphones.tones import heard, tone_write
from cordboard.voicemail.types import MailboxEntry, VoicemailPart
from kit.call_server import CallServer, running_call_server
from kit.calling import company, person
from kit.engine import RunningEngine, running_engine, wait_until
from kit.lines import PlacedCompany, company_place
from kit.phones import LOW, PhoneShelf

EXTENSIONS = ("101", "102", "103", "105")
SECOND = "105"  # Carol's second phone
RING = timedelta(seconds=4)
BUSY_TONE, UNAVAILABLE_TONE = 850, 620  # hertz; Bob's own greetings, so that a test can tell them apart
PIN = "2846"  # of Bob's box, as `kit.calling` knows it


@dataclass(slots=True, kw_only=True)
class Exchange:
    """Alice 101, Bob 102 (Spanish, has a box), Carol 103 (French, no box, and a second phone, 105's), Dan 104 (nothing)."""

    engine: RunningEngine
    server: CallServer
    tenant: PlacedCompany
    snapshot: CompanySnapshot

    @property
    def inbox(self) -> Path:
        """Bob's new messages."""
        spool = self.engine.home / "spool" / "voicemail" / self.tenant.key
        return spool / self.tenant.mailbox("102") / "INBOX"

    def messages(self) -> list[Path]:
        """Recordings of Bob's new messages."""
        return sorted(self.inbox.glob("msg*.wav"))

    def recording(self) -> bool:
        """Whether a message for Bob is being recorded."""
        return any(self.inbox.parent.glob("tmp/*"))

    def message_taken(self) -> Path:
        """The recording of the one new message in Bob's box, taken out of it."""
        wait_until(lambda: bool(self.messages()) and not self.engine.channels(), 8, lambda: "no message came")
        kept = self.messages()[0].replace(self.engine.configuration.data / "message.wav")
        shutil.rmtree(self.inbox)
        return kept

    def record_after(self, before: int) -> RecordLine:
        """The last record written since there were `before` of them, with all calls over."""
        self.engine.wait_until_quiet()
        return self.record_after_one(before)

    def record_after_one(self, before: int) -> RecordLine:
        """The last record written since there were `before` of them."""
        wait_until(lambda: len(self.engine.records()) > before, 8, lambda: "no call record came")
        return record_line_parse(self.engine.records()[-1].encode())

    def spoken_language(self, extension: str) -> str:
        """The language in which the extension's phone is spoken to just now."""
        endpoint = self.tenant.endpoint(extension)
        channel = next(name for name in self.engine.channels() if endpoint in name)
        lines = self.engine.cli(f"core show channel {channel}").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.strip().startswith("Language:"))


@contextlib.contextmanager
def running_exchange(folder: Path, *, allowed: tuple[str, ...] = ()) -> Iterator[Exchange]:
    """The exchange serves; afterwards nothing of any call is left, and no complaint but those with a part of `allowed`."""
    with running_engine(folder, allowed=allowed) as engine:
        engine.cli("core set verbose 5")
        engine.cli("core set debug 2")
        tenant = company_place(engine, extensions=EXTENSIONS, with_mailboxes=True)
        greetings_record(engine, tenant)
        snapshot = snapshot_of(tenant)
        with running_call_server(engine, snapshot) as server:
            yield Exchange(engine=engine, server=server, tenant=tenant, snapshot=snapshot)


def snapshot_of(tenant: PlacedCompany) -> CompanySnapshot:
    """What the call server knows of the company."""
    endpoints = {extension: tenant.endpoint(extension) for extension in EXTENSIONS}
    box = MailboxEntry(id="box-bob", box=tenant.mailbox("102"), extension="102", person="bob")
    names = {"101": "Alice", "102": "Bob", "103": "Carol", "104": "Dan"}
    people = {
        name.lower(): replace(person(name, extension, *filter(None, [endpoints.get(extension)])), ring=RING)
        for extension, name in names.items()
    }
    missed = Destination("mailbox", box.id)
    people["bob"] = replace(people["bob"], language="es", unanswered=missed, busy=missed, unavailable=missed)
    people["carol"] = replace(people["carol"], language="fr", endpoints=(endpoints["103"], endpoints[SECOND]))
    people["alice"] = replace(people["alice"], name='Zoë "Q" O\'Brien; ${X}')
    return replace(
        company(),
        key=tenant.key,
        people=people,
        extensions={one.extension: Destination("person", one.id) for one in people.values()},
        endpoints={endpoint: one.id for one in people.values() for endpoint in one.endpoints},
        numbers={},
        parts=(
            VoicemailPart(
                context=tenant.key,
                boxes={box.id: box},
                people={"bob": box.id},
                extensions={"102": box.id},
                confirmed=people["bob"].endpoints,
            ),
        ),
    )


def greetings_record(engine: RunningEngine, tenant: PlacedCompany) -> None:
    """Bob's own greetings are tones."""
    folder = engine.home / "spool" / "voicemail" / tenant.key / tenant.mailbox("102")
    folder.mkdir(parents=True, exist_ok=True)
    for name, frequency in (("busy", BUSY_TONE), ("unavail", UNAVAILABLE_TONE)):
        tone_write(folder / f"{name}.wav", frequency=frequency, duration=timedelta(seconds=2), rate=8000)


async def phones(exchange: Exchange, shelf: PhoneShelf, *extensions: str) -> list[Phone]:
    """Registered phones of these extensions."""
    return list(await asyncio.gather(*(shelf.phone(exchange.tenant.account(one)) for one in extensions)))


async def message_leave(exchange: Exchange, shelf: PhoneShelf, call: PhoneCall) -> None:
    """The caller spoke after the tone, hung up, and what he said lies in Bob's box."""
    await call.play(shelf.tone(LOW))
    await asyncio.to_thread(wait_until, exchange.recording, 20, lambda: "no recording began")
    await asyncio.sleep(3)
    await call.hangup()

    assert heard(await asyncio.to_thread(exchange.message_taken), LOW, at_least=timedelta(seconds=1))
