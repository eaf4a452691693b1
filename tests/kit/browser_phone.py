"""A phone in a headless Chromium for tests: SIP over WSS, media by WebRTC, a tone as its microphone.

async with browser_phone(engine, user=…, password=…, voice=shelf.tone(LOW)) as phone:
    await phone.call("76")
    await phone.hears(LOW)
"""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from kit.chromium import chromium_program
from kit.engine import RunningEngine

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"
PAGE = "https://localhost/"  # answered by the test: a browser lends its microphone to secure pages only
WITHIN_S = 15.0
SWITCHES = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=LocalNetworkAccessChecks",
)


class BrowserPhone:
    """One account in one page. Every act raises TimeoutError when it takes longer than 15 seconds."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def register(self, *, port: int, user: str, password: str) -> None:
        """It is registered. Raises playwright's Error with the reason when it was refused."""
        account = {"address": f"wss://localhost:{port}/ws", "user": user, "password": password}
        await self._do("account => (globalThis.phone = new BrowserPhone(account)).register()", account)

    async def call(self, number: str) -> None:
        """The one called answered."""
        await self._do("number => phone.call(number)", number)

    async def answer_next(self) -> None:
        """It takes the next call that comes."""
        await self._do("() => phone.answerNext()")

    async def hears(self, frequency: float) -> None:
        """It heard this tone."""
        await self._do("frequency => phone.hears(frequency)", frequency)

    async def media(self) -> dict[str, str]:
        """How its audio travels: state of the DTLS `keys`, SRTP `cipher`, `codec`."""
        return dict(await self._do("() => phone.media()"))

    async def hangup(self) -> None:
        """It has ended the call."""
        await self._do("() => phone.hangup()")

    async def _do(self, script: str, argument: object = None) -> Any:
        async with asyncio.timeout(WITHIN_S):
            return await self._page.evaluate(script, argument)


@contextlib.asynccontextmanager
async def browser_phone(
    engine: RunningEngine, *, user: str, password: str, voice: Path
) -> AsyncIterator[BrowserPhone]:
    """A browser whose phone is registered with this account, and says this WAV file over and over."""
    switches = [*SWITCHES, f"--use-file-for-fake-audio-capture={voice}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_program(), args=switches)
        page = await browser.new_page(ignore_https_errors=True)
        await page.route(
            PAGE, lambda route: route.fulfill(body="<title>phone</title>", content_type="text/html")
        )
        await page.goto(PAGE)
        await page.add_script_tag(content=script_bundled())
        phone = BrowserPhone(page)
        await phone.register(port=engine.configuration.wss_port, user=user, password=password)
        yield phone
        await browser.close()


def script_bundled() -> str:
    """The phone's script, with its SIP library in it."""
    words = [WEB / "node_modules/.bin/esbuild", HERE / "browser_phone.js", "--bundle", "--format=iife"]
    libraries = {"NODE_PATH": str(WEB / "node_modules")}
    done = subprocess.run(words, env={**os.environ, **libraries}, capture_output=True, text=True, check=True)
    return done.stdout
