"""My voicemail in a real browser: a message is listened to, counts as heard, and goes when it is told to."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import DESK, PHONE, SignedIn, shot
from cordboard.base.clock import now
from cordboard.journal.types import SYSTEM
from cordboard.voicemail.selectors import first_pin
from cordboard.voicemail.services import mailbox_create, pin_verify
from cordboard.voicemail.types import MailboxSummary
from kit.companies import Side, companies_make
from kit.voice_messages import FolderMessageStore, messages

__all__ = ["messages"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def side(transactional_db: None) -> Side:
    return companies_make().one


@pytest.fixture
def mailbox(side: Side) -> MailboxSummary:
    made, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    return made


def several(messages: FolderMessageStore, mailbox: MailboxSummary) -> list[str]:
    """Three messages: one of a colleague, one of someone outside, one of nobody known."""
    today: datetime = now()
    return [
        messages.leave(
            mailbox.engine_name,
            caller='"Ada Holm" <102>',
            left=today - timedelta(days=3),
            length=timedelta(seconds=42),
        ),
        messages.leave(
            mailbox.engine_name,
            caller='"Émile Béranger-Vandenbroucke" <+442079460123>',
            left=today - timedelta(hours=2),
            length=timedelta(seconds=2),
        ),
        messages.leave(
            mailbox.engine_name,
            caller="Unknown",
            left=today - timedelta(minutes=5),
            length=timedelta(seconds=75),
        ),
    ]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_message_is_listened_to_and_counts_as_heard(
    side: Side, mailbox: MailboxSummary, messages: FolderMessageStore, signed_in: SignedIn
) -> None:
    first, second, _third = several(messages, mailbox)
    messages.mark(mailbox.engine_name, [first], heard=True)
    page = signed_in(side.user.person)
    page.goto("/me/voicemail/")
    shot(page, "voicemail-list")
    row = page.locator("tr", has_text="Émile")
    expect(row.locator(f"#message-state-{second}")).to_have_text("New")
    row.get_by_role("button", name="Play").click()
    expect(row.locator(".player[data-playing]")).to_be_visible()
    expect(row.locator(f"#message-state-{second}")).to_have_text("Heard")
    expect(row.locator(".player:not([data-playing])")).to_be_visible(timeout=10_000)  # it played to its end
    assert page.url.endswith("/me/voicemail/")
    assert {one.id for one in messages.messages(mailbox.engine_name) if one.heard} == {first, second}


def test_messages_are_deleted_after_a_question_one_or_several(
    side: Side, mailbox: MailboxSummary, messages: FolderMessageStore, signed_in: SignedIn
) -> None:
    _first, second, third = several(messages, mailbox)
    page = signed_in(side.user.person)
    page.goto("/me/voicemail/")
    row = page.locator("tr", has_text="Ada Holm")
    row.locator("summary").click()
    row.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("Delete the message from Ada Holm?")
    shot(page, "voicemail-delete")
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.locator("tr", has_text="Ada Holm")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("1 message deleted.")
    page.locator(".row-select-all").check()
    page.locator(".bulk-bar").get_by_role("button", name="Mark as heard").click()
    expect(page.locator(".page-header")).to_contain_text("0 new messages")
    assert [(one.id, one.heard) for one in messages.messages(mailbox.engine_name)] == [
        (third, True),
        (second, True),
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_fits_its_screen_and_works_by_keyboard(
    side: Side,
    mailbox: MailboxSummary,
    messages: FolderMessageStore,
    signed_in: SignedIn,
    size: tuple[int, int],
) -> None:
    page = signed_in(side.user.person, size)
    page.goto("/me/voicemail/")
    shot(page, "voicemail-empty")
    several(messages, mailbox)
    for address in ("/me/voicemail/", "/me/voicemail/?state=heard", "/me/voicemail/settings/"):
        page.goto(address)
        assert overflow(page) <= 0, address
    page.goto("/me/voicemail/")
    shot(page, f"voicemail-list-{size[0]}")
    page.goto("/me/voicemail/settings/")
    shot(page, "voicemail-settings")
    given = first_pin(company=side.company.id, mailbox=mailbox.id)
    assert given in page.content()
    page.get_by_label("New PIN").fill("1234")
    page.get_by_label("New PIN").press("Enter")
    expect(page.get_by_text("too easy to guess")).to_be_visible()
    shot(page, "voicemail-settings-refused")
    page.get_by_label("New PIN").fill("739164")
    page.get_by_label("New PIN").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Your new PIN is in force.")
    assert pin_verify(mailbox=mailbox.id, pin="739164")


def test_an_administrator_settles_a_mailbox_and_is_shown_a_new_pin_once(
    side: Side, mailbox: MailboxSummary, signed_in: SignedIn
) -> None:
    page = signed_in(side.admin.person)
    page.goto(f"/company/users/{side.user.person.id}/")
    page.get_by_role("link", name="Mailbox settings").click()
    shot(page, "mailbox")
    assert overflow(page) <= 0
    page.get_by_label("Most messages").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    page.get_by_role("button", name="Make a new PIN").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new PIN").click()
    given = first_pin(company=side.company.id, mailbox=mailbox.id)
    expect(page.get_by_text("It is in force now.")).to_be_visible()
    shot(page, "mailbox-pin")
    assert given in page.content()
