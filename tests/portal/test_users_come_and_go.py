"""Users from the form that makes them to the day they are deleted: how they get in, and that they get in no more."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from cordboard.accounts.selectors import person_signed_in
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.numbering.selectors import dids_for_company
from cordboard.numbering.services import did_assign
from cordboard.numbering.types import Destination
from cordboard.people.jobs import send_welcome
from cordboard.people.selectors import person_find
from kit.companies import PASSWORD, TwoCompanies, password_give
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW = "/company/users/new/"
ANN = {
    "first_name": "Ann", "last_name": "Lee", "email": "ann@example.com", "language": "en", "extension": "110",
    "role": "user", "welcome": "on",
}  # fmt: skip


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def _link_mailed() -> str:
    """The way in by the newest of the mails that were asked for, as the worker sends them."""
    for entry in Entry.objects.filter(kind="people.welcome_requested").order_by("id"):
        send_welcome(str(entry.company), entry.subject)
    link = re.search(r"https://\S+/start/\S+", str(mail.outbox[-1].body))
    assert link is not None
    return urlsplit(link[0]).path


def _signs_in(login: str) -> bool:
    client = Client()
    client.post("/sign-in/", {"login": login, "password": PASSWORD}, secure=True)
    return client.get("/me/", secure=True).status_code == 200


def test_a_newcomer_of_the_form_gets_in_by_the_mailed_link_and_then_by_password(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-33."""
    admin.post(NEW, ANN, secure=True)
    newcomer = Client()
    answer = newcomer.post(_link_mailed(), {"password": PASSWORD, "again": PASSWORD}, secure=True)
    assert answer.status_code == 302
    assert "Ann" in newcomer.get("/me/", secure=True).content.decode()
    assert _signs_in("ann@example.com")
    assert _signs_in(f"110@{two_companies.one.company.account_number}")


def test_who_is_pending_is_reminded_by_mail_and_completes_the_account_by_its_link(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-21 and USR-23: until then the account opens nothing else."""
    user = two_companies.one.user.person
    assert not _signs_in(user.email)
    admin.post(f"/company/users/{user.id}/welcome/", secure=True)
    link = _link_mailed()
    assert mail.outbox[-1].to == [user.email]
    assert 'name="again"' in Client().get(link, secure=True).content.decode()
    assert not person_signed_in(person=user.id).has_password
    Client().post(link, {"password": PASSWORD, "again": PASSWORD}, secure=True)
    assert person_signed_in(person=user.id).has_password
    assert _signs_in(user.email)


def test_whoever_is_deleted_signs_in_no_more_and_all_they_had_is_free(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-79; their direct number rings nobody, and can ring the next one (USR-77)."""
    side = two_companies.one
    user, company = side.user.person, side.company.id
    password_give(user)
    did_assign(
        actor=SYSTEM, company=company, did=side.did.id, destination=Destination("person", str(user.id))
    )
    assert _signs_in(user.email)
    admin.post(f"/company/users/{user.id}/delete/", secure=True)
    assert not _signs_in(user.email)
    assert not _signs_in(f"102@{side.company.account_number}")
    assert [row.destination for row in dids_for_company(company=company)] == [None]
    admin.post(NEW, ANN | {"extension": "102", "email": user.email}, secure=True)
    admin.post(f"/company/numbers/{side.did.id}/", {"person": "102"}, secure=True)
    newcomer = person_find(company=company, text="102")
    assert newcomer is not None
    assert [row.destination for row in dids_for_company(company=company)] == [
        Destination("person", str(newcomer.id))
    ]
