"""Pages of recorded calls: what is shown to whom, in pages that cost the same wherever one is, and as a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.http import QueryDict
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cordboard.accounts.types import PersonSummary
from cordboard.calls.selectors import CHUNK
from cordboard.calls.services import records_take
from cordboard.calls.types import CallPlace, SpoolPiece
from cordboard.engine.records import record_line_parse
from cordboard.journal.selectors import journal_page
from cordboard.portal.history.asked import asked_of, place_read, place_text
from cordboard.portal.history.table import company_shape
from cordboard.portal.standing import address_at
from kit.companies import Side, TwoCompanies
from kit.records import UNANSWERED, call_fields, record_line, record_line_at
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SUMMER = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)  # 23:30 in London
LISTS = ("/me/calls/", "/company/calls/", "/platform/calls/")
_pieces = count(1)


def take(*lines: bytes, node: str = "test") -> None:
    """The lines are on record."""
    piece = SpoolPiece(node=node, inode=f"history {next(_pieces)}", start=0, end=1, head="")
    records_take(piece=piece, lines=[record_line_parse(line) for line in lines])


def calls_make(side: Side, number: int, **more: str) -> None:
    """So many calls of the side, a minute apart."""
    take(
        *(
            record_line_at(SUMMER + timedelta(minutes=one), one, **call_fields(side, **more))
            for one in range(number)
        ),
        node=side.word,
    )


def incoming(side: Side) -> bytes:
    """A call from outside to the side's administrator, on voicemail in the end."""
    fields = call_fields(
        side, direction="incoming", channel="PJSIP/e4444444444444444-1", src="+4721930001", person=""
    )
    fields |= {
        "clid": '"Jane Doe" <+4721930001>',
        "dst": side.did.number,
        "outcome": "voicemail",
        "cause": "16",
    }
    return record_line_at(SUMMER - timedelta(days=1), 7, **fields | UNANSWERED)


def shown(client: Client, address: str, **headers: str) -> str:
    """The page's text."""
    answer = client.get(address, secure=True, headers=headers)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links(page: str, name: str) -> list[str]:
    """Addresses of calls in a page."""
    return re.findall(rf'href="([^"]*/{name}/[0-9a-f-]{{36}}/)"', page)


