"""The pieces pages are made of, rendered."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from cordboard.portal.components.charts import Chart, Series, axis_top
from cordboard.portal.components.formats import browser_text, duration_text, initials_of, phone_text
from cordboard.portal.components.tables import BulkAction, Column, Filter, Table, TableShape
from cordboard.portal.components.widgets import (
    DurationEntryField,
    ExtensionEntry,
    PasswordEntry,
    RadioCards,
    Switch,
)

pytestmark = pytest.mark.pure

HOSTILE = "<script>alert(1)</script>\"'&{{ 7 }}{% now %}"
SHAPE = TableShape(
    name="people",
    caption="People",
    row_template="cordboard/fact.html",
    sort="name",
    search_label="Search",
    columns=(
        Column(key="name", label="Name", sortable=True, main=True),
        Column(key="age", label="Age", sortable=True, end=True),
        Column(key="deeds", label="Actions", actions=True),
    ),
    filters=(Filter(key="state", label="State", choices=(("on", "On"), ("off", "Off")), any_label="Any"),),
    bulk=(BulkAction(address="/delete/", label="Delete", destructive=True),),
)


def rendered(source: str, /, **values: Any) -> str:
    return Template("{% load cordboard i18n %}" + source).render(Context(values))


def table(address: str = "", *, rows: int = 25, total: int = 60) -> Table:
    return Table(
        shape=SHAPE, query=SHAPE.read(QueryDict(address)), rows=range(rows), total=total, path="/people/"
    )


# ---- tables


@pytest.mark.parametrize(
    ("case", "address", "sort", "descending", "page", "size"),
    [
        ("nothing asked", "", "name", False, 1, 25),
        ("descending", "sort=-age&page=3&size=50", "age", True, 3, 50),
        ("a column that cannot be sorted by", "sort=deeds", "name", False, 1, 25),
        ("a column that does not exist", "sort=password", "name", False, 1, 25),
        ("numbers that are none", "page=x&size=-4", "name", False, 1, 25),
        ("a page before the first", "page=-2", "name", False, 1, 25),
        ("a size nobody offers", "size=1000000", "name", False, 1, 25),
    ],
)
def test_table_query_takes_only_what_makes_sense(
    case: str, address: str, sort: str, descending: bool, page: int, size: int
) -> None:
    query = SHAPE.read(QueryDict(address))

    assert (query.sort, query.descending, query.page, query.size) == (sort, descending, page, size), case


def test_table_query_knows_only_offered_filter_values() -> None:
    assert SHAPE.read(QueryDict("state=on&other=1")).filters == {"state": "on"}
    assert SHAPE.read(QueryDict("state=%27%20or%201")).filters == {}


def test_heading_turns_its_order_round_and_keeps_the_search() -> None:
    name, age, _deeds = table("q=ada&state=on").headings

    assert (name.direction, name.address) == ("ascending", "/people/?q=ada&state=on&sort=-name")
    assert (age.direction, age.address) == ("", "/people/?q=ada&state=on&sort=age")


def test_pages_near_this_one_are_linked_with_gaps_between() -> None:
    links = table("page=5", total=25 * 9).page_links

    assert [(link.number, link.current) for link in links] == [
        (1, False), (0, False), (4, False), (5, True), (6, False), (0, False), (9, False),
    ]  # fmt: skip


def test_first_and_last_page_lead_nowhere_beyond() -> None:
    assert table("page=1").previous == ""
    assert table("page=3").next == ""
    assert table("page=9").previous == "/people/?page=3"


def test_table_says_how_it_is_sorted_and_how_many_there_are() -> None:
    request = RequestFactory().get("/people/")

    html = rendered("{% table table %}", table=table(), request=request, row="")

    assert html.count('aria-sort="ascending"') == 1
    assert "1–25 of 60" in html
    assert 'id="people-status"' in html
    assert 'formaction="/delete/"' in html


def test_table_without_match_offers_everything() -> None:
    html = rendered("{% table table %}", table=table("q=nobody", rows=0, total=0))

    assert "Nothing matches" in html
    assert 'href="/people/"' in html


def test_hostile_search_is_text() -> None:
    html = rendered("{% table table %}", table=table(urlencode({"q": HOSTILE})))

    assert "<script>alert" not in html


# ---- text from people is text everywhere


@pytest.mark.parametrize(
    "piece",
    [
        "{% icon text label=text %}",
        "{% status 'good' text endpoint=text %}",
        "{% badge text text icon_name=text %}",
        "{% avatar text %}",
        "{% tile text text note=text unit=text href=text live=text %}",
        "{% page_header title=text subtitle=text %}{{ text }}{% endpage_header %}",
        "{% panel title=text subtitle=text %}{{ text }}{% endpanel %}",
        "{% notice 'bad' text %}{{ text }}{% endnotice %}",
        "{% empty text %}{{ text }}{% endempty %}",
        "{% menu text %}{{ text }}{% endmenu %}",
        "{% fact text %}{{ text }}{% endfact %}",
        "{% event text %}{{ text }}{% endevent %}",
        "{% confirm text title=text action=text types=text button=text %}{{ text }}{% endconfirm %}",
        "{% tabs text entries %}",
        "{% breadcrumbs text text text %}",
        "{% copyable text label=text %}",
        "{% secret text label=text %}",
        "{% player text label=text download=text %}",
        "{% qr text label=text caption=text %}",
        "{% row_select text text %}",
        "{{ text|phone:text }}{{ text|browser }}",
        "{% chart chart %}",
    ],
)
def test_hostile_text_never_becomes_markup(piece: str) -> None:
    entries = [{"label": HOSTILE, "address": HOSTILE, "current": True, "count": HOSTILE}]
    chart = Chart(title=HOSTILE, kind="bar", labels=[HOSTILE], series=[Series(name=HOSTILE, values=[1])])

    html = rendered(piece, text=HOSTILE, entries=entries, chart=chart)

    assert "<script>alert" not in html
    assert "\"'" not in html.replace("&quot;&#x27;", "")


def test_hostile_text_cannot_end_the_json_of_an_island() -> None:
    html = rendered("{% live_calls text %}", text=HOSTILE)

    assert html.count("<script") == 1
    assert html.count("</script>") == 1


def test_status_kinds_are_a_closed_set() -> None:
    with pytest.raises(ValueError, match="use one of"):
        rendered("{% status 'splendid' 'x' %}")


# ---- moments, lengths, numbers


def test_moment_is_in_the_reader_s_zone_and_language() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    with timezone.override("Europe/Oslo"):
        english = rendered("{% moment at %}", at=at)
        with translation.override("nb"):
            norwegian = rendered("{% moment at %}", at=at)

    assert ">2 Jul 2026, 00:30<" in english
    assert 'datetime="2026-07-02T00:30:00+02:00"' in english
    assert ">02.07.2026 00:30<" in norwegian


def test_moment_that_is_not_known_is_empty() -> None:
    assert rendered("{% moment at %}", at=None) == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7.9, "0:07"), (725, "12:05"), (3605, "1:00:05"), (-3, "0:00")]
)
def test_length_of_time(seconds: float, text: str) -> None:
    assert duration_text(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("number", "country", "text"),
    [
        ("+4721234567", "NO", "21 23 45 67"),
        ("+4721234567", "FR", "+47 21 23 45 67"),
        ("101", "NO", "101"),
        ("+x", "NO", "+x"),
        ("", "", ""),
    ],
)
def test_phone_number_as_written_at_home(number: str, country: str, text: str) -> None:
    assert phone_text(number, country=country) == text


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ada Holm", "AH"), ("Åse", "Å"), ("  ", "?"), ("Li van der Meer", "LM"), ("☎ ☎", "?")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_browser_is_named_for_people() -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

    assert browser_text(firefox) == "Firefox · Windows"
    assert browser_text("curl/8.0 x") == "curl/8.0"


# ---- forms


class SampleForm(forms.Form):
    name = forms.CharField(max_length=10, help_text="As colleagues see it.")
    extension = forms.CharField(widget=ExtensionEntry)
    password = forms.CharField(widget=PasswordEntry(new=True))
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=RadioCards)
    ring = DurationEntryField(units="sm", most=timedelta(minutes=5))
    on = forms.BooleanField(required=False, widget=Switch)


def test_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    html = rendered(
        "{{ form }}", form=SampleForm({"name": "", "kind": "a", "ring_number": "9", "ring_unit": "m"})
    )

    name = html[html.index('id="id_name"') - 200 : html.index('id="id_extension"')]
    assert "This field is required." in name
    assert 'aria-invalid="true"' in name
    assert 'aria-describedby="id_name_error' in html or 'aria-describedby="id_name_helptext' in html
    assert "This is too long." in html


def test_form_with_hostile_values_shows_them_as_text() -> None:
    html = rendered("{{ form }}", form=SampleForm({"name": HOSTILE, "extension": HOSTILE, "kind": HOSTILE}))

    assert "<script>alert" not in html


def test_password_is_never_sent_back() -> None:
    html = rendered("{{ form }}", form=SampleForm({"password": "Secret-123"}))

    assert "Secret-123" not in html
    assert 'data-password-generate="id_password"' in html


@pytest.mark.parametrize(("length", "number", "unit"), [(90, "90", "s"), (120, "2", "m"), (0, "0", "s")])
def test_duration_is_shown_in_the_largest_whole_unit(length: int, number: str, unit: str) -> None:
    html = rendered("{{ form.ring }}", form=SampleForm(initial={"ring": timedelta(seconds=length)}))

    assert f'value="{number}"' in html
    assert f'value="{unit}" selected' in html


def test_duration_cleans_to_a_length() -> None:
    field = DurationEntryField(units="sm", required=False)

    assert field.clean(["2", "m"]) == timedelta(minutes=2)
    assert field.clean(["", "m"]) is None


# ---- charts


@pytest.mark.parametrize(
    ("largest", "top"), [(0, 2), (2, 2), (3, 4), (5, 6), (10, 10), (11, 20), (47, 60), (101, 200)]
)
def test_axis_ends_at_a_round_number(largest: float, top: float) -> None:
    assert axis_top(largest) == top


def test_chart_has_a_bar_for_each_value_and_its_numbers_as_a_table() -> None:
    chart = Chart(title="Calls", kind="bar", labels=["Mon", "Tue"], series=[Series(name="In", values=[3, 0])])

    html = rendered("{% chart chart %}", chart=chart)

    assert html.count("<rect") == 2
    assert '<th scope="row">Mon</th><td class="cell-end number">3</td>' in html


def test_chart_without_values_is_drawn() -> None:
    assert "<svg" in rendered(
        "{% chart chart %}", chart=Chart(title="Calls", kind="line", labels=[], series=[])
    )
