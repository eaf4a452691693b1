"""The main job for all to see: two softphones of a demonstration company call each other and leave a message."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.urls import reverse
from rich.table import Table
from rich.text import Text

from cordboard.accounts.services import first_link_token, super_admin_ensure
from cordboard.base.clock import now
from cordboard.base.configuration import Configuration
from cordboard.calls.types import CallSummary
from cordboard.devices.selectors import devices_for_company
from cordboard.devices.services import device_account_reissue
from cordboard.devices.types import SipAccount, Transport
from cordboard.engine.causes import cause_text
from cordboard.journal.types import SYSTEM
from cordboard.numbering.selectors import extensions_for_company
from cordboard.numbering.services import extension_change
from cordboard.people.services import newcomer_create
from cordboard.people.types import NewcomerWish, PhoneWish
from cordboard.processes.awaiting import company_applied, records_awaited
from cordboard.processes.softphones.account import Encryption, PhoneAccount, Stack, stack_at_hand
from cordboard.processes.softphones.account import Transport as PhoneTransport
from cordboard.processes.softphones.phone import Phone, softphone
from cordboard.processes.softphones.tones import tone_write
from cordboard.tenancy.selectors import company_find_by_domain, resellers_list
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import CompanySummary, Language

Report = Callable[[object], None]

DOMAIN = "demo.cordboard.example"
RING = timedelta(seconds=5)
ALICE_HZ, BOB_HZ = 440, 880
ANNOUNCEMENT = timedelta(
    seconds=7.5
)  # 5.9 s of “The person at extension 102 is unavailable”; instructions follow
SPEECH = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    """The demonstration's company and the accounts of its two phones, by extension."""

    company: CompanySummary
    accounts: dict[str, SipAccount]


def demonstration_run(configuration: Configuration, report: Report) -> None:
    """Two phones of the demonstration company have called each other, and the table of their calls was reported.

    Makes the company at the first run; every run gives its two phones new passwords. Raises SoftphoneError's kin
    or TimeoutError when the calls do not go as they should.
    """
    cast = _cast(report)
    began = now()
    with tempfile.TemporaryDirectory(prefix="cordboard-demo-") as folder:
        asyncio.run(_play(configuration, cast, Path(folder), report))
    report("The call records:")
    report(_table(records_awaited(2, company=cast.company.id, since=began, within=timedelta(seconds=15))))


def first_link(configuration: Configuration) -> str:
    """The one-time address by which the first administrator chooses a password; empty once there is one.

    It dies when used, or after three days.
    """
    administrator = super_admin_ensure(email=f"admin@{configuration.host}.invalid")
    if administrator.has_password:
        return ""
    token = first_link_token(person=administrator.id)
    return f"{configuration.address}{reverse('start', kwargs={'token': token})}"


def _cast(report: Report) -> _Cast:
    company = company_find_by_domain(domain=DOMAIN) or _company_make(report)
    with company_applied(company=company.id, within=timedelta(seconds=30)):
        accounts = {
            device.name.partition(" ")[0]: device_account_reissue(
                actor=SYSTEM, company=company.id, device=device.id
            )
            for device in devices_for_company(company=company.id)
            if device.name.endswith("demonstration softphone")
        }
    report("The engine knows both phones and their new passwords.")
    return _Cast(company=company, accounts=accounts)


def _company_make(report: Report) -> CompanySummary:
    reseller = next(iter(resellers_list()), None) or reseller_create(actor=SYSTEM, name="House")
    company = company_create(
        actor=SYSTEM,
        reseller=reseller.id,
        name="Demonstration",
        sip_domain=DOMAIN,
        language=Language.ENGLISH,
        country="GB",
        time_zone="Europe/London",
    )
    for first, last, extension in (("Alice", "Martin", "101"), ("Bob", "Nilsen", "102")):
        newcomer_create(actor=SYSTEM, company=company.id, wish=_wish(first, last, extension))
    _ring_briefly(company.id)
    report("Made the company Demonstration with Alice Martin (101) and Bob Nilsen (102).")
    return company


