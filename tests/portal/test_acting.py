"""That someone acts for another is on record once, whichever way they come in (USR-27)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.portal.acting import acting_enter, listening_begins
from cordboard.portal.standing import address_as
from kit.companies import TwoCompanies, companies_make
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BEGUN, ENDED = "people.acting_begun", "people.acting_ended"


def _story() -> list[str]:
    return list(Entry.objects.filter(kind__in=[BEGUN, ENDED]).order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize("path", ["/", "/me/", "/me/voicemail/", "/me/nothing/here/", "/me/account/"])
def test_a_typed_address_begins_it_too(two_companies: TwoCompanies, sign_in: SignIn, path: str) -> None:
    admin, user = two_companies.one.admin.person, two_companies.one.user.person
    client = sign_in(admin)
    for _ in range(2):
        client.get(address_as(user.id, path), secure=True)
    entry = Entry.objects.get(kind=BEGUN)
    assert (entry.actor, entry.subject, entry.on_behalf_of) == (admin.id, str(user.id), None)
    assert entry.company == two_companies.one.company.id


def test_what_is_posted_first_begins_it_before_it_is_done(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    admin, user = two_companies.one.admin.person, two_companies.one.user
    path = address_as(user.person.id, f"/me/phone/{user.device.id}/account/")
    sign_in(admin).post(path, secure=True)
    kinds = Entry.objects.filter(actor=admin.id).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [BEGUN, "devices.account_reissued"]


def test_the_button_and_the_address_are_one_beginning(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    user, client = two_companies.one.user.person, sign_in(two_companies.one.admin.person)
    client.post(f"/company/users/{user.id}/act/", secure=True)
    client.get(address_as(user.id, "/me/"), secure=True)
    client.post(f"/company/users/{user.id}/act/", secure=True)
    assert _story() == [BEGUN]


def test_a_window_left_open_begins_it_anew(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    user, client = two_companies.one.user.person, sign_in(two_companies.one.admin.person)
    client.get(address_as(user.id, "/me/"), secure=True)
    client.post(address_as(user.id, "/acting/end/"), secure=True)
    client.post(address_as(user.id, "/acting/end/"), secure=True)
    assert _story() == [BEGUN, ENDED]
    client.get(address_as(user.id, "/me/"), secure=True)
    assert _story() == [BEGUN, ENDED, BEGUN]


def test_each_person_and_each_session_counts(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    one, reseller = two_companies.one, two_companies.one.reseller_admin
    client = sign_in(reseller)
    for person in (one.admin.person, one.user.person, one.admin.person):
        client.get(address_as(person.id, "/me/"), secure=True)
    sign_in(reseller).get(address_as(one.user.person.id, "/me/"), secure=True)
    subjects = Entry.objects.filter(kind=BEGUN).order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [str(one.admin.person.id), str(one.user.person.id), str(one.user.person.id)]


def test_a_window_forgets_nothing_of_another_that_opened_before_it_was_answered(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    one = two_companies.one
    client = sign_in(one.reseller_admin)

    def slow(request: HttpRequest) -> HttpResponse:
        acting_enter(session=request.session, actor=SYSTEM, person=one.admin.person)
        client.get(address_as(one.user.person.id, "/me/"), secure=True)
        return HttpResponse()

    SessionMiddleware(slow)(_request(client))
    for person in (one.admin.person, one.user.person):
        client.post(address_as(person.id, "/acting/end/"), secure=True)
    assert _story() == [BEGUN, BEGUN, ENDED, ENDED]


def test_what_could_not_be_put_on_record_was_not_heard(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    person, client = two_companies.one.user.person, sign_in(two_companies.one.admin.person)
    heard = []

    def listen(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            heard.append(listening_begins(session=request.session, person=person, message="m1"))
            transaction.set_rollback(True)
        return HttpResponse(status=409)

    for _ in range(2):
        SessionMiddleware(listen)(_request(client))
    assert heard == [True, True]


def _request(client: Client) -> HttpRequest:
    """What this browser sends."""
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return request


def test_who_may_not_act_begins_nothing(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    user = two_companies.one.user.person
    for stranger in (two_companies.two.admin.person, two_companies.two.reseller_admin, user):
        assert sign_in(stranger).get(address_as(user.id, "/me/"), secure=True).status_code == 404
    assert _story() == []


@pytest.mark.django_db(transaction=True)
def test_windows_opened_at_once_are_one_beginning(sign_in: SignIn) -> None:
    two = companies_make()
    cookie = sign_in(two.one.admin.person).cookies[settings.SESSION_COOKIE_NAME].value
    path, together = address_as(two.one.user.person.id, "/me/"), Barrier(6)

    def window(_: int) -> int:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        with _own_connection():
            together.wait(timeout=20)
            return client.get(path, secure=True).status_code

    with ThreadPoolExecutor(6) as windows:
        assert list(windows.map(window, range(6))) == [200] * 6
    assert _story() == [BEGUN]


@contextmanager
def _own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()
