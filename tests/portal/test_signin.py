"""First links, signing in, lock-out, languages, passwords by mail."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from cordboard.accounts.selectors import person_signed_in
from cordboard.accounts.services import first_link_token, super_admin_ensure
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from kit.companies import PASSWORD, TwoCompanies, password_give
from portal.conftest import SignIn
from portal.resets import mails_sent

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _start(two: TwoCompanies) -> str:
    return f"/start/{first_link_token(person=two.one.user.person.id)}/"


def _login(login: str, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    answer = client.post("/sign-in/", {"login": login, "password": password}, secure=True)
    return client, answer.status_code


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab1!", "It needs at least 8 characters."),
        ("abcdef1!", "It needs an upper-case letter."),
        ("ABCDEF1!", "It needs a lower-case letter."),
        ("Abcdefg!", "It needs a digit."),
        ("Abcdefg1", "It needs a special character"),
    ],
)
def test_a_first_password_is_refused_with_the_missing_class_named(
    two_companies: TwoCompanies, password: str, reason: str
) -> None:
    answer = Client().post(_start(two_companies), {"password": password, "again": password}, secure=True)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not person_signed_in(person=two_companies.one.user.person.id).has_password


def test_two_different_passwords_are_refused(two_companies: TwoCompanies) -> None:
    answer = Client().post(
        _start(two_companies), {"password": PASSWORD, "again": PASSWORD + "x"}, secure=True
    )
    assert "The two passwords differ." in answer.content.decode()


def test_the_first_link_signs_in_once_and_is_spent(two_companies: TwoCompanies) -> None:
    link, client = _start(two_companies), Client()
    answer = client.post(link, {"password": PASSWORD, "again": PASSWORD}, secure=True)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/me/", secure=True).status_code == 200
    spent = Client().get(link, secure=True)
    assert spent.status_code == 410
    assert "This link does not work any more" in spent.content.decode()
    entry = Entry.objects.get(kind="accounts.password_set")
    assert entry.actor == two_companies.one.user.person.id


@pytest.mark.parametrize("token", ["x", "x.y", "MQ.c0ffee-123", "%F0%9F%8E%A7", "a" * 400])
def test_invented_links_are_told_like_spent_ones(db: None, token: str) -> None:
    assert Client().get(f"/start/{token}/", secure=True).status_code == 410


@pytest.mark.parametrize(
    "login",
    [
        "uma.102@aurora.example.com",
        "UMA.102@AURORA.example.com",
        "102@aurora.example.com",
        "102@Aurora Company",
        "102@10001",
    ],
)
def test_signing_in_by_mail_or_extension_and_company(two_companies: TwoCompanies, login: str) -> None:
    password_give(two_companies.one.user.person)
    login = login.replace("10001", str(two_companies.one.company.account_number))
    client, status = _login(login)
    assert status == 302
    assert "Uma" in client.get("/me/", secure=True).content.decode()


@pytest.mark.parametrize("login", ["102@borealis.example.com", "102", "Uma", "nobody@example.com", "9@10001"])
def test_others_logins_and_names_do_not_sign_in(two_companies: TwoCompanies, login: str) -> None:
    password_give(two_companies.one.user.person)
    client, status = _login(login)
    assert status == 200
    assert client.get("/me/", secure=True).status_code == 302


def test_the_sip_password_does_not_open_the_portal(two_companies: TwoCompanies) -> None:
    from cordboard.devices.services import device_account_reissue

    company, device = two_companies.one.company.id, two_companies.one.user.device
    account = device_account_reissue(actor=SYSTEM, company=company, device=device.id)
    assert _login("102@aurora.example.com", account.password)[1] == 200
    assert _login(account.user, account.password)[1] == 200


def test_five_wrong_passwords_lock_the_account_for_a_while(two_companies: TwoCompanies) -> None:
    password_give(two_companies.one.user.person)
    for _ in range(5):
        assert _login("uma.102@aurora.example.com", "wrong")[1] == 200
    client, _status = _login("uma.102@aurora.example.com")
    assert client.get("/me/", secure=True).status_code == 302
    password_give(two_companies.two.user.person)
    assert _login("uma.102@borealis.example.com")[1] == 302


def test_signing_out_ends_the_session(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client = sign_in(two_companies.one.user.person)
    client.post("/account/logout/", secure=True)
    assert client.get("/me/", secure=True).status_code == 302


def test_whoever_is_deleted_is_signed_out(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    from cordboard.people.services import people_remove

    person = two_companies.one.user.person
    client = sign_in(person)
    people_remove(actor=SYSTEM, company=two_companies.one.company.id, people=[person.id])
    assert client.get("/me/", secure=True).status_code == 302


def test_the_language_is_the_sessions_before_sign_in_and_the_persons_after(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    client = Client()
    client.post("/language/", {"language": "fr", "next": "/sign-in/"}, secure=True)
    assert client.get("/sign-in/", secure=True).headers["Content-Language"] == "fr"
    person = two_companies.one.user.person
    signed_in = sign_in(person)
    signed_in.post("/language/", {"language": "nb"}, secure=True)
    assert person_signed_in(person=person.id).language == "nb"
    assert sign_in(person).get("/me/", secure=True).headers["Content-Language"] == "nb"
    assert (
        sign_in(two_companies.one.admin.person).get("/me/", secure=True).headers["Content-Language"] == "en"
    )


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "EN "])
def test_an_unknown_language_changes_nothing(
    two_companies: TwoCompanies, sign_in: SignIn, language: str
) -> None:
    client = sign_in(two_companies.one.user.person)
    client.post("/language/", {"language": language}, secure=True)
    assert client.get("/me/", secure=True).headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_led_away_by_a_forged_form(db: None, address: str) -> None:
    answer = Client().post("/language/", {"language": "fr", "next": address}, secure=True)
    assert answer.headers["Location"] == "/"


def test_a_reset_mail_leads_to_our_own_address_whatever_the_browser_says(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    person = two_companies.one.user.person
    password_give(person)
    Client().post(
        "/account/password/reset/", {"email": person.email}, secure=True, headers={"host": "evil.example"}
    )
    (sent,) = mails_sent()
    assert "evil.example" not in sent.subject + str(sent.body)
    link = re.search(
        rf"{re.escape(settings.CORDBOARD.address)}(/account/password/reset/key/\S+)", str(sent.body)
    )
    assert link is not None
    client = Client()
    form = client.get(link[1], secure=True, follow=True)
    new = "Another-horse-8"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, secure=True)
    assert _login(person.email, new)[1] == 302


def test_nobody_makes_an_account_alone(db: None) -> None:
    values = {"email": "eve@example.com", "password1": PASSWORD, "password2": PASSWORD}
    assert Client().post("/account/signup/", values, secure=True).headers["Location"] == "/sign-in/"


def test_forms_without_a_token_are_refused(two_companies: TwoCompanies) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/language/", {"language": "fr"}, secure=True).status_code == 403


def test_the_first_administrator_gives_an_address_and_signs_in_with_it(db: None) -> None:
    founder = super_admin_ensure(email="admin@localhost.invalid")
    path = f"/start/{first_link_token(person=founder.id)}/"
    client, entries = Client(), {"password": PASSWORD, "again": PASSWORD}
    assert client.post(path, entries, secure=True).status_code == 422
    assert client.post(path, {**entries, "email": "no address"}, secure=True).status_code == 422
    assert not person_signed_in(person=founder.id).has_password
    assert client.post(path, {**entries, "email": "ada@example.com"}, secure=True).status_code == 302
    known = person_signed_in(person=founder.id)
    assert (known.email, known.has_password) == ("ada@example.com", True)


def test_people_whose_address_is_known_are_not_asked_for_it(two_companies: TwoCompanies) -> None:
    path = f"/start/{first_link_token(person=two_companies.one.user.person.id)}/"
    assert 'name="email"' not in Client().get(path, secure=True).content.decode()


def test_another_host_name_gives_no_more_tries(two_companies: TwoCompanies) -> None:
    login = two_companies.one.user.person.email
    password_give(two_companies.one.user.person)
    for number in range(6):
        wrong = {"login": login, "password": "Wrong-horse-7"}
        Client().post("/sign-in/", wrong, secure=True, headers={"host": f"host{number}.example.com"})
    client, _ = _login(login)
    assert "_auth_user_id" not in client.session


def test_a_first_link_does_not_get_around_the_second_factor(two_companies: TwoCompanies) -> None:
    person = two_companies.one.user.person
    TOTP.activate(get_user_model().objects.get(pk=person.id), "JBSWY3DPEHPK3PXP")
    client = Client()
    answer = client.post(_start(two_companies), {"password": PASSWORD, "again": PASSWORD}, secure=True)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/me/", secure=True).status_code == 302
