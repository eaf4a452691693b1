"""The journal in words."""

import re
from pathlib import Path

import pytest

import cordboard
from cordboard.base.clock import now
from cordboard.journal.models import Entry
from cordboard.journal.types import Actor, JournalEntry
from cordboard.portal.journal.words import AREAS, SENTENCES, sentence
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ROOMS = "accounts|calls|deployment|devices|journal|numbering|people|tenancy|voicemail"
KIND = re.compile(rf'"((?:{ROOMS})\.[a-z_]+)"')


def test_every_kind_that_is_written_has_a_sentence() -> None:
    sources = Path(cordboard.__file__).parent.rglob("*.py")
    acts = [source for source in sources if "services" in source.as_posix()]
    written = {kind for source in acts for kind in KIND.findall(source.read_text())}
    assert "devices.device_created" in written
    assert sorted(written - SENTENCES.keys()) == []


def test_every_kind_lies_in_an_area() -> None:
    assert all(kind.startswith(tuple(AREAS)) for kind in SENTENCES)


@pytest.mark.parametrize(
    ("kind", "facts", "text"),
    [
        ("devices.device_created", {"name": "50% <b>"}, "Added the phone 50% <b>"),
        ("devices.device_created", {}, "devices.device_created"),
        ("unheard.of", {"name": "x"}, "unheard.of"),
    ],
)
def test_a_sentence_is_filled_or_the_kind_speaks_for_itself(
    kind: str, facts: dict[str, str], text: str
) -> None:
    entry = JournalEntry(id=1, at=now(), kind=kind, company=None, actor=Actor(), subject="s", facts=facts)
    assert sentence(entry) == text


def test_pages_lead_on_to_older_entries(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    company = two_companies.one.company.id
    Entry.objects.bulk_create(
        Entry(at=now(), kind="devices.device_created", company=company, actor_name="A", subject="s", facts={"name": f"Phone {number}"})
        for number in range(120)
    )  # fmt: skip
    client, path, seen = sign_in(two_companies.one.admin.person), "/company/journal/", set()
    for _ in range(5):
        page = client.get(path, secure=True).content.decode()
        seen |= set(re.findall(r"Phone \d+", page))
        older = re.search(r'href="(\?[^"]*before=\d+)"', page)
        if older is None:
            break
        path = "/company/journal/" + older[1].replace("&amp;", "&")
    assert len(seen) == 120


@pytest.mark.parametrize(
    "query", ["before=x", "before=99999999999999999999", "area=nothing.", "q=%00%27", "before=-1"]
)
def test_odd_addresses_are_answered(two_companies: TwoCompanies, sign_in: SignIn, query: str) -> None:
    client = sign_in(two_companies.one.admin.person)
    assert client.get(f"/company/journal/?{query}", secure=True).status_code == 200


def test_a_reseller_reads_its_companies_and_the_platform_all(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    one = sign_in(two_companies.one.reseller_admin).get("/platform/journal/", secure=True).content.decode()
    every = sign_in(two_companies.super_admin).get("/platform/journal/", secure=True).content.decode()
    assert "Borealis" not in one
    assert "Borealis" in every
    assert "Aurora" in one
