"""One's voicemail pages: one's own messages, nobody else's, in whole and in parts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cordboard.journal.models import Entry
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM, JournalEntry
from cordboard.numbering.selectors import extension_find
from cordboard.portal.standing import address_as
from cordboard.portal.voicemail.recordings import Span, span_asked
from cordboard.tenancy.scope import all_companies
from cordboard.tenancy.types import CompanySummary
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.selectors import first_pin, mailbox_for_person, mailbox_get, mailboxes_shared
from cordboard.voicemail.services import mailbox_create, pin_lock_set, pin_set, pin_verify
from cordboard.voicemail.types import MailboxLimits, MailboxSummary, NoticeSettings
from kit.companies import Side, TwoCompanies
from kit.sound_files import wav
from kit.voice_messages import FolderMessageStore, messages
from portal.conftest import SignIn

__all__ = ["messages"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SIZE = 44 + 2 * 16000  # bytes of a recording of two seconds
Ask = Callable[..., HttpResponse]


def box_of(side: Side) -> MailboxSummary:
    """A mailbox of the company's user (102)."""
    made, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    return made


@pytest.fixture
def mailbox(two_companies: TwoCompanies) -> MailboxSummary:
    return box_of(two_companies.one)


@pytest.fixture
def owner(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.user.person)


def get(client: Client, name: str, *arguments: object, prefix: str = "", **options: object) -> HttpResponse:
    return client.get(prefix + reverse(name, args=arguments), secure=True, **options)  # type: ignore[arg-type]


def post(
    client: Client, name: str, *arguments: object, values: dict[str, object] | None = None, prefix: str = ""
) -> HttpResponse:
    return client.post(prefix + reverse(name, args=arguments), values or {}, secure=True)  # type: ignore[return-value]


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def entries(company: CompanySummary, kind: str) -> list[JournalEntry]:
    found = journal_page(companies={company.id}).entries
    return [entry for entry in reversed(found) if entry.kind == f"voicemail.{kind}"]


def test_the_list_shows_ones_own_messages(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore, two_companies: TwoCompanies
) -> None:
    messages.leave(mailbox.engine_name, caller='"Ada Holm" <102>', length=timedelta(seconds=42))
    messages.leave(box_of(two_companies.two).engine_name, caller='"Stranger" <999>')
    page = text_of(get(owner, "me_voicemail"))
    assert "Ada Holm" in page
    assert "0:42" in page
    assert "1 new message" in page
    assert "Stranger" not in page


def test_a_callers_name_is_text_and_nothing_else(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    messages.leave(mailbox.engine_name, caller='"<script>alert(1)</script>" <"><img src=x onerror=y>>')
    messages.leave(mailbox.engine_name, caller="""\"' hx-get='/x' {{ 7|add:7 }}" <1>""")
    page = get(owner, "me_voicemail").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "' hx-get=" not in page
    assert "{{ 7|add:7 }}" in page


def test_one_without_a_mailbox_is_told_so(owner: Client) -> None:
    for name in ("me_voicemail", "me_voicemail_settings"):
        assert "You have no mailbox" in text_of(get(owner, name))
    assert get(owner, "me_voicemail_recording", "1-00000001").status_code == 404


def test_a_full_mailbox_says_so(
    owner: Client,
    mailbox: MailboxSummary,
    messages: FolderMessageStore,
    sign_in: SignIn,
    two_companies: TwoCompanies,
) -> None:
    admin = sign_in(two_companies.one.admin.person)
    form = mailbox_form() | {"most_messages": "1"}
    post(admin, "company_user_mailbox", two_companies.one.user.person.id, values=form)
    assert "full" not in text_of(get(owner, "me_voicemail"))
    messages.leave(mailbox.engine_name)
    assert "Your mailbox is full" in text_of(get(owner, "me_voicemail"))


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("", None),
        ("bytes=0-", Span(0, 99)),
        ("bytes=0-0", Span(0, 0)),
        ("bytes=10-19", Span(10, 19)),
        ("bytes=90-1000", Span(90, 99)),
        ("bytes=-10", Span(90, 99)),
        ("bytes=-1000", Span(0, 99)),
        ("bytes=100-", None),
        ("bytes=20-10", None),
        ("bytes=-0", None),
        ("bytes=-", None),
        ("bytes=0-1,5-9", None),
        ("bytes=a-b", None),
        ("items=0-1", None),
        (f"bytes={'9' * 40}-", None),
    ],
)
def test_a_range_is_read_as_http_says(asked: str, span: Span | None) -> None:
    assert span_asked(asked, size=100) == span


