"""Applying a company to a running engine: at once, as a whole, and without a call noticing."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.engine.ami import ManagerConnection
from cordboard.engine.apply.company import ApplyFailed, company_apply
from cordboard.engine.apply.drift import drift_find
from cordboard.engine.apply.manager import value_of
from cordboard.engine.apply.place import company_path, company_place, company_read
from cordboard.engine.apply.unfinished import unfinished_find, unfinished_note
from cordboard.engine.errors import EngineUnreachable
from cordboard.engine.escape import shown_name
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.render.company import company_render
from cordboard.engine.specs import Codec, CompanySpec, MediaEncryption, SipDigests, Transport
from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import Callee
from kit.served import engine_manager, registered, serve
from kit.specs import ACME, GLOBEX, company, endpoint, mailbox

pytestmark = pytest.mark.engine

ALICE, BOB = endpoint(ACME, "a", "101"), endpoint(ACME, "b", "102")
WHOLE = company(ACME, [ALICE, BOB], {"102": "5502"})


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine"))) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(engine: RunningEngine) -> None:
    """Each test begins with the whole company."""
    asyncio.run(serve(engine, WHOLE))


def running_plan(engine: RunningEngine) -> str:
    """What the running engine's dialplan holds of the company, without where each line came from."""
    shown = engine.cli(f"dialplan show fallback-{ACME}") + engine.cli(f"dialplan show hints-{ACME}")
    return re.sub(r" *\[\S+\]$", "", shown, flags=re.MULTILINE)


async def test_a_new_company_is_served_and_applying_again_does_nothing(engine: RunningEngine) -> None:
    spec = company(GLOBEX, [endpoint(GLOBEX, "x", "101")], {"101": "5501"})
    [first, second] = await serve(engine, spec, spec)
    assert set(first.changed) == {"extensions.conf", "voicemail.conf", spec.endpoints[0].key}
    assert second.changed == ()
    assert first.revision == second.revision == company_render(spec).revision
    with registered(engine, spec.endpoints[0]):
        assert "5501" in engine.cli("voicemail show users")
    [gone] = await serve(engine, CompanySpec(key=GLOBEX))
    assert set(gone.changed) == set(first.changed)
    assert not company_path(engine.configuration, GLOBEX).exists()
    assert "5501" not in engine.cli("voicemail show users")


async def test_a_new_password_counts_at_once_and_the_old_one_no_more(engine: RunningEngine) -> None:
    fresh = replace(ALICE, digests=SipDigests.of(ALICE.key, "fresh"))
    with registered(engine, ALICE) as phone:
        await serve(engine, replace(WHOLE, endpoints=(fresh, BOB)))
        assert phone.register().status == 401
        phone.password = "fresh"
        assert phone.register().status == 200


async def test_a_changed_account_takes_effect_at_once(engine: RunningEngine) -> None:
    with registered(engine, ALICE) as alice, registered(engine, BOB) as bob:
        changed = replace(BOB, name="Robert", codecs=(Codec.ULAW,), language="fr")
        await serve(engine, replace(WHOLE, endpoints=(ALICE, changed)))
        with Callee(alice) as callee:
            answer = bob.invite("101")
            bob.hang_up(answer)
            engine.wait_until_quiet()
    invite = next(message for message in callee.heard if message.method == "INVITE")
    assert '"Robert"' in invite.header("From")
    assert "PCMU" in answer.text
    assert "PCMA" not in answer.text


async def test_a_removed_phone_is_locked_out_and_its_registration_ends(engine: RunningEngine) -> None:
    with registered(engine, BOB) as phone:
        await serve(engine, company(ACME, [ALICE], {"102": "5502"}))
        assert phone.register().status == 401
        assert phone.invite("101").status == 401
        assert BOB.key not in engine.cli("pjsip show endpoints")
        wait_until(lambda: BOB.key not in engine.cli("pjsip show contacts"), 45)


async def test_a_conversation_goes_on_while_its_phones_are_changed_and_removed(engine: RunningEngine) -> None:
    with registered(engine, ALICE) as alice, registered(engine, BOB) as bob, Callee(bob) as callee:
        answer = alice.invite("102")
        await serve(
            engine, replace(WHOLE, endpoints=(replace(ALICE, name="Other"), replace(BOB, name="Other")))
        )
        await serve(engine, CompanySpec(key=ACME))
        assert len(engine.channels()) == 2
        assert "BYE" not in callee.methods()
        alice.hang_up(answer)
        wait_until(lambda: "BYE" in callee.methods(), 5)