def rows_of(client: Client, address: str) -> list[list[str]]:
    """The lines of an export."""
    answer = client.get(address, secure=True)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_sees_the_calls_that_are_theirs(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    one, two = two_companies.one, two_companies.two
    calls_make(one, 3)
    calls_make(two, 5)
    take(incoming(one))
    seen = {
        "user": (sign_in(one.user.person), "/me/calls/", 3),
        "administrator as person": (sign_in(one.admin.person), "/me/calls/", 4),
        "administrator": (sign_in(one.admin.person), "/company/calls/", 4),
        "reseller": (sign_in(one.reseller_admin), "/platform/calls/", 4),
        "platform": (sign_in(two_companies.platform_admin), "/platform/calls/", 9),
        "reseller in the company": (
            sign_in(one.reseller_admin), address_at(one.company.account_number, "/company/calls/"), 4,
        ),
    }  # fmt: skip
    for who, (client, address, expected) in seen.items():
        assert len(links(shown(client, address), "calls")) == expected, who


def test_one_reads_who_was_missed_by_whom(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    take(record_line(call_fields(side, outcome="no_answer"), **UNANSWERED))
    called, caller = sign_in(side.admin.person), sign_in(side.user.person)
    assert 'aria-label="Missed"' in shown(called, "/me/calls/")
    assert "Uma Aurora" in shown(called, "/me/calls/")
    assert 'aria-label="Outgoing"' in shown(caller, "/me/calls/")
    assert "Adam Aurora" in shown(caller, "/me/calls/")


def test_outside_parties_are_masked_above_the_company_and_shown_within(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side = two_companies.one
    take(incoming(side))
    above = sign_in(side.reseller_admin)
    for address in ("/platform/calls/", links(shown(above, "/platform/calls/"), "calls")[0]):
        page = shown(above, address)
        assert "Jane Doe" not in page
        assert "0001" not in page.replace("7946 0001", "").replace("460001", "")
        assert "+472193••••" in page
    assert "Jane" not in str(rows_of(above, "/platform/calls/export.csv"))
    within = shown(above, address_at(side.company.account_number, "/company/calls/"))
    assert "Jane Doe" in within


def test_a_call_is_told_step_by_step_with_its_cause(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    rang = record_line(call_fields(side), sequence="1", **UNANSWERED)
    box = record_line(
        call_fields(side, dstchannel="", lastapp="VoiceMail", outcome="voicemail", cause="16", rule="extension"),
        sequence="2", start="1700000020.0", answer="1700000020.0", end="1700000045.0",
    )  # fmt: skip
    take(rang, box)
    client = sign_in(side.admin.person)
    page = shown(client, links(shown(client, "/company/calls/"), "calls")[0])
    steps = [
        "Uma Aurora dialled 101", "Adam Aurora (Aurora desk phone 101) rang", "No answer",
        "Voicemail took the call", "0:25", "The call ended", "Normal call clearing (16)",
    ]  # fmt: skip
    places = [page.index(step, page.index('class="timeline"')) for step in steps]
    assert places == sorted(places)
    assert "The number is an extension" in page


def test_names_that_are_markup_are_text(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    evil = "<script>alert(1)</script>"
    fields = call_fields(side, direction="incoming", channel="PJSIP/e4444444444444444-1", rule=evil, src=evil)
    take(record_line(fields, clid=f'"{evil}" <1>'))
    client = sign_in(side.admin.person)
    page = shown(client, "/company/calls/")
    for text in (page, shown(client, links(page, "calls")[0])):
        assert evil not in text
        assert "&lt;script&gt;" in text


def pages(client: Client, address: str) -> Iterator[str]:
    """The pages of a list, by the links that lead on."""
    while address:
        page = shown(client, address)
        yield page
        onward = re.search(r'id="calls-next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""


def test_the_pager_leads_through_every_call_once_and_back(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    calls_make(two_companies.one, 60)
    client = sign_in(two_companies.one.admin.person)
    seen = list(pages(client, "/company/calls/"))
    found = [link for page in seen for link in links(page, "calls")]
    assert len(found) == len(set(found)) == 60
    assert [re.search(r"(\d+–\d+ of [^<]+)<", page)[1] for page in seen] == [
        "1–25 of 60",
        "26–50 of 60",
        "51–60 of 60",
    ]  # type: ignore[index]
    back = re.search(r'id="calls-previous" href="([^"]+)"', seen[1])
    assert back
    first = shown(client, back[1].replace("&amp;", "&"))
    assert links(first, "calls") == links(seen[0], "calls")
    assert 'id="calls-previous"' not in first


def test_time_can_run_the_other_way(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    calls_make(two_companies.one, 30)
    client = sign_in(two_companies.one.admin.person)
    newest = [link for page in pages(client, "/company/calls/") for link in links(page, "calls")]
    oldest = [link for page in pages(client, "/company/calls/?sort=started") for link in links(page, "calls")]
    assert oldest == newest[::-1]


def test_days_are_those_of_the_companys_time_zone(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    calls_make(two_companies.one, 60)  # 23:30 to 0:29 in London
    client = sign_in(two_companies.one.admin.person)
    assert len(rows_of(client, "/company/calls/export.csv?from=2026-07-04&to=2026-07-04")) == 1 + 30
    assert len(rows_of(client, "/company/calls/export.csv?from=2026-07-05")) == 1 + 30
    assert rows_of(client, "/company/calls/export.csv?sort=started")[1][1] == "2026-07-04T23:30:00+01:00"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 4), ("q=uma", 3), ("q=jane", 1), ("q=nobody", 0), ("direction=incoming", 1), ("direction=none", 4),
        ("outcome=voicemail", 1), ("outcome=answered&direction=internal", 3), ("from=2026-07-04", 3),
        ("to=2026-07-03", 1), ("from=never&to=0000-99-99", 4), ("after=nonsense&at=-1&size=7", 4), ("q=%00", 4),
    ],
)  # fmt: skip
def test_search_filters_and_nonsense(
    two_companies: TwoCompanies, sign_in: SignIn, query: str, expected: int
) -> None:
    calls_make(two_companies.one, 3)
    take(incoming(two_companies.one))
    client = sign_in(two_companies.one.admin.person)
    page = shown(client, f"/company/calls/?{query}")
    assert len(links(page, "calls")) == expected
    assert len(rows_of(client, f"/company/calls/export.csv?{query}")) == 1 + expected
    assert ("Nothing matches" in page) is (expected == 0)


def test_an_empty_history_says_what_will_come(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    people = (two_companies.one.user.person, two_companies.one.admin.person, two_companies.platform_admin)
    for person, address in zip(people, LISTS, strict=True):
        assert "No calls yet" in shown(sign_in(person), address)


def test_one_persons_calls_are_named_and_searched_within(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side = two_companies.one
    calls_make(side, 2)
    take(incoming(side))
    client = sign_in(side.admin.person)
    page = shown(client, f"/company/calls/?person={side.user.person.id}")
    assert len(links(page, "calls")) == 2
    assert "Only calls in which Uma Aurora took part are shown." in page
    assert f'name="person" value="{side.user.person.id}"' in page
    foreign = shown(client, f"/company/calls/?person={two_companies.two.user.person.id}")
    assert "Borealis" not in foreign


def test_htmx_gets_the_rows_and_the_way_to_export_them(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    calls_make(two_companies.one, 3)
    client = sign_in(two_companies.one.admin.person)
    headers = {"HX-Request": "true", "HX-Target": "calls-body"}
    piece = shown(client, "/company/calls/?q=uma&from=2026-07-01", **headers)
    assert "<html" not in piece
    assert 'hx-swap-oob="true"' in piece
    assert "/company/calls/export.csv?q=uma&amp;from=2026-07-01" in piece
    assert "3 calls" in piece


def test_no_cell_of_an_export_is_a_formula(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    for number, evil in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")')):
        fields = call_fields(
            side, direction="incoming", channel="PJSIP/e4444444444444444-1", src=evil, rule=evil
        )
        take(record_line_at(SUMMER, number, **{**fields, "clid": f'"{evil}" <1>'}))
    rows = rows_of(sign_in(side.admin.person), "/company/calls/export.csv")
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell == "'=1+1" for row in rows for cell in row)


def test_an_export_speaks_the_readers_language_and_is_in_the_journal(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side = two_companies.one
    calls_make(side, 1)
    get_user_model().objects.filter(pk=side.admin.person.id).update(language="fr")
    rows = rows_of(sign_in(side.admin.person), "/company/calls/export.csv?direction=internal")
    with translation.override("fr"):
        assert rows[0][7] == translation.gettext("Outcome")
        assert rows[1][7] == translation.gettext("Answered")
    entry = journal_page(companies={side.company.id}).entries[0]
    assert (entry.kind, entry.actor.name) == ("calls.records_exported", "Adam Aurora")
    assert entry.facts == {"direction": "internal"}


def test_a_long_export_holds_every_call(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    calls_make(two_companies.one, CHUNK + 1)
    rows = rows_of(sign_in(two_companies.one.admin.person), "/company/calls/export.csv")
    assert len(rows) == 1 + CHUNK + 1


@pytest.mark.django_db(transaction=True)
async def test_under_the_real_servers_protocol_an_export_is_drawn_piece_by_piece(
    transactional_db: None,
) -> None:
    from asgiref.sync import sync_to_async

    from kit.companies import companies_make

    side = (await sync_to_async(companies_make)()).one
    await sync_to_async(calls_make)(side, CHUNK + 1)
    client = AsyncClient()
    await client.aforce_login(await get_user_model().objects.aget(pk=side.admin.person.id))
    answer: Any = await client.get("/company/calls/export.csv", secure=True)
    pieces = [piece async for piece in answer.streaming_content]
    assert len(pieces) == 3
    assert len(b"".join(pieces).splitlines()) == 1 + CHUNK + 1
    await sync_to_async(connections.close_all)()


def test_pages_cost_the_same_for_one_row_and_a_hundred(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    side = two_companies.one
    readers: list[tuple[PersonSummary, str]] = [
        (side.user.person, "/me/calls/?size=100"),
        (side.admin.person, "/company/calls/?size=100"),
        (side.reseller_admin, "/platform/calls/?size=100"),
    ]
    clients = [(sign_in(person), address) for person, address in readers]
    for client, address in clients:
        shown(client, address)
    costs = []
    for rows in (1, 100):
        calls_make(side, rows)
        costs.append([_queries(client, address) for client, address in clients])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 9


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(client, address)
    return len(captured)


def test_counting_ends_at_a_thousand(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    calls_make(two_companies.one, 1001)
    page = shown(sign_in(two_companies.one.admin.person), "/company/calls/")
    assert "1–25 of more than 1000" in page.replace(",", "").replace("\xa0", "")


@given(moment=st.datetimes(timezones=st.just(UTC)), key=st.uuids())
def test_a_place_comes_back_from_its_address(moment: datetime, key: UUID) -> None:
    place = CallPlace(started=moment, id=key)
    assert place_read(place_text(place)) == place


@given(st.text(max_size=60))
def test_no_made_up_place_breaks_a_page(text: str) -> None:
    place_read(text)
    asked = QueryDict(mutable=True)
    asked.update(dict.fromkeys(("after", "before", "from", "to", "person", "at", "q", "sort", "size"), text))
    asked_of(company_shape(), asked)
