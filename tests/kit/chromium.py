"""Which Chromium tests drive."""

from cordboard.processes.setup.browser import SYSTEM_CHROMIUM


def chromium_program() -> str | None:
    """The distribution's Chromium, or None for the one Playwright brought."""
    return str(SYSTEM_CHROMIUM) if SYSTEM_CHROMIUM.exists() else None
