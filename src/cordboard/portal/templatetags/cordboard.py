"""`{% load cordboard %}`: the pieces pages are made of. docs/design-system.md has an example of each."""

import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import segno
from django import forms, template
from django.contrib.messages import get_messages
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cordboard.portal.components import blocks, formats, live, texts
from cordboard.portal.components.charts import Chart
from cordboard.portal.components.forms import field_kind, field_limit
from cordboard.portal.components.shell import Frame, frame_for, route_addresses
from cordboard.portal.components.tables import Column, Table
from cordboard.portal.components.toasts import undo_address

register = template.Library()
register.tags |= blocks.register.tags | live.register.tags

STATUS_KINDS = frozenset({"good", "warn", "bad", "busy", "idle"})
TILE_WORDS = frozenset({"icon_name", "note", "href", "unit", "live"})


# ---- the frame


@register.simple_tag(takes_context=True)
def frame(context: RequestContext) -> Frame:
    """The frame of this page: navigation, context, theme."""
    return frame_for(context.get("request"))


@register.simple_tag
def routes() -> dict[str, str]:
    """Addresses of the frame's own buttons."""
    return route_addresses()


@register.simple_tag(takes_context=True)
def toasts(context: RequestContext) -> list[dict[str, str]]:
    """Messages waiting for this person, each with where its undo button posts to."""
    request = context.get("request")
    waiting = get_messages(request) if request is not None and hasattr(request, "_messages") else ()
    return [
        {"text": str(message), "level": message.level_tag, "undo": undo_address(message.extra_tags)}
        for message in waiting
    ]


@register.simple_tag
def script_texts() -> SafeString:
    """The few texts that script shows, as JSON that a script element may hold."""
    plain = json.dumps(texts.script_texts(), ensure_ascii=False)
    return SafeString(plain.replace("<", "\\u003c").replace(">", "\\u003e"))  # no tag can begin or end in it


# ---- small pieces


@register.simple_tag
@lru_cache(maxsize=500)  # a list shows the same few on each of its rows
def icon(name: str, *, label: str = "", large: bool = False) -> SafeString:
    """An icon of the sprite; decorative unless it has a label."""
    shape = format_html('<use href="{}#{}"/>', static("built/icons.svg"), name)
    look = "icon icon-large" if large else "icon"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', look, label, shape)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', look, shape)


@register.simple_tag
def status(kind: str, text: str, *, endpoint: str = "", encrypted_only: bool = False) -> SafeString:
    """A state as a dot with words: good, warn, bad, busy or idle.

    `endpoint` keeps it live; `encrypted_only` says that this phone's calls are refused in the clear.
    """
    if kind not in STATUS_KINDS:
        raise ValueError(f"unknown status {kind!r}: use one of {', '.join(sorted(STATUS_KINDS))}")
    live = format_html(' data-endpoint="{}"', endpoint) if endpoint else ""
    if endpoint and encrypted_only:
        live += mark_safe(" data-encrypted-only")
    return format_html(
        '<span class="status status-{}"{}><span class="status-dot"></span>'
        '<span class="status-text">{}</span></span>',
        kind, live, text,
    )  # fmt: skip


@register.simple_tag
def badge(text: str, kind: str = "", *, icon_name: str = "") -> SafeString:
    """A short word about a thing: good, warn, bad, info, brand, or plain."""
    look = f"badge badge-{kind}" if kind else "badge"
    return format_html('<span class="{}">{}{}</span>', look, icon(icon_name) if icon_name else "", text)


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A person's initials, for the eye only."""
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', formats.initials_of(name))


@register.simple_tag
def moment(value: datetime | None, style: str = "short") -> SafeString:
    """A moment in the reader's zone and language: short (day and time), day, time, full, or ago. The full one is its title."""
    if value is None:
        return mark_safe("")
    local = timezone.localtime(value)
    full = f"{date_format(local, 'DATETIME_FORMAT')} {local:%Z}"
    return format_html(
        '<time class="number" datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        full,
        _moment_text(local, style, full),
    )


def _moment_text(local: datetime, style: str, full: str) -> str:
    match style:
        case "full":
            return full
        case "ago":
            return _ago(local)
        case "day":
            return date_format(local, "SHORT_DATE_FORMAT")
        case "time":
            return date_format(local, "TIME_FORMAT")
        case _:
            return date_format(local, "SHORT_DATETIME_FORMAT")


def _ago(local: datetime) -> str:
    if timezone.now() - local < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(local, depth=1)}


