"""What holds for every template of the portal: the strict Content-Security-Policy can be kept, icons exist, texts are translatable."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
PORTAL = ROOT / "src" / "cordboard" / "portal"
PAGES = sorted((PORTAL / "templates").rglob("*.html"))
ICONS = {
    line.strip().replace("/", "-")
    for line in (ROOT / "web" / "icons.txt").read_text().splitlines()
    if line and not line.startswith("#")
}
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline event handler": r"\son[a-z]+\s*=\s*[\"']",
    "hx-on or hx-vals with script": r"hx-on|[\"']js:|javascript:",
    "an inline script": r"<script(?![^>]*(\ssrc=|type=\"application/json\"))[^>]*>",
    "an inline stylesheet": r"<style",
    "something from another host": r"(src|href)=\"(https?:)?//",
    "unescaped text": r"\|safeseq|autoescape off",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PORTAL / "templates")))
def test_page_keeps_the_content_security_policy(page: Path) -> None:
    text = page.read_text()

    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]

    assert found == []


def test_text_is_marked_safe_only_where_django_made_it() -> None:
    """Help texts of Django's password rules are HTML; nothing else is."""
    users = [page.name for page in PAGES if "|safe" in page.read_text()]

    assert users == ["field.html"]


def test_every_icon_named_is_in_the_sprite() -> None:
    named: set[str] = set()
    for page in PAGES:
        named |= set(re.findall(r"icon(?:_name=)? ?\"([a-z0-9-]+)\"", page.read_text()))
    for module in PORTAL.rglob("*.py"):
        named |= set(re.findall(r"icon(?:_name)?=\"([a-z0-9-]+)\"", module.read_text()))

    assert named - ICONS == set()


def test_blocks_of_text_are_translated_whole() -> None:
    """`trimmed` keeps line breaks of the template out of the catalogue."""
    untrimmed = [
        page.name for page in PAGES if re.search(r"{% blocktrans(?:late)?\s(?!trimmed)", page.read_text())
    ]

    assert untrimmed == []