def _wish(first: str, last: str, extension: str) -> NewcomerWish:
    return NewcomerWish(
        email=f"{first.lower()}@{DOMAIN}",
        first_name=first,
        last_name=last,
        language=Language.ENGLISH,
        extension=extension,
        phone=PhoneWish(name=f"{extension} demonstration softphone", transport=Transport.TLS),
        welcome=False,
    )


def _ring_briefly(company: UUID) -> None:
    for extension in extensions_for_company(company=company):
        extension_change(
            actor=SYSTEM, company=company, extension=extension.id, number=extension.number, ring_time=RING
        )


async def _play(configuration: Configuration, cast: _Cast, folder: Path, report: Report) -> None:
    stack = stack_at_hand()
    async with (
        softphone(
            _account(configuration, cast.accounts["101"]), folder=folder / "alice", stack=stack
        ) as alice,
        softphone(_account(configuration, cast.accounts["102"]), folder=folder / "bob", stack=stack) as bob,
    ):
        await asyncio.gather(alice.register(), bob.register())
        report("Both phones registered by digest over TLS.")
        await _conversation(alice, bob, folder, report)
        await _message(alice, bob, folder, report)


async def _conversation(alice: Phone, bob: Phone, folder: Path, report: Report) -> None:
    outgoing = await alice.call("102")
    incoming = await bob.incoming()
    report(f"Bob's phone rings and shows “{incoming.caller_name}” {incoming.caller_number}.")
    await incoming.answer()
    await outgoing.answered()
    await outgoing.play(_tone(folder / "alice.wav", ALICE_HZ))
    await incoming.play(_tone(folder / "bob.wav", BOB_HZ))
    await asyncio.gather(outgoing.hears(BOB_HZ), incoming.hears(ALICE_HZ))
    media = await outgoing.audio()
    report(
        f"They talk: each hears the other's tone ({media.codec}, {'SRTP' if media.encrypted else 'not encrypted'})."
    )
    await outgoing.hangup()
    await incoming.ended()


async def _message(alice: Phone, bob: Phone, folder: Path, report: Report) -> None:
    waiting = bob.lamp.new if bob.lamp else 0
    outgoing = await alice.call("102")
    await bob.incoming()
    report("Alice calls again; Bob lets it ring.")
    await outgoing.answered(within=RING + timedelta(seconds=10))
    await outgoing.hears_sound()
    await asyncio.sleep(ANNOUNCEMENT.total_seconds())  # heard to its end, as a caller would
    await outgoing.press("#")  # past the instructions, to the tone
    report("Voicemail answers; Alice speaks after the tone.")
    await outgoing.play(_tone(folder / "message.wav", ALICE_HZ))
    await asyncio.sleep(SPEECH.total_seconds())  # not a wait for something: so long is what she says
    await outgoing.hangup()
    if bob.stack is Stack.PJSUA:  # baresip has no lamp
        await bob.messages_waiting(waiting + 1, within=timedelta(seconds=15))
        report("Bob's message lamp is lit.")


def _tone(path: Path, frequency: float) -> Path:
    return tone_write(path, frequency=frequency, duration=timedelta(seconds=1))


def _account(configuration: Configuration, account: SipAccount) -> PhoneAccount:
    return PhoneAccount(
        user=account.user,
        secret=account.password,
        port=configuration.sips_port,
        transport=PhoneTransport.TLS,
        encryption=Encryption.REQUIRED,
        certificate_authority=str(configuration.data / "tls" / "ca.crt"),
    )


def _table(calls: tuple[CallSummary, ...]) -> Table:
    table = Table("started (UTC)", "from", "to", "outcome", "talk time", "cause")
    for call in calls:
        facts = call.facts
        cause = f"{cause_text(facts.cause)} ({facts.cause})" if facts.cause is not None else ""
        cells = (
            f"{facts.started:%H:%M:%S}",
            f"{facts.caller.name} {facts.caller.number}",
            f"{facts.callee.name} {facts.callee.number}",
            facts.outcome,
            f"{facts.talk.total_seconds():.0f} s",
            cause,
        )
        table.add_row(*map(Text, cells))
    return table