@register.filter
def duration(value: timedelta | float | None) -> str:
    """A length of time (timedelta, or a number of seconds) as 0:07, 12:05, 1:00:05; empty for None."""
    if value is None:
        return ""
    return formats.duration_text(value if isinstance(value, timedelta) else timedelta(seconds=value))


@register.filter
def phone(value: str | None, country: str = "") -> str:
    """A number as people of the country write it."""
    return formats.phone_text(value or "", country=country or "")


@register.filter
def browser(value: str) -> str:
    """The browser and system of a User-Agent header."""
    return formats.browser_text(value)


# ---- forms


@register.filter
def kind_of_field(bound: forms.BoundField) -> str:
    """How a field is laid out."""
    return field_kind(bound)


@register.filter
def limit_of_field(bound: forms.BoundField) -> int:
    """Most signs a field takes, 0 where that is not told."""
    return field_limit(bound)


# ---- bigger pieces


@register.inclusion_tag("cordboard/table.html", takes_context=True)
def table(context: RequestContext, table: Table) -> dict[str, Any]:
    """A table with its search, filters, bulk deeds and pages."""
    around = {str(key): value for key, value in context.flatten().items()}
    return {**around, "table": table}


@register.simple_block_tag(takes_context=True)
def cell(context: RequestContext, content: str, key: str) -> SafeString:
    """A cell of the row being drawn; on a phone it carries its column's label."""
    column = context["table"].column(key)
    return SafeString(
        f"{_cell_opening(column)}{content.strip()}</td>"
    )  # the engine rendered and escaped the content


@lru_cache(maxsize=500)  # the same for every row of a table
def _cell_opening(column: Column) -> SafeString:
    looks = {"cell-end": column.end, "cell-main": column.main, "cell-actions": column.actions}
    look = " ".join(name for name, on in looks.items() if on)
    label = "" if column.actions else column.label
    return format_html(
        "<td{}{}>",
        format_html(' class="{}"', look) if look else "",
        format_html(' data-label="{}"', label) if label else "",
    )


@register.simple_tag
def row_select(value: object, name: str) -> SafeString:
    """The cell with a row's tick box; `name` says which row to those who do not see."""
    return format_html(
        '<td class="cell-select"><input type="checkbox" class="row-select" name="row" value="{}" aria-label="{}"></td>',
        value, _("Select %(name)s") % {"name": name},
    )  # fmt: skip


@register.inclusion_tag("cordboard/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """A chart with its numbers as a table."""
    return {"chart": chart, "id": formats.element_id(chart.title, chart.labels)}


@register.simple_tag
def qr(text: str, *, label: str, caption: str = "") -> SafeString:
    """A QR code, always dark on white so that cameras read it."""
    code = segno.make(text, error="m", micro=False)
    picture = code.svg_inline(scale=4, border=2, omitsize=True, svgclass=None, lineclass=None)
    drawn = SafeString(picture)  # segno writes paths and numbers only
    return SafeString(
        render_to_string("cordboard/qr.html", {"picture": drawn, "label": label, "caption": caption})
    )


@register.inclusion_tag("cordboard/player.html")
def player(source: str, *, label: str, seconds: float = 0, download: str = "") -> dict[str, Any]:
    """A recording to listen to; `source` and `download` are addresses."""
    return {"source": source, "label": label, "seconds": seconds, "download": download}


@register.inclusion_tag("cordboard/copyable.html")
def copyable(text: str, *, label: str = "") -> dict[str, Any]:
    """A short technical text with a button that copies it."""
    return {"text": text, "label": label}


@register.inclusion_tag("cordboard/secret.html")
def secret(text: str, *, label: str) -> dict[str, Any]:
    """A secret shown this once."""
    return {"text": text, "label": label, "id": formats.element_id("secret", label)}


@register.inclusion_tag("cordboard/tile.html")
def tile(label: str, value: object, **words: str) -> dict[str, Any]:
    """A figure that matters, with icon_name, note, href, unit; `live` names the live count that keeps it current."""
    if unknown := set(words) - TILE_WORDS:
        raise TypeError(f"tile knows no {', '.join(sorted(unknown))}: use {', '.join(sorted(TILE_WORDS))}")
    return {"label": label, "value": value, **words}


@register.inclusion_tag("cordboard/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """The way here: label, address, label, address, …, and the label of this page."""
    pairs = [(parts[at], parts[at + 1] if at + 1 < len(parts) else "") for at in range(0, len(parts), 2)]
    return {"crumbs": pairs}
