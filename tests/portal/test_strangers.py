"""What somebody who is not signed in may not learn: which names, extensions and addresses there are."""

import re
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cordboard.accounts.jobs import mail_reset
from cordboard.base.configuration import Configuration
from cordboard.journal.models import Entry
from cordboard.people.selectors import sign_in_name
from kit.companies import PASSWORD, TwoCompanies, password_give
from kit.letterbox import Letterbox, free_port, letterbox
from portal.resets import jobs_waiting, mails_sent

__all__ = ["letterbox"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]

RESET = "/account/password/reset/"
FRESH = re.compile(r"<input[^>]*>|[A-Za-z0-9]{64}")  # what was typed, and tokens: never the same twice


def _tries(login: str, count: int = 8) -> list[tuple[int, str]]:
    """What a stranger is shown who tries wrong passwords, from several addresses."""
    shown = []
    for number in range(count):
        answer = Client(REMOTE_ADDR=f"192.0.2.{number + 1}").post(
            "/sign-in/", {"login": login, "password": "Wrong-horse-7"}, secure=True
        )
        shown.append((answer.status_code, FRESH.sub("", answer.content.decode().replace(login, ""))))
    return shown


def _signs_in(login: str) -> bool:
    client = Client(REMOTE_ADDR="192.0.2.200")
    client.post("/sign-in/", {"login": login, "password": PASSWORD}, secure=True)
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("102@aurora.example.com", "909@aurora.example.com"),
        ("102@Aurora Company", "909@Aurora Company"),
        ("102@ACCOUNT", "909@ACCOUNT"),
        ("uma.102@aurora.example.com", "una.102@aurora.example.com"),
    ],
)
def test_names_that_exist_lock_like_names_that_do_not(
    two_companies: TwoCompanies, known: str, unknown: str
) -> None:
    password_give(two_companies.one.user.person)
    account = str(two_companies.one.company.account_number)
    answers = _tries(known.replace("ACCOUNT", account))
    assert answers == _tries(unknown.replace("ACCOUNT", account))
    assert "Too many failed" not in answers[4][1]
    assert "Too many failed" in answers[5][1]
    assert not _signs_in(known.replace("ACCOUNT", account))


@pytest.mark.parametrize("number", ["102", "909"])
def test_every_way_to_name_an_extension_is_one_count(two_companies: TwoCompanies, number: str) -> None:
    company = two_companies.one.company
    names = [company.sip_domain, company.sip_domain.upper(), company.name, f"0{company.account_number}"]
    counted = {sign_in_name(login=f"{number}@{name}").counted_as for name in names}
    assert counted == {f"{number}@{company.key}"}
    for name in names:
        _tries(f"{number}@{name}", count=1)
    answers = _tries(f"{number}@{company.account_number}", count=2)
    assert ["Too many failed" in text for _, text in answers] == [False, True]


def test_letters_that_the_database_takes_for_others_are_no_further_tries(two_companies: TwoCompanies) -> None:
    password_give(two_companies.one.admin.person)
    for spelling in ("adam.101", "ADAM.101", "Adam.101", "aDAM.101", "adaM.101"):
        _tries(f"{spelling}@aurora.example.com", count=1)
    assert not _signs_in("adam.101@aurora.example.com")
    _tries("plain.user@aurora.example.com", count=5)
    assert "Too many failed" in _tries("plaın.uſer@aurora.example.com", count=1)[0][1]


def test_a_lock_is_its_own_companys(two_companies: TwoCompanies) -> None:
    password_give(two_companies.two.user.person)
    _tries("102@aurora.example.com")
    assert _signs_in("102@borealis.example.com")


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        "[]",
        "{}",
        "null",
        "7",
        '{"id": 1}',
        '{"id": "x", "rawId": "x", "response": []}',
        '{"response": {"userHandle": "!"}}',
    ],
)
def test_an_invented_passkey_is_refused_politely(two_companies: TwoCompanies, credential: str) -> None:
    client = Client()
    client.get("/account/2fa/webauthn/login/", secure=True, headers={"Accept": "application/json"})
    answer = client.post("/account/2fa/webauthn/login/", {"credential": credential}, secure=True)
    assert answer.headers["Location"] == "/account/login/"
    assert "_auth_user_id" not in client.session


def _ask(email: str) -> tuple[int, str, list[str]]:
    """The answer to asking for a new password, and what it made the database do."""
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post(RESET, {"email": email}, secure=True)
    done = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    return answer.status_code, answer.headers.get("Location", ""), done


def test_asking_for_a_new_password_does_the_same_for_every_address(two_companies: TwoCompanies) -> None:
    person = two_companies.one.user.person
    _ask("warming@example.com")
    known, unknown = _ask(person.email), _ask("nobody@example.com")
    assert known == unknown
    assert known[:2] == (302, "/account/password/reset/done/")
    assert mail.outbox == []
    assert [sent.to for sent in mails_sent()] == [[person.email]]
    entry = Entry.objects.get(kind="accounts.reset_mailed")
    assert (entry.company, entry.subject) == (two_companies.one.company.id, str(person.id))


def test_asking_needs_no_mail_server(two_companies: TwoCompanies, settings: Any) -> None:
    configuration: Configuration = live_settings.CORDBOARD
    values = {name: getattr(configuration, name) for name in configuration.__slots__}
    settings.CORDBOARD = Configuration(**{**values, "smtp": f"smtp://127.0.0.1:{free_port()}"})
    settings.EMAIL_BACKEND = "cordboard.processes.mail.ConfiguredBackend"
    person = two_companies.one.user.person
    assert _ask(person.email)[:2] == _ask("nobody@example.com")[:2] == (302, "/account/password/reset/done/")
    known, unknown = jobs_waiting()[-2:]
    with pytest.raises(OSError, match="refused"):  # the worker tries again
        mail_reset(**known)
    mail_reset(**unknown)
    assert not Entry.objects.filter(kind__startswith="accounts.reset_").exists()


def test_the_mail_is_in_the_language_of_its_reader_and_leads_to_the_page(
    two_companies: TwoCompanies, letterbox: Letterbox
) -> None:
    person = two_companies.one.user.person
    Client().post("/language/", {"language": "fr", "next": "/sign-in/"}, secure=True)
    mail_reset(email=person.email.upper())
    (sent,) = letterbox.mails
    assert sent["Subject"] == "Choose a new password"
    assert f"{live_settings.CORDBOARD.address}/account/password/reset/key/" in sent.get_content()


def test_a_refusal_for_good_is_on_record_and_not_tried_again(
    two_companies: TwoCompanies, letterbox: Letterbox
) -> None:
    person = two_companies.one.user.person
    letterbox.unknown.add(person.email)
    mail_reset(email=person.email)
    entry = Entry.objects.get(kind="accounts.reset_refused")
    assert "No such user" in entry.facts["reason"]
    assert entry.company == two_companies.one.company.id


def test_whoever_is_gone_or_has_no_address_is_mailed_nothing(two_companies: TwoCompanies) -> None:
    from cordboard.accounts.services import administrator_delete
    from cordboard.journal.types import SYSTEM

    gone = two_companies.platform_admin
    administrator_delete(actor=SYSTEM, person=gone.id)
    for email in (gone.email, "", "nobody@localhost.invalid"):
        mail_reset(email=email)
    assert mail.outbox == []
