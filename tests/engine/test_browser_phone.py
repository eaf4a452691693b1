"""A browser as a phone: SIP over WSS, and audio that the real engine encrypts by DTLS-SRTP. Source: RFC 7118, RFC 8827."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Error

from cordboard.engine.specs import Codec, Transport
from cordboard.processes.softphones import Phone, PhoneAccount
from kit.browser_phone import BrowserPhone, browser_phone
from kit.engine import RunningEngine, running_engine
from kit.phones import HIGH, LOW, PhoneShelf, phone_shelf
from kit.served import serve
from kit.specs import ACME, company, endpoint, password_of

pytestmark = pytest.mark.browser

BROWSER = endpoint(ACME, "w", "101", transports=frozenset({Transport.WSS}), codecs=(Codec.OPUS, Codec.ALAW))
DESK = endpoint(ACME, "d", "102")
HASTE = (
    "ssl connection",
    "SSL_shutdown",
)  # a browser hesitates at an unknown certificate, and leaves without a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A browser that says a low tone, and a desk phone."""

    engine: RunningEngine
    shelf: PhoneShelf
    browser: BrowserPhone
    desk: Phone


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    with running_engine(tmp_path / "engine", allowed=HASTE) as engine:
        await serve(engine, company(ACME, [BROWSER, DESK]))
        account = {"user": BROWSER.key, "password": password_of(BROWSER.key)}
        async with phone_shelf(tmp_path / "phones") as shelf:
            desk = await shelf.phone(
                PhoneAccount(
                    user=DESK.key, secret=password_of(DESK.key), port=engine.sip_port, codecs=("PCMA",)
                )
            )
            async with browser_phone(engine, voice=shelf.tone(LOW), **account) as browser:
                yield Office(engine=engine, shelf=shelf, browser=browser, desk=desk)


async def test_a_browser_hears_itself_over_encrypted_audio(office: Office) -> None:
    await office.browser.call("76")
    await office.browser.hears(LOW)
    media = await office.browser.media()
    assert (media["keys"], media["codec"]) == ("connected", "audio/opus")
    assert media["cipher"].startswith(("AES_CM_128", "SRTP_AES128", "AEAD_AES"))
    await office.browser.hangup()


async def test_a_browser_calls_a_desk_phone_and_both_hear(office: Office) -> None:
    calling = asyncio.create_task(office.browser.call("102"))
    incoming = await office.desk.incoming()
    await incoming.answer()
    await calling
    await incoming.play(office.shelf.tone(HIGH))
    await asyncio.gather(office.browser.hears(HIGH), incoming.hears(LOW))
    await incoming.hangup()


async def test_a_desk_phone_calls_a_browser_and_both_hear(office: Office) -> None:
    await office.browser.answer_next()
    call = await office.desk.call("101")
    await call.answered()
    await call.play(office.shelf.tone(HIGH))
    await asyncio.gather(office.browser.hears(HIGH), call.hears(LOW))
    await call.hangup()


async def test_a_browser_with_a_wrong_password_is_refused(office: Office) -> None:
    with pytest.raises(Error, match="Authentication"):
        async with browser_phone(
            office.engine, user=BROWSER.key, password="guess", voice=office.shelf.tone(LOW)
        ):
            pass
