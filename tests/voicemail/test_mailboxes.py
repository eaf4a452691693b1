"""Mailboxes belong to one company; each act on one is on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import RestrictedError

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.services import person_delete
from cordboard.engine.names import CompanyKey
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.numbering.services import extension_create
from cordboard.numbering.types import Destination
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.types import Language
from cordboard.voicemail.asterisk import mailboxes_for_engine
from cordboard.voicemail.errors import MailboxTaken, MailboxUnknown
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.selectors import (
    boxes_for_people,
    mailbox_find,
    mailbox_for_person,
    mailbox_get,
    mailboxes_shared,
    numbers_for_mailboxes,
    voicemail_part,
)
from cordboard.voicemail.services import mailbox_change, mailbox_create, mailbox_delete, notices_set
from cordboard.voicemail.types import MailboxLimits, MailboxSummary, NoticeSettings
from kit.companies import Side, TwoCompanies, two_companies
from kit.voice_messages import FolderMessageStore, messages

__all__ = ["messages", "two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def box_of(side: Side) -> MailboxSummary:
    """A mailbox of the company's user (102)."""
    mailbox, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    return mailbox


def kinds(side: Side) -> list[str]:
    """What the company's journal tells, oldest first, of voicemail."""
    entries = reversed(journal_page(companies={side.company.id}).entries)
    return [entry.kind for entry in entries if entry.kind.startswith("voicemail.")]


def test_a_persons_mailbox_is_named_and_told_after_the_person(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox, pin = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    assert (mailbox.name, mailbox.person_name) == ("Uma Aurora", "Uma Aurora")
    assert mailbox.email == side.user.person.email
    assert (mailbox.language, mailbox.time_zone) == (Language.ENGLISH, "Europe/London")
    assert (mailbox.limits, mailbox.notices) == (MailboxLimits(), NoticeSettings())
    assert (mailbox.pin_locked, mailbox.pin_shut, mailbox.pin_first) == (False, False, True)
    assert len(pin) == 6
    assert kinds(side) == ["voicemail.mailbox_created"]


def test_the_engines_name_is_random_and_tells_nothing(two_companies: TwoCompanies) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    assert one.engine_name.context == two_companies.one.company.key
    assert one.engine_name.box.isdecimal()
    assert len(one.engine_name.box) == 8
    assert one.engine_name.box != two.engine_name.box


def test_a_person_has_one_mailbox_and_a_second_leaves_no_trace(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    box_of(side)
    with pytest.raises(MailboxTaken):
        box_of(side)
    assert kinds(side) == ["voicemail.mailbox_created"]


def test_nobody_gets_a_mailbox_in_another_company(two_companies: TwoCompanies) -> None:
    with pytest.raises(PersonUnknown):
        mailbox_create(
            actor=SYSTEM, company=two_companies.one.company.id, person=two_companies.two.user.person.id
        )
    assert kinds(two_companies.one) == []


def test_a_shared_mailbox_speaks_the_companys_language_and_tells_its_own_address(
    two_companies: TwoCompanies,
) -> None:
    company = two_companies.one.company
    mailbox, _ = mailbox_create(
        actor=SYSTEM, company=company.id, name=' Støtte; "#exec"\n', email="support@example.com"
    )
    assert (mailbox.name, mailbox.email) == ('Støtte; "#exec"', "support@example.com")
    assert (mailbox.person, mailbox.language) == (None, company.language)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 81}),
        ("email", {"name": "Sales", "email": "no address"}),
        ("email", {"name": "Sales", "email": "a@example.com\nBcc: b@example.com"}),
        ("time_zone", {"name": "Sales", "time_zone": "Mars/Olympus"}),
        ("most_messages", {"name": "Sales", "limits": MailboxLimits(most_messages=0)}),
        ("longest_message", {"name": "Sales", "limits": MailboxLimits(longest_message=timedelta(days=1))}),
    ],
)
def test_values_that_make_no_sense_are_refused_by_field(
    two_companies: TwoCompanies, field: str, values: dict[str, object]
) -> None:
    with pytest.raises(FieldInvalid) as refused:
        mailbox_create(actor=SYSTEM, company=two_companies.one.company.id, **values)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert kinds(two_companies.one) == []


def test_a_changed_mailbox_carries_its_values_to_the_engine(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side)
    changed = mailbox_change(
        actor=SYSTEM,
        company=side.company.id,
        mailbox=mailbox.id,
        name="Uma's box",
        time_zone="America/New_York",
        limits=MailboxLimits(most_messages=2, longest_message=timedelta(seconds=90)),
    )
    assert changed == mailbox_get(company=side.company.id, mailbox=mailbox.id)
    (spec,) = mailboxes_for_engine(company=side.company.id)
    assert (spec.box, spec.company) == (mailbox.engine_name.box, CompanyKey(side.company.key))
    assert (spec.name, spec.language, spec.time_zone) == ("Uma's box", "en", "America/New_York")
    assert (spec.most_messages, spec.longest_message) == (2, timedelta(seconds=90))
    assert kinds(side) == ["voicemail.mailbox_created", "voicemail.mailbox_changed"]