async def test_every_kind_of_account_is_one_the_engine_can_load(engine: RunningEngine) -> None:
    kinds = (
        endpoint(ACME, "c", "103", codecs=tuple(Codec), most_contacts=10, keep_alive=timedelta(seconds=30)),
        endpoint(
            ACME, "d", "104", encryption=MediaEncryption.REQUIRED, transports=frozenset({Transport.TLS})
        ),
        endpoint(ACME, "e", "105", encryption=MediaEncryption.OFFERED),
        endpoint(ACME, "f", "106", codecs=(Codec.OPUS, Codec.VP8), transports=frozenset({Transport.WSS})),
        endpoint(ACME, "g", "107", name='Ægir "; #exec 李 🙂 ' + "x" * 300, mailboxes=(f"5502@{ACME}",)),
        endpoint(ACME, "h", "108", name=""),
    )
    await serve(engine, company(ACME, [ALICE, BOB, *kinds], {"102": "5502"}))
    options = {
        key: {
            name: await _option(engine, key, name)
            for name in ("allow", "webrtc", "media_encryption", "transport")
        }
        for key in (one.key for one in kinds)
    }
    assert options[kinds[0].key]["allow"] == "(opus|g722|alaw|ulaw|gsm|speex|ilbc|g726|h264|vp8)"
    assert options[kinds[1].key]["media_encryption"] == "sdes"
    assert options[kinds[1].key]["transport"] == "tls"
    assert options[kinds[3].key]["webrtc"] == "yes"
    assert options[kinds[3].key]["media_encryption"] == "dtls"
    assert await _option(engine, kinds[4].key, "callerid") == f'"{shown_name(kinds[4].name)}" <107>'


async def _option(engine: RunningEngine, key: str, name: str) -> str:
    async with engine_manager(engine) as manager:
        return await value_of(manager, f"PJSIP_ENDPOINT({key},{name})")


async def test_the_plan_that_runs_is_the_plan_that_lies_there(engine: RunningEngine) -> None:
    """What was changed step by step is what a reload of the files would have given."""
    for spec in (
        company(ACME, [ALICE, BOB, endpoint(ACME, "c", "101")], {"102": "5502", "*55": "5503"}),
        company(ACME, [BOB], {"101": "5502"}),
        WHOLE,
    ):
        await serve(engine, spec)
        stepwise = running_plan(engine)
        engine.cli("dialplan reload")
        assert running_plan(engine) == stepwise
        assert drift_find(configuration=engine.configuration, spec=spec) == ()


async def test_what_the_engine_refuses_is_taken_back_and_named(tmp_path: Path) -> None:
    """An engine that reads other mailboxes than those that lie there stands for every kind of refusal."""
    with running_engine(tmp_path) as engine:
        await serve(engine, WHOLE)
        live = company_read(configuration=engine.configuration, company=ACME)
        settings = engine.home / "etc" / "voicemail.conf"
        settings.write_text(settings.read_text().replace("#tryinclude", ";tryinclude"))
        wanted = company(ACME, [ALICE, replace(BOB, name="New")], {"102": "5502", "101": "5501"})
        with pytest.raises(ApplyFailed) as failure:
            await serve(engine, wanted)
        assert failure.value.live == live.revision
        assert "does not know mailbox 5501" in str(failure.value)
        assert f"Revision {live.revision} stays live" in str(failure.value)
        assert company_read(configuration=engine.configuration, company=ACME) == live
        assert unfinished_find(configuration=engine.configuration, company=ACME) is None
        assert "5501" not in running_plan(engine)
        assert await _option(engine, BOB.key, "callerid") == '"Person 102" <102>'
        settings.write_text(settings.read_text().replace(";tryinclude", "#tryinclude"))
        [applied] = await serve(engine, wanted)
        assert applied.revision == failure.value.revision


async def test_an_apply_that_was_killed_half_way_is_finished_by_the_next(engine: RunningEngine) -> None:
    changed = company(ACME, [replace(ALICE, name="Alicia"), endpoint(ACME, "c", "103")], {"103": "5503"})
    concerned = (ALICE.key, BOB.key, changed.endpoints[1].key)
    unfinished_note(configuration=engine.configuration, company=ACME, endpoints=concerned)
    company_place(configuration=engine.configuration, state=company_render(changed))
    assert "5503" not in running_plan(engine)
    await serve(engine, changed)
    assert "5503" in running_plan(engine)
    assert "5503" in engine.cli("voicemail show users")
    assert await _option(engine, ALICE.key, "callerid") == '"Alicia" <101>'
    assert BOB.key not in engine.cli("pjsip show endpoints")
    assert unfinished_find(configuration=engine.configuration, company=ACME) is None


async def test_nothing_changes_while_the_engine_is_away(tmp_path: Path, engine: RunningEngine) -> None:
    before = company_read(configuration=engine.configuration, company=ACME)
    async with ManagerConnection(
        port=1, user=MANAGER_USER, secret="none", deadline=timedelta(milliseconds=200)
    ) as manager:
        with pytest.raises(EngineUnreachable):
            await company_apply(
                configuration=engine.configuration, manager=manager, spec=CompanySpec(key=ACME)
            )
    assert company_read(configuration=engine.configuration, company=ACME) == before


async def test_mailboxes_are_taken_away_with_their_company_only(engine: RunningEngine) -> None:
    await serve(engine, company(GLOBEX, [], mailboxes=(mailbox(GLOBEX, "5502"),)))
    await serve(engine, CompanySpec(key=GLOBEX))
    assert engine.cli("voicemail show users").count("5502") == 1
