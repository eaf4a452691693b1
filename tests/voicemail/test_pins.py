"""PINs are guessed ten times, not more; nobody reads them back once their owner chose one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.voicemail.errors import MailboxUnknown, PinInvalid, PinLocked, PinTrivial
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.selectors import first_pin, mailbox_get
from cordboard.voicemail.services import mailbox_create, pin_lock_set, pin_renew, pin_set, pin_verify
from cordboard.voicemail.types import MailboxSummary
from kit.companies import Side, TwoCompanies, companies_make, two_companies

__all__ = ["two_companies"]

pytestmark = pytest.mark.database

PIN, WRONG = "739164", "739165"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def hashes_quickly(settings: object) -> None:
    """Trying a PIN costs little: these tests try many."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


def box_of(side: Side, pin: str = "") -> MailboxSummary:
    mailbox, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    if pin:
        pin_set(actor=SYSTEM, company=side.company.id, mailbox=mailbox.id, pin=pin, by_owner=True)
    return mailbox


def kinds(side: Side) -> list[str]:
    entries = reversed(journal_page(companies={side.company.id}).entries)
    return [entry.kind for entry in entries if entry.kind.startswith("voicemail.pin")]


@pytest.mark.django_db
def test_a_first_pin_opens_the_box_and_can_be_told_until_another_is_chosen(
    two_companies: TwoCompanies,
) -> None:
    company = two_companies.one.company.id
    mailbox, pin = mailbox_create(actor=SYSTEM, company=company, person=two_companies.one.user.person.id)
    assert pin_verify(mailbox=mailbox.id, pin=pin)
    assert first_pin(company=company, mailbox=mailbox.id) == pin
    pin_set(actor=SYSTEM, company=company, mailbox=mailbox.id, pin=PIN, by_owner=True)
    assert first_pin(company=company, mailbox=mailbox.id) == ""
    assert not pin_verify(mailbox=mailbox.id, pin=pin)
    assert pin_verify(mailbox=mailbox.id, pin=PIN)


@pytest.mark.django_db
def test_pins_lie_sealed_and_never_in_the_journal(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side, PIN)
    with company_scope(side.company.id):
        row = Mailbox.objects.get(pk=mailbox.id)
    assert PIN not in row.pin_sealed + row.first_pin_sealed
    assert "argon2" not in row.pin_sealed  # a copy of the database alone gives nothing to try PINs on
    assert PIN not in str(journal_page(companies={side.company.id}))


@pytest.mark.django_db
def test_a_renewed_pin_is_another_and_the_only_one(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side, PIN)
    fresh = pin_renew(actor=SYSTEM, company=side.company.id, mailbox=mailbox.id)
    assert not pin_verify(mailbox=mailbox.id, pin=PIN)
    assert pin_verify(mailbox=mailbox.id, pin=fresh)
    assert kinds(side) == ["voicemail.pin_set", "voicemail.pin_renewed", "voicemail.pin_refused"]


@pytest.mark.django_db
@pytest.mark.parametrize(("pin", "error"), [("1234", PinTrivial), ("102102", PinTrivial), ("12", PinInvalid)])
def test_a_bad_pin_is_refused_and_the_old_one_stays(
    two_companies: TwoCompanies, pin: str, error: type[Exception]
) -> None:
    mailbox = box_of(two_companies.one, PIN)
    with pytest.raises(error):
        pin_set(
            actor=SYSTEM, company=two_companies.one.company.id, mailbox=mailbox.id, pin=pin, by_owner=True
        )
    assert pin_verify(mailbox=mailbox.id, pin=PIN)
    assert kinds(two_companies.one) == ["voicemail.pin_set"]


