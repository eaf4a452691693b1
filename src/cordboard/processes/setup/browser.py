"""The browser that tests drive: the distribution's Chromium, or Playwright's where the distribution has only a snap."""

import os
from pathlib import Path

from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import CommandFailed, NetworkNeeded
from cordboard.processes.setup.places import python
from cordboard.processes.setup.telling import Telling

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FOLDER_VARIABLE = "PLAYWRIGHT_BROWSERS_PATH"  # Source: playwright.dev, "Managing browser binaries"


def browser_ensure(cache: Path, telling: Telling) -> dict[str, str]:
    """A Chromium is there; returns what tests must find in their environment. Raises NetworkNeeded."""
    if SYSTEM_CHROMIUM.exists():
        return {}
    found = {FOLDER_VARIABLE: str(cache / "playwright")}
    if not any((cache / "playwright").glob("chromium-*/INSTALLATION_COMPLETE")):
        with telling.step("Fetching Chromium (Playwright)", long=True):
            _fetch(found, telling)
    return found


def _fetch(variables: dict[str, str], telling: Telling) -> None:
    words: list[str | Path] = [python().parent / "playwright", "install", "--with-deps", "chromium"]
    try:
        command_run(words, environment={**os.environ, **variables}, heard=telling.heard)
    except CommandFailed as fault:
        raise NetworkNeeded(
            what="Chromium",
            said=fault.said,
            to_do="Install a Chromium as /usr/bin/chromium, then run the same command again.",
        ) from fault
