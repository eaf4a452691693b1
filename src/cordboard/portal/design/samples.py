"""Invented people, calls and figures that fill the style guide. Numbers are from ranges kept free for fiction."""

import io
import math
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.portal.components.charts import Chart, Series
from cordboard.portal.components.tables import BulkAction, Column, Filter, TableQuery, TableShape
from cordboard.portal.components.widgets import (
    CardText,
    DurationEntryField,
    ExtensionEntry,
    PasswordEntry,
    PhoneEntry,
    RadioCards,
    Switch,
)  # fmt: skip

SPRITE = Path(__file__).parent.parent / "static" / "built" / "icons.svg"
MOMENT = datetime(2026, 3, 4, 9, 41, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson:
    """A person who does not exist."""

    id: int
    name: str
    email: str
    extension: str
    state: str
    state_text: str
    seen: datetime


NAMES = (
    "Ada Holm", "Émile Béranger", "Núria Ibáñez Coll", "Åse Bjørnstad", "Jonas Øverland-Kristoffersen", "Li Wei",
    "Marie-Claire Dubois", "Tomás O’Connor", "Greta Sørensen", "Priya Raman", "Oskar Lind", "Zoë van der Meer",
)  # fmt: skip
STATES = (
    ("good", "Registered"),
    ("busy", "In a call"),
    ("idle", "Not registered"),
    ("warn", "Registered without encryption"),
)

PEOPLE = tuple(
    SamplePerson(
        id=number, name=NAMES[number % len(NAMES)], email=f"person{number}@example.com", extension=str(101 + number),
        state=STATES[number % 4][0], state_text=STATES[number % 4][1], seen=MOMENT - timedelta(minutes=17 * number),
    )
    for number in range(64)
)  # fmt: skip

PEOPLE_TABLE = TableShape(
    name="people",
    caption=_("People of this company"),
    row_template="portal/design/guide.html#row",
    sort="name",
    search_label=_("Search by name, e-mail or extension"),
    columns=(
        Column(key="name", label=_("Name"), sortable=True, main=True),
        Column(key="extension", label=_("Extension"), sortable=True, end=True),
        Column(key="state", label=_("Phone")),
        Column(key="seen", label=_("Last seen"), sortable=True),
        Column(key="deeds", label=_("Actions"), actions=True),
    ),
    filters=(Filter(key="state", label=_("Phone"), choices=STATES, any_label=_("Any phone state")),),
    bulk=(
        BulkAction(address="echo/", label=_("Send welcome mail"), icon="mail"),
        BulkAction(
            address="echo/",
            label=_("Delete"),
            icon="trash",
            destructive=True,
            question=_("Delete the people you chose?"),
        ),
    ),
)


def people_matching(query: TableQuery) -> Sequence[SamplePerson]:
    """The invented people a query asks for, in its order, all pages."""
    words = query.search.casefold()
    found = [row for row in PEOPLE if words in f"{row.name} {row.email} {row.extension}".casefold()]
    if state := query.filters.get("state"):
        found = [row for row in found if row.state == state]
    return sorted(found, key=lambda row: str(getattr(row, query.sort or "name")), reverse=query.descending)


class SampleForm(forms.Form):
    """One of each entry."""

    name = forms.CharField(
        label=_("Name"), max_length=64, help_text=_("As colleagues see it on their phone.")
    )
    email = forms.EmailField(label=_("E-mail"))
    extension = forms.CharField(label=_("Extension"), widget=ExtensionEntry)
    mobile = forms.CharField(label=_("Mobile number"), required=False, widget=PhoneEntry(country="NO"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("fr", "Français"), ("nb", "Norsk bokmål")]
    )
    ring = DurationEntryField(
        label=_("Ring for"), units="sm", initial=timedelta(seconds=25), help_text=_("Then voicemail answers.")
    )
    encryption = forms.ChoiceField(
        label=_("Encryption"),
        choices=[("required", _("Required")), ("offered", _("Offered")), ("off", _("Off"))],
        initial="offered",
        widget=RadioCards(texts={
            "required": CardText(description=_("Phones that cannot encrypt cannot call.")),
            "offered": CardText(description=_("Encrypted wherever the other side can.")),
            "off": CardText(description=_("Only for old phones on a wire you trust.")),
        }),
    )  # fmt: skip
    password = forms.CharField(label=_("Password"), widget=PasswordEntry(new=True))
    voicemail = forms.BooleanField(
        label=_("Take messages when nobody answers"), required=False, widget=Switch
    )
    directory = forms.BooleanField(label=_("Show in the company directory"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


CALLS_BY_HOUR = Chart(
    title=_("Calls today"),
    kind="bar",
    labels=[f"{hour}:00" for hour in range(7, 19)],
    series=[
        Series(name=_("Answered"), values=[4, 12, 31, 44, 38, 22, 29, 41, 47, 30, 14, 6]),
        Series(name=_("Missed"), values=[1, 2, 4, 3, 5, 9, 4, 2, 6, 3, 1, 0]),
    ],
)
CALLS_BY_DAY = Chart(
    title=_("Simultaneous calls, highest of each day"),
    kind="line",
    labels=[f"{day}.3." for day in range(1, 15)],
    series=[Series(name=_("Simultaneous calls"), values=[7, 9, 12, 8, 3, 2, 11, 14, 13, 10, 12, 4, 3, 15])],
)


def tone_wav(*, seconds: float = 3, hertz: float = 440) -> bytes:
    """A soft tone as a WAV file, 8 kHz mono, for the player."""
    rate = 8000
    samples = (int(9000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(int(rate * seconds)))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def icon_names() -> list[str]:
    """The icons of the built sprite; none before the assets are built."""
    if not SPRITE.exists():
        return []
    return [part.split('"')[1] for part in SPRITE.read_text().split("<symbol ")[1:]]