@pytest.mark.django_db
def test_a_locked_pin_is_the_administrators_to_change(two_companies: TwoCompanies) -> None:
    company, mailbox = two_companies.one.company.id, box_of(two_companies.one, PIN)
    pin_lock_set(actor=SYSTEM, company=company, mailbox=mailbox.id, locked=True)
    with pytest.raises(PinLocked):
        pin_set(actor=SYSTEM, company=company, mailbox=mailbox.id, pin="918273", by_owner=True)
    assert pin_verify(mailbox=mailbox.id, pin=PIN)
    pin_set(actor=SYSTEM, company=company, mailbox=mailbox.id, pin="918273", by_owner=False)
    assert pin_verify(mailbox=mailbox.id, pin="918273")


@pytest.mark.django_db
@pytest.mark.usefixtures("hashes_quickly")
def test_the_tenth_wrong_pin_shuts_the_box_for_a_quarter_of_an_hour(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    with time_machine.travel(NOON, tick=False) as clock:
        mailbox = box_of(side, PIN)
        assert not any(pin_verify(mailbox=mailbox.id, pin=WRONG) for _ in range(10))
        assert not pin_verify(mailbox=mailbox.id, pin=PIN)
        assert mailbox_get(company=side.company.id, mailbox=mailbox.id).pin_shut
        clock.shift(timedelta(minutes=15) - timedelta(seconds=1))
        assert not pin_verify(mailbox=mailbox.id, pin=PIN)
        clock.shift(timedelta(seconds=1))
        assert pin_verify(mailbox=mailbox.id, pin=PIN)
    assert kinds(side)[1:] == ["voicemail.pin_refused"] * (9) + ["voicemail.pin_shut"]


@pytest.mark.django_db
@pytest.mark.usefixtures("hashes_quickly")
def test_wrong_pins_of_one_box_shut_no_other_and_a_right_one_forgives_them(
    two_companies: TwoCompanies,
) -> None:
    one, two = box_of(two_companies.one, PIN), box_of(two_companies.two, PIN)
    for _ in range(9):
        pin_verify(mailbox=one.id, pin=WRONG)
    assert pin_verify(mailbox=two.id, pin=PIN)
    assert pin_verify(mailbox=one.id, pin=PIN)
    for _ in range(9):
        pin_verify(mailbox=one.id, pin=WRONG)
    assert pin_verify(mailbox=one.id, pin=PIN)


@pytest.mark.django_db
@pytest.mark.usefixtures("hashes_quickly")
def test_a_new_pin_opens_a_shut_box(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side, PIN)
    for _ in range(10):
        pin_verify(mailbox=mailbox.id, pin=WRONG)
    pin = pin_renew(actor=SYSTEM, company=side.company.id, mailbox=mailbox.id)
    assert pin_verify(mailbox=mailbox.id, pin=pin)


@pytest.mark.django_db
def test_no_pin_opens_a_box_that_is_not_there() -> None:
    assert not pin_verify(mailbox=uuid4(), pin=PIN)


@pytest.mark.django_db
def test_pins_of_another_company_can_not_be_touched(two_companies: TwoCompanies) -> None:
    mailbox, stranger = box_of(two_companies.one, PIN), two_companies.two.company.id
    for act in (
        lambda: pin_set(actor=SYSTEM, company=stranger, mailbox=mailbox.id, pin="918273", by_owner=False),
        lambda: pin_renew(actor=SYSTEM, company=stranger, mailbox=mailbox.id),
        lambda: pin_lock_set(actor=SYSTEM, company=stranger, mailbox=mailbox.id, locked=True),
        lambda: first_pin(company=stranger, mailbox=mailbox.id),
    ):
        with pytest.raises(MailboxUnknown):
            act()
    assert pin_verify(mailbox=mailbox.id, pin=PIN)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hashes_quickly")
def test_forty_attempts_at_once_are_ten_attempts() -> None:
    side = companies_make().one
    mailbox = box_of(side, PIN)

    def attempt(_: int) -> bool:
        try:
            return pin_verify(mailbox=mailbox.id, pin=WRONG)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(attempt, range(40)))
    with all_companies():
        assert len(Mailbox.objects.get(pk=mailbox.id).pin_failures) == 10
    assert kinds(side).count("voicemail.pin_shut") == 1