def test_a_recording_is_played_in_whole_and_in_parts(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    whole = get(owner, "me_voicemail_recording", message)
    assert (whole.status_code, whole["Content-Type"], len(whole.content)) == (200, "audio/wav", SIZE)
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["Cache-Control"] == "private, no-store"
    assert whole["Content-Disposition"] == 'inline; filename="voicemail-2026-03-01-093000.wav"'
    part = get(owner, "me_voicemail_recording", message, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{SIZE}"
    beyond = get(owner, "me_voicemail_recording", message, headers={"Range": f"bytes={SIZE}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{SIZE}")
    same = {"Range": "bytes=0-9", "If-Range": whole["ETag"]}
    assert get(owner, "me_voicemail_recording", message, headers=same).status_code == 206
    other = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert get(owner, "me_voicemail_recording", message, headers=other).status_code == 200


def test_a_recording_is_downloaded_under_a_name_of_ours(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name, caller='"../../evil\\".exe" <1>')
    answer = owner.get(reverse("me_voicemail_recording", args=[message]) + "?download", secure=True)
    assert answer["Content-Disposition"] == 'attachment; filename="voicemail-2026-03-01-093000.wav"'


def test_messages_of_others_are_not_there(
    two_companies: TwoCompanies, sign_in: SignIn, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    stranger, colleague = two_companies.two, two_companies.one.admin.person
    messages.leave(box_of(stranger).engine_name)
    mailbox_create(actor=SYSTEM, company=two_companies.one.company.id, person=colleague.id)
    for client in (sign_in(stranger.user.person), sign_in(colleague)):
        assert get(client, "me_voicemail_recording", message).status_code == 404
        for name in ("me_voicemail_delete", "me_voicemail_heard", "me_voicemail_new"):
            post(client, name, values={"row": [message]})
        post(client, "me_voicemail_played", message)
        assert message not in text_of(get(client, "me_voicemail"))
    assert [(one.id, one.heard) for one in messages.messages(mailbox.engine_name)] == [(message, False)]
    assert get(Client(), "me_voicemail_recording", message).status_code == 302


@pytest.mark.parametrize(
    "message", ["..", "../../../../etc/passwd", "msg0000", "%2e%2e", "INBOX", "1772357400-00000001%0a", "%00"]
)
def test_no_name_reaches_a_file(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore, message: str
) -> None:
    messages.leave(mailbox.engine_name)
    path = reverse("me_voicemail_recording", args=["X"]).replace("X", message)
    assert owner.get(path, secure=True).status_code == 404


def test_chosen_messages_are_marked_and_deleted(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore, two_companies: TwoCompanies
) -> None:
    first, second, third = (messages.leave(mailbox.engine_name) for _ in range(3))
    post(owner, "me_voicemail_heard", values={"row": [first, second]})
    assert {one.id for one in messages.messages(mailbox.engine_name) if one.heard} == {first, second}
    post(owner, "me_voicemail_new", values={"message": second, "row": [first]})
    assert {one.id for one in messages.messages(mailbox.engine_name) if one.heard} == {first}
    post(owner, "me_voicemail_delete", values={"row": [first, third]})
    assert [one.id for one in messages.messages(mailbox.engine_name)] == [second]
    assert "2 messages deleted." in text_of(get(owner, "me_voicemail"))
    (deleted,) = entries(two_companies.one.company, "messages_deleted")
    assert deleted.actor.person == str(two_companies.one.user.person.id)


def test_looking_at_a_deed_does_nothing(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    for name in ("me_voicemail_heard", "me_voicemail_new", "me_voicemail_delete", "me_voicemail_pin"):
        assert get(owner, name).status_code == 405
    assert get(owner, "me_voicemail_played", message).status_code == 405


def test_why_nothing_happened_is_told_on_the_list(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    messages.in_use.add(mailbox.engine_name)
    post(owner, "me_voicemail_delete", values={"message": message})
    assert "Someone is listening to this mailbox on a phone." in text_of(get(owner, "me_voicemail"))
    messages.in_use.clear()
    messages.remove(mailbox.engine_name, [message])
    post(owner, "me_voicemail_delete", values={"message": message})
    assert "This message is not there any more." in text_of(get(owner, "me_voicemail"))


def test_a_message_that_is_played_counts_as_heard(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    assert reverse("me_voicemail_played", args=[message]) in text_of(get(owner, "me_voicemail"))
    answer = post(owner, "me_voicemail_played", message)
    assert f'id="message-state-{message}" hx-swap-oob="true"' in text_of(answer)
    assert [one.heard for one in messages.messages(mailbox.engine_name)] == [True]
    messages.in_use.add(mailbox.engine_name)
    assert post(owner, "me_voicemail_played", message).status_code == 204


def test_a_message_deleted_by_phone_while_it_plays_is_gone_for_the_next_part(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message, later = messages.leave(mailbox.engine_name), messages.leave(mailbox.engine_name)
    first = get(owner, "me_voicemail_recording", message, headers={"Range": "bytes=0-999"})
    assert first.status_code == 206
    messages.remove(mailbox.engine_name, [message])
    rest = get(owner, "me_voicemail_recording", message, headers={"Range": "bytes=1000-"})
    assert rest.status_code == 404
    assert get(owner, "me_voicemail_recording", later).status_code == 200


def test_who_acts_for_another_listens_on_record_and_leaves_messages_new(
    two_companies: TwoCompanies, sign_in: SignIn, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    side = two_companies.one
    message = messages.leave(mailbox.engine_name)
    admin, prefix = sign_in(side.admin.person), address_as(side.user.person.id).rstrip("/")
    page = text_of(get(admin, "me_voicemail", prefix=prefix))
    assert message in page
    assert f"{message}/played" not in page
    get(admin, "me_voicemail_recording", message, prefix=prefix)
    played = entries(side.company, "message_played")
    assert [(one.actor.person, one.actor.on_behalf_of) for one in played] == [
        (str(side.admin.person.id), str(side.user.person.id))
    ]
    assert [one.heard for one in messages.messages(mailbox.engine_name)] == [False]


@pytest.mark.parametrize(
    "asked", ["bytes=0-", "bytes=1-", "bytes=500-900", "bytes=-20", "bytes=1-1, 3-9", "lines=1"]
)
def test_listening_while_acting_is_on_record_whichever_part_is_asked_for_first(
    two_companies: TwoCompanies,
    sign_in: SignIn,
    mailbox: MailboxSummary,
    messages: FolderMessageStore,
    asked: str,
) -> None:
    side = two_companies.one
    first, second = messages.leave(mailbox.engine_name), messages.leave(mailbox.engine_name)
    admin, prefix = sign_in(side.admin.person), address_as(side.user.person.id).rstrip("/")
    for message in (first, first, second):
        get(admin, "me_voicemail_recording", message, prefix=prefix, headers={"Range": asked})
        get(admin, "me_voicemail_recording", message, prefix=prefix, headers={"Range": "bytes=0-"})
    assert sorted(one.facts["message"] for one in entries(side.company, "message_played")) == sorted(
        [first, second]
    )


def test_ones_own_listening_is_not_on_record(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore, two_companies: TwoCompanies
) -> None:
    get(owner, "me_voicemail_recording", messages.leave(mailbox.engine_name))
    assert entries(two_companies.one.company, "message_played") == []


def test_notices_are_set(owner: Client, mailbox: MailboxSummary) -> None:
    post(owner, "me_voicemail_settings", values={"mails": "on", "marks_heard": "on"})
    assert mailbox_get(company=mailbox.company, mailbox=mailbox.id).notices == NoticeSettings(
        mails=True, attaches_recording=False, marks_heard=True
    )


def test_the_pin_is_changed_and_a_bad_one_is_explained_beside_its_field(
    owner: Client, mailbox: MailboxSummary
) -> None:
    given = first_pin(company=mailbox.company, mailbox=mailbox.id)
    assert given in text_of(get(owner, "me_voicemail_settings"))
    assert post(owner, "me_voicemail_pin", values={"pin": "739164"}).status_code == 302
    assert pin_verify(mailbox=mailbox.id, pin="739164")
    refused = post(owner, "me_voicemail_pin", values={"pin": "1234"})
    assert refused.status_code == 422
    assert "too easy to guess" in text_of(refused)
    assert "1234" not in text_of(refused)
    assert pin_verify(mailbox=mailbox.id, pin="739164")


def test_a_locked_pin_is_not_offered_and_not_changed(owner: Client, mailbox: MailboxSummary) -> None:
    pin_set(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, pin="739164", by_owner=True)
    pin_lock_set(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, locked=True)
    assert reverse("me_voicemail_pin") not in text_of(get(owner, "me_voicemail_settings"))
    assert post(owner, "me_voicemail_pin", values={"pin": "918273"}).status_code == 422
    assert pin_verify(mailbox=mailbox.id, pin="739164")


def mailbox_form() -> dict[str, str]:
    """What the administrator's form sends as it stands."""
    return {
        "most_messages": "100",
        "longest_message_0": "5",
        "longest_message_number": "5",
        "longest_message_unit": "m",
        "time_zone": "Europe/London",
        "mails": "on",
        "attaches_recording": "on",
    }


def test_an_administrator_settles_a_users_mailbox_without_seeing_into_it(
    two_companies: TwoCompanies, sign_in: SignIn, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    side = two_companies.one
    message = messages.leave(mailbox.engine_name, caller='"Ada Holm" <102>')
    admin = sign_in(side.admin.person)
    page = text_of(get(admin, "company_user_mailbox", side.user.person.id))
    assert message not in page
    assert "Ada Holm" not in page
    wanted = mailbox_form() | {
        "most_messages": "2",
        "longest_message_number": "90",
        "longest_message_unit": "s",
        "time_zone": "Europe/Oslo",
        "pin_locked": "on",
    }
    answer = post(admin, "company_user_mailbox", side.user.person.id, values=wanted)
    assert answer.status_code == 302, text_of(answer)
    settled = mailbox_get(company=mailbox.company, mailbox=mailbox.id)
    assert settled.limits == MailboxLimits(most_messages=2, longest_message=timedelta(seconds=90))
    assert (settled.time_zone, settled.pin_locked, settled.notices) == ("Europe/Oslo", True, NoticeSettings())
    kinds = [one.kind for one in reversed(journal_page(companies={side.company.id}).entries)]
    assert kinds[-2:] == ["voicemail.mailbox_changed", "voicemail.pin_lock_set"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("most_messages", "0"), ("most_messages", "1001"), ("most_messages", "x"), ("time_zone", "Mars")],
)
def test_settings_that_make_no_sense_are_refused(
    two_companies: TwoCompanies, sign_in: SignIn, mailbox: MailboxSummary, field: str, value: str
) -> None:
    admin = sign_in(two_companies.one.admin.person)
    answer = post(
        admin,
        "company_user_mailbox",
        two_companies.one.user.person.id,
        values=mailbox_form() | {field: value},
    )
    assert answer.status_code == 422
    assert mailbox_get(company=mailbox.company, mailbox=mailbox.id) == mailbox


def test_an_administrator_gives_renews_and_deletes_a_mailbox(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side = two_companies.one
    admin, person = sign_in(side.admin.person), side.user.person.id
    assert "No mailbox yet" in text_of(get(admin, "company_user_mailbox", person))
    made = text_of(post(admin, "company_user_mailbox_new", person))
    mailbox = mailbox_for_person(company=side.company.id, person=person)
    assert mailbox is not None
    assert first_pin(company=side.company.id, mailbox=mailbox.id) in made
    renewed = text_of(post(admin, "company_user_mailbox_pin", person))
    pin = first_pin(company=side.company.id, mailbox=mailbox.id)
    assert pin in renewed
    assert pin_verify(mailbox=mailbox.id, pin=pin)
    assert pin not in text_of(get(admin, "company_user_mailbox", person))
    assert post(admin, "company_user_mailbox_new", person).status_code == 409
    post(admin, "company_user_mailbox_delete", person)
    assert mailbox_for_person(company=side.company.id, person=person) is None
    assert post(admin, "company_user_mailbox_pin", person).status_code == 404


def test_users_and_other_companies_administrators_do_not_reach_a_mailboxs_settings(
    two_companies: TwoCompanies, sign_in: SignIn, mailbox: MailboxSummary
) -> None:
    person = two_companies.one.user.person.id
    for client, status in (
        (sign_in(two_companies.one.user.person), 403),
        (sign_in(two_companies.two.admin.person), 404),
    ):
        assert get(client, "company_user_mailbox", person).status_code == status
        assert post(client, "company_user_mailbox", person, values=mailbox_form()).status_code == status
        for name in ("new", "pin", "delete"):
            assert post(client, f"company_user_mailbox_{name}", person).status_code == status
    assert mailbox_get(company=mailbox.company, mailbox=mailbox.id) == mailbox


def test_administrators_do_not_settle_their_equals_mailboxes(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    side = two_companies.one
    from cordboard.accounts.types import Role
    from kit.companies import equipped_make

    other = equipped_make(
        side.company, number="103", first_name="Anna", word="Aurora", role=Role.COMPANY_ADMIN
    ).person
    made, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=other.id)
    admin = sign_in(side.admin.person)
    assert "You can look, but not change" in text_of(get(admin, "company_user_mailbox", other.id))
    assert post(admin, "company_user_mailbox", other.id, values=mailbox_form()).status_code == 403
    for name in ("pin", "delete"):
        assert post(admin, f"company_user_mailbox_{name}", other.id).status_code == 403
    assert mailbox_get(company=made.company, mailbox=made.id) == made


def test_mails_refused_for_good_are_told_to_the_companys_administrators_and_the_owner(
    owner: Client, mailbox: MailboxSummary, sign_in: SignIn, two_companies: TwoCompanies
) -> None:
    box_of(two_companies.two)
    admin, stranger = (sign_in(side.admin.person) for side in (two_companies.one, two_companies.two))
    words = "Mails about voice messages do not arrive"
    assert words not in text_of(get(admin, "company_dashboard"))
    with all_companies():
        Mailbox.objects.filter(pk=mailbox.id).update(
            refused_address=mailbox.email, refused_because="550 <b>unknown</b>"
        )
    person = two_companies.one.user.person.id
    dashboard = text_of(get(admin, "company_dashboard"))
    assert words in dashboard
    assert reverse("company_user_mailbox", args=[person]) in dashboard
    page = get(admin, "company_user_mailbox", person).content.decode()
    assert "550 &lt;b&gt;unknown&lt;/b&gt;" in page
    assert mailbox.email in page
    assert words in text_of(get(owner, "me_voicemail_settings"))
    assert words not in text_of(get(stranger, "company_dashboard"))


def _greeting(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("../../evil name.wav", content, content_type="text/html")


def test_a_greeting_is_handed_in_heard_replaced_and_deleted(
    two_companies: TwoCompanies, owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    for seconds in (1, 2):
        answer = post(
            owner, "me_voicemail_greeting_set", "busy", values={"recording": _greeting(wav(seconds=seconds))}
        )
        assert answer.status_code == 302
        folder = messages.spool.path(mailbox.engine_name)
        assert [file.name for file in folder.iterdir()] == ["busy.wav"]
        assert (folder / "busy.wav").stat().st_size == 44 + seconds * 16_000
        heard = get(owner, "me_voicemail_greeting", "busy")
        assert heard.headers["Content-Type"] == "audio/wav"
        assert len(heard.content) == 44 + seconds * 16_000
    assert get(owner, "me_voicemail_greeting", "unavail").status_code == 404
    assert "Delete this greeting?" in text_of(get(owner, "me_voicemail_greetings"))
    post(owner, "me_voicemail_greeting_delete", "busy")
    assert get(owner, "me_voicemail_greeting", "busy").status_code == 404
    assert len(entries(two_companies.one.company, "greeting_set")) == 2
    assert len(entries(two_companies.one.company, "greeting_removed")) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "This is no WAV file."),
        (wav(channels=2), "one channel, 16 bit"),
        (wav(seconds=0.1), "shorter than half a second"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_played_is_refused_and_the_old_greeting_stays(
    owner: Client, mailbox: MailboxSummary, messages: FolderMessageStore, content: bytes, said: str
) -> None:
    post(owner, "me_voicemail_greeting_set", "unavail", values={"recording": _greeting(wav())})
    answer = post(owner, "me_voicemail_greeting_set", "unavail", values={"recording": _greeting(content)})
    assert answer.status_code == 422
    assert said in text_of(answer)
    (form,) = (greeting.form for greeting in answer.context["greetings"] if greeting.form.errors)
    assert list(form.errors) == ["recording"]  # beside the field, in the reader's language
    assert len(get(owner, "me_voicemail_greeting", "unavail").content) == 44 + 16_000


def test_greetings_are_ones_own_and_of_known_kinds(
    two_companies: TwoCompanies,
    owner: Client,
    sign_in: SignIn,
    mailbox: MailboxSummary,
    messages: FolderMessageStore,
) -> None:
    post(owner, "me_voicemail_greeting_set", "busy", values={"recording": _greeting(wav())})
    box_of(two_companies.two)
    for stranger in (two_companies.two.user.person, two_companies.one.admin.person):
        assert get(sign_in(stranger), "me_voicemail_greeting", "busy").status_code == 404
    for kind in ("msg0000", "voicemail", "%2e%2e", "busy.wav"):
        assert (
            post(owner, "me_voicemail_greeting_set", kind, values={"recording": _greeting(wav())}).status_code
            == 404
        )
        assert post(owner, "me_voicemail_greeting_delete", kind).status_code == 404


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def test_a_shared_mailbox_is_made_given_a_pin_and_deleted(
    two_companies: TwoCompanies, admin: Client, messages: FolderMessageStore
) -> None:
    company = two_companies.one.company.id
    typed: dict[str, object] = {"name": "Sales <b>", "extension": "150", "email": "sales@example.com"}
    answer = post(admin, "company_mailboxes", values=typed)
    (made,) = [row.mailbox for row in mailboxes_shared(company=company)]
    first = first_pin(company=company, mailbox=made.id)
    assert first in text_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Sales &lt;b&gt;" in answer.content.decode()
    leading = extension_find(company=company, number="150")
    assert leading is not None
    assert leading.destination.id == str(made.id)
    renewed = post(admin, "company_mailbox_pin", made.id)
    assert first_pin(company=company, mailbox=made.id) != first
    assert first_pin(company=company, mailbox=made.id) in text_of(renewed)
    assert first not in text_of(get(admin, "company_mailboxes"))
    post(admin, "company_mailbox_delete", made.id)
    assert mailboxes_shared(company=company) == ()
    assert extension_find(company=company, number="150") is None


def test_a_shared_mailbox_is_called_and_mailed_as_its_administrator_wants(
    two_companies: TwoCompanies, admin: Client, messages: FolderMessageStore
) -> None:
    company = two_companies.one.company.id
    made, _ = mailbox_create(
        actor=SYSTEM, company=company, name="Sales", email="old@example.com", time_zone="Asia/Tokyo"
    )
    page = get(admin, "company_mailbox", made.id)
    assert page.context["form"].initial == {"name": "Sales", "email": "old@example.com"}
    refused = post(admin, "company_mailbox", made.id, values={"name": "", "email": "nowhere"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"name", "email"}
    assert mailbox_get(company=company, mailbox=made.id) == made
    for _ in range(2):  # the second time nothing changes, and nothing is told
        wanted = {"name": "Sales <i>", "email": "new@example.com"}
        assert post(admin, "company_mailbox", made.id, values=wanted).status_code == 302
    changed = mailbox_get(company=company, mailbox=made.id)
    assert changed == replace(made, name="Sales <i>", email="new@example.com")
    listed = get(admin, "company_mailboxes").content.decode()
    assert "Sales &lt;i&gt;</a>" in listed
    assert "new@example.com" in listed
    assert Entry.objects.filter(kind="voicemail.mailbox_changed", company=company).count() == 1
    assert "Changed the mailbox Sales &lt;i&gt;" in get(admin, "company_journal").content.decode()
    post(admin, "company_mailbox", made.id, values={"name": "Sales", "email": ""})
    assert mailbox_get(company=company, mailbox=made.id).email == ""


def test_a_shared_mailbox_needs_an_extension_that_is_free_or_nothing_is_made(
    two_companies: TwoCompanies, admin: Client, messages: FolderMessageStore
) -> None:
    typed: dict[str, object] = {"name": "Sales", "extension": "101", "email": ""}
    answer = post(admin, "company_mailboxes", values=typed)
    assert answer.status_code == 422
    assert "101" in str(answer.context["form"].errors["extension"])
    assert mailboxes_shared(company=two_companies.one.company.id) == ()


def test_a_persons_own_mailbox_and_another_companys_are_no_shared_ones(
    two_companies: TwoCompanies, admin: Client, mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    foreign, _ = mailbox_create(actor=SYSTEM, company=two_companies.two.company.id, name="Theirs")
    for made in (mailbox, foreign):
        for deed in ("company_mailbox", "company_mailbox_pin", "company_mailbox_delete"):
            assert post(admin, deed, made.id, values={"name": "Mine", "email": ""}).status_code == 404
        assert get(admin, "company_mailbox", made.id).status_code == 404
        assert mailbox_get(company=made.company, mailbox=made.id) == made
    assert "Theirs" not in text_of(get(admin, "company_mailboxes"))
