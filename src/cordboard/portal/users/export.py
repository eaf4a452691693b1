"""The list of users as a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cordboard.people.types import EquippedPerson
from cordboard.portal.roles import role_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def people_csv(people: Iterable[EquippedPerson], *, name: str) -> HttpResponse:
    """A CSV file, in UTF-8 with a mark that spreadsheets understand. Source: RFC 4180."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_("First name"), _("Last name"), _("E-mail"), _("Extension"), _("Role"), _("Phones")])
    for equipped in people:
        writer.writerow([cell_safe(cell) for cell in _cells(equipped)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell_safe(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it. Source: OWASP, CSV injection."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(equipped: EquippedPerson) -> tuple[str, ...]:
    person = equipped.person
    phones = ", ".join(device.name for device in equipped.devices)
    return (
        person.first_name,
        person.last_name,
        person.email,
        equipped.number,
        role_name(person.role),
        phones,
    )
