"""One's messages as a table."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.portal.components.tables import BulkAction, Column, Filter, Table, TableShape
from cordboard.portal.requests import CompanyRequest
from cordboard.voicemail.selectors import MessagePage, messages_page
from cordboard.voicemail.types import MailboxSummary

NEW, HEARD = "new", "heard"
_HEARD = {NEW: False, HEARD: True}


def messages_shape() -> TableShape:
    """Columns, filter and deeds of the list, in the reader's language."""
    return TableShape(
        name="messages",
        caption=_("Voice messages"),
        columns=(
            Column(key="caller", label=_("From"), sortable=True, main=True),
            Column(key="state", label=_("State")),
            Column(key="left", label=_("When"), sortable=True),
            Column(key="length", label=_("Message"), sortable=True),
            Column(key="actions", label=_("Actions"), actions=True),
        ),
        row_template="portal/voicemail/row.html",
        sort="-left",
        filters=(
            Filter(
                key="state",
                label=_("State"),
                any_label=_("New and heard"),
                choices=((NEW, _("New")), (HEARD, _("Heard"))),
            ),
        ),
        search_label=_("Name or number"),
        bulk=_deeds(),
    )


def messages_table(request: CompanyRequest, mailbox: MailboxSummary) -> tuple[Table, MessagePage]:
    """The page of the list that the address asks for, and what it was made from."""
    shape = messages_shape()
    query = shape.read(request.GET)
    page = messages_page(
        mailbox=mailbox,
        heard=_HEARD.get(query.filters.get("state", "")),
        text=query.search,
        order=f"-{query.sort}" if query.descending else query.sort,
        offset=query.offset,
        size=query.size,
    )
    return Table(shape=shape, query=query, rows=page.rows, total=page.total, path=request.path), page


def _deeds() -> tuple[BulkAction, ...]:
    return (
        BulkAction(address=reverse("me_voicemail_heard"), label=_("Mark as heard"), icon="check"),
        BulkAction(address=reverse("me_voicemail_new"), label=_("Mark as new"), icon="record-mail"),
        BulkAction(
            address=reverse("me_voicemail_delete"),
            label=_("Delete"),
            icon="trash",
            destructive=True,
            question=_("Delete the chosen messages? This cannot be undone."),
        ),
    )