def test_notice_settings_are_kept_without_configuring_the_engine(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side)
    wanted = NoticeSettings(mails=True, attaches_recording=False, marks_heard=True)
    notices_set(actor=SYSTEM, company=side.company.id, mailbox=mailbox.id, notices=wanted)
    assert mailbox_get(company=side.company.id, mailbox=mailbox.id).notices == wanted
    assert kinds(side)[-1] == "voicemail.notices_set"


def test_a_deleted_mailbox_is_gone_and_its_entry_says_what_to_erase(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    mailbox = box_of(side)
    mailbox_delete(actor=SYSTEM, company=side.company.id, mailbox=mailbox.id)
    assert mailbox_for_person(company=side.company.id, person=side.user.person.id) is None
    entry = journal_page(companies={side.company.id}).entries[0]
    assert entry.kind == "voicemail.mailbox_deleted"
    assert entry.facts["context"] == side.company.key
    assert entry.facts["box"] == mailbox.engine_name.box


def test_a_person_is_not_deleted_before_their_mailbox(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    box_of(side)
    with pytest.raises((RestrictedError, IntegrityError)):
        person_delete(actor=SYSTEM, company=side.company.id, person=side.user.person.id)


def test_another_companys_mailbox_is_unknown_to_every_read_and_act(two_companies: TwoCompanies) -> None:
    one, two = two_companies.one, two_companies.two
    mailbox = box_of(one)
    stranger = two.company.id
    for act in (
        lambda: mailbox_get(company=stranger, mailbox=mailbox.id),
        lambda: mailbox_delete(actor=SYSTEM, company=stranger, mailbox=mailbox.id),
        lambda: notices_set(
            actor=SYSTEM, company=stranger, mailbox=mailbox.id, notices=NoticeSettings(mails=False)
        ),
        lambda: mailbox_change(
            actor=SYSTEM,
            company=stranger,
            mailbox=mailbox.id,
            name="Theirs",
            time_zone="UTC",
            limits=MailboxLimits(),
        ),
    ):
        with pytest.raises(MailboxUnknown):
            act()
    assert mailbox_for_person(company=stranger, person=one.user.person.id) is None
    assert mailboxes_for_engine(company=stranger) == ()
    assert boxes_for_people(company=stranger) == {}
    assert voicemail_part(company=stranger).boxes == {}
    assert mailbox_get(company=one.company.id, mailbox=mailbox.id) == mailbox
    assert kinds(two) == []


def test_shared_mailboxes_are_the_companys_own_by_name_with_their_counts(
    two_companies: TwoCompanies, messages: FolderMessageStore
) -> None:
    box_of(two_companies.one)
    support, sales, theirs = (
        mailbox_create(actor=SYSTEM, company=side.company.id, name=name)[0]
        for side, name in (
            (two_companies.one, "Support"),
            (two_companies.one, "Sales"),
            (two_companies.two, "Sales"),
        )
    )
    first = messages.leave(sales.engine_name)
    messages.leave(sales.engine_name)
    messages.leave(theirs.engine_name)
    messages.mark(sales.engine_name, [first], heard=True)
    rows = mailboxes_shared(company=two_companies.one.company.id)
    assert [row.mailbox.id for row in rows] == [sales.id, support.id]
    assert [(row.counts.new, row.counts.heard) for row in rows] == [(1, 1), (0, 0)]


def test_calls_find_boxes_by_person_and_by_extension(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    own = box_of(side)
    shared, _ = mailbox_create(actor=SYSTEM, company=side.company.id, name="Sales")
    extension_create(
        actor=SYSTEM,
        company=side.company.id,
        number="200",
        destination=Destination("mailbox", str(shared.id)),
    )
    part = voicemail_part(company=side.company.id)
    entry = part.box_of(str(side.user.person.id))
    assert entry is not None
    assert entry == part.box_at("102")
    assert (entry.id, entry.extension) == (str(own.id), "102")
    assert part.name_of(entry) == own.engine_name
    found = part.box_at("200")
    assert found is not None
    assert (found.id, found.person) == (str(shared.id), "")
    assert part.box_at("101") is None
    assert numbers_for_mailboxes(company=side.company.id) == {
        "102": own.engine_name.box,
        "200": shared.engine_name.box,
    }
    assert boxes_for_people(company=side.company.id) == {side.user.person.id: own.engine_name}


def test_the_engines_name_of_a_box_finds_it_only_in_its_own_context(two_companies: TwoCompanies) -> None:
    mailbox = box_of(two_companies.one)
    box = mailbox.engine_name.box
    assert mailbox_find(context=two_companies.one.company.key, box=box) == mailbox
    assert mailbox_find(context=two_companies.two.company.key, box=box) is None


def test_mailboxes_are_not_read_outside_a_companys_scope() -> None:
    from django_scopes.exceptions import ScopeError

    with pytest.raises(ScopeError):
        Mailbox.objects.count()
