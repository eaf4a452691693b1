"""The welcome mail says how to sign in, in the newcomer's language, and never holds a SIP password (WDX-87, WDX-23)."""

import re

import pytest
from django.conf import settings
from django.core import mail

from cordboard.accounts.services import first_link_person
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.people.jobs import send_welcome
from cordboard.people.services import administrator_invite, newcomer_create, people_remove
from cordboard.people.types import Newcomer, NewcomerWish, PhoneWish
from cordboard.tenancy.types import CompanySummary, Language
from cordboard.voicemail.selectors import mailbox_for_person
from cordboard.voicemail.services import pin_renew
from kit.letterbox import Letterbox, letterbox
from kit.tenants import company_make

__all__ = ["letterbox"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def company() -> CompanySummary:
    return company_make("one")


def _newcomer(company: CompanySummary, first_name: str = "Ann") -> Newcomer:
    wish = NewcomerWish(
        email="ann@example.com",
        first_name=first_name,
        last_name="Lee",
        language=Language.ENGLISH,
        extension="4711",
        phone=PhoneWish(name="Desk phone"),
    )
    return newcomer_create(actor=SYSTEM, company=company.id, wish=wish)


def test_the_mail_holds_address_login_link_extension_and_pin(company: CompanySummary) -> None:
    newcomer = _newcomer(company)
    send_welcome(company=str(company.id), person=str(newcomer.person.id))
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.com"]
    for body in (str(sent.body), str(sent.alternatives[0][0])):
        assert settings.CORDBOARD.address in body
        assert "ann@example.com" in body
        assert "4711" in body
        assert newcomer.pin in body
        assert newcomer.account is not None
        assert newcomer.account.password not in body
    link = re.search(r"/start/([^/\s]+)/", str(sent.body))
    assert link is not None
    assert first_link_person(token=link[1]).id == newcomer.person.id


def test_the_mail_arrives(company: CompanySummary, letterbox: Letterbox) -> None:
    """WDX-87, through a mail server; a link to choose a password stands in the place of a password."""
    newcomer = _newcomer(company)
    send_welcome(company=str(company.id), person=str(newcomer.person.id))
    (arrived,) = letterbox.mails
    body = arrived.get_body(("plain",))
    assert body is not None
    assert arrived["To"] == "ann@example.com"
    for part in (settings.CORDBOARD.address, "ann@example.com", newcomer.pin, "/start/"):
        assert part in body.get_content()


def test_a_pin_its_owner_chose_is_not_in_the_mail(company: CompanySummary) -> None:
    newcomer = _newcomer(company)
    mailbox = mailbox_for_person(company=company.id, person=newcomer.person.id)
    assert mailbox is not None
    renewed = pin_renew(actor=SYSTEM, company=company.id, mailbox=mailbox.id)
    send_welcome(company=str(company.id), person=str(newcomer.person.id))
    assert newcomer.pin not in str(mail.outbox[0].body)
    assert renewed


def test_a_hostile_name_stays_text_and_adds_no_header(company: CompanySummary) -> None:
    newcomer = _newcomer(company, first_name="<b>Eve\nBcc: x@example.com")
    send_welcome(company=str(company.id), person=str(newcomer.person.id))
    (sent,) = mail.outbox
    assert "<b>Eve" in str(sent.body)
    assert "&lt;b&gt;Eve" in str(sent.alternatives[0][0])
    assert sent.recipients() == ["ann@example.com"]
    assert "\n" not in sent.subject


def test_an_administrator_without_company_is_mailed_too() -> None:
    person = administrator_invite(
        actor=SYSTEM,
        reseller=None,
        email="p@example.com",
        first_name="Pat",
        last_name="P",
        language=Language.ENGLISH,
    )
    send_welcome(company=None, person=str(person.id))
    assert mail.outbox[0].to == ["p@example.com"]


def test_nobody_is_mailed_who_is_gone(company: CompanySummary) -> None:
    person = _newcomer(company).person.id
    people_remove(actor=SYSTEM, company=company.id, people=[person])
    send_welcome(company=str(company.id), person=str(person))
    assert mail.outbox == []


def test_a_mail_refused_for_good_is_told_in_the_journal_and_not_tried_again(
    company: CompanySummary, letterbox: Letterbox
) -> None:
    letterbox.unknown.add("ann@example.com")
    person = str(_newcomer(company).person.id)
    send_welcome(company=str(company.id), person=person)
    (told,) = journal_page(companies={company.id}, prefix="people.welcome_refused").entries
    assert (told.facts["address"], told.facts["reason"]) == ("ann@example.com", "550 5.1.1 No such user here")


def test_a_mail_server_that_is_busy_is_tried_again(company: CompanySummary, letterbox: Letterbox) -> None:
    letterbox.refusal = "452 no room"
    person = str(_newcomer(company).person.id)
    with pytest.raises(OSError, match="452"):
        send_welcome(company=str(company.id), person=person)
    assert journal_page(companies={company.id}, prefix="people.welcome_refused").entries == ()
