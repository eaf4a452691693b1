"""What belongs to one company is not there for another: no page of its shows, names or changes anything of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cordboard.accounts.types import PersonSummary
from cordboard.journal.models import Entry
from cordboard.portal.standing import address_as, address_at
from kit.companies import Side, TwoCompanies
from portal.addresses import ADDRESSES, ALLAUTH, WITHOUT_ISOLATION, Address
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WORD = "Aurora"  # in every name of the first company
STRANGERS = ("other administrator", "other user", "other reseller", "nobody")
REFUSALS = {403, 404, 405}


def test_every_address_is_held_against_strangers() -> None:
    named = {name for name, _ in _patterns()}
    unlisted = {name for name in named if not (name or "").startswith(ALLAUTH)} - {
        *ADDRESSES,
        *WITHOUT_ISOLATION,
    }
    assert not unlisted, f"list these in tests/portal/addresses.py: {sorted(map(str, unlisted))}"
    assert not ADDRESSES.keys() - named, "these are listed but gone"


def test_every_view_says_for_whom_it_is() -> None:
    audiences = {"open", "person", "me", "company", "reseller", "platform"}
    unguarded = [name for name, view in _patterns() if getattr(view, "audience", None) not in audiences]
    foreign = [name for name in unguarded if not (name or "").startswith(ALLAUTH)]
    assert sorted(map(str, foreign)) == sorted(name for name in WITHOUT_ISOLATION if name not in {"healthz"})


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_learn_and_change_nothing(
    two_companies: TwoCompanies, sign_in: SignIn, stranger: str
) -> None:
    client = _client(two_companies, sign_in, stranger)
    before = Entry.objects.filter(company=two_companies.one.company.id).count()
    faults = [fault for name in ADDRESSES for fault in _faults(client, name, two_companies, stranger)]
    assert faults == []
    assert Entry.objects.filter(company=two_companies.one.company.id).count() == before


def test_the_owner_does_reach_them(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    """Without this, a page that shows nothing to anybody would count as sealed."""
    clients = {
        "company": sign_in(two_companies.one.admin.person),
        "me": sign_in(two_companies.one.user.person),
        "reseller": sign_in(two_companies.one.reseller_admin),
        "platform": sign_in(two_companies.super_admin),
    }
    unseen = []
    for name, view in _patterns():
        address = ADDRESSES.get(str(name))
        client = clients.get(getattr(view, "audience", ""))
        if address is None or client is None or (address.post is not None and not address.post):
            continue
        answer = client.get(
            reverse(str(name), kwargs=dict(address.arguments(two_companies.one))), secure=True
        )
        if answer.status_code not in {200, 405}:
            unseen.append((name, answer.status_code))
    assert unseen == []


def _client(two: TwoCompanies, sign_in: SignIn, stranger: str) -> Client:
    people: dict[str, PersonSummary] = {
        "other administrator": two.two.admin.person,
        "other user": two.two.user.person,
        "other reseller": two.two.reseller_admin,
    }
    return sign_in(people[stranger]) if stranger in people else Client()


def _faults(client: Client, name: str, two: TwoCompanies, stranger: str) -> Iterator[str]:
    address = ADDRESSES[name]
    path = reverse(name, kwargs=dict(address.arguments(two.one)))
    for prefix in _prefixes(two):
        for answer in _answers(client, prefix + path, address):
            says = f"{stranger} {answer.request['REQUEST_METHOD']} {prefix}{path}: {answer.status_code}"
            if WORD in _text(answer):
                yield f"{says} tells of the other company"
            if answer.status_code >= 500:
                yield f"{says} broke"
            names_foreign = bool(address.arguments(two.one)) or bool(prefix)
            if names_foreign and answer.status_code not in _expected(name, stranger, two.one):
                yield f"{says} was not refused"


def _prefixes(two: TwoCompanies) -> tuple[str, ...]:
    """As oneself, as if in the other company, and as if acting for one of its people."""
    account, person = two.one.company.account_number, two.one.user.person.id
    return ("", address_at(account, ""), address_as(person, ""))


def _answers(client: Client, path: str, address: Address) -> Iterator[Any]:
    yield client.get(path, secure=True)
    if address.post is not None:
        yield client.post(path, address.post, secure=True)


def _expected(name: str, stranger: str, side: Side) -> set[int]:
    """Refused; a link that is no good says so; who is not signed in is asked to; one's own pages are one's own anywhere."""
    if name in {"start"}:
        return {410, 404}
    led_to_sign_in = {302} if stranger == "nobody" else set()
    own = not ADDRESSES[name].arguments(side) and name.startswith(
        ("me_", "platform_", "home", "language", "acting")
    )
    return REFUSALS | led_to_sign_in | ({200, 302} if own else set())


def _text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def _patterns() -> Iterator[tuple[str | None, Any]]:
    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str | None, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name, pattern.callback

    return walk(get_resolver().url_patterns)
