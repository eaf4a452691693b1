"""The pieces that hold other pieces: `{% panel %}…{% endpanel %}` and their like. Part of `{% load cordboard %}`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cordboard.portal.components.formats import element_id

register = template.Library()


def _render(name: str, **values: Any) -> SafeString:
    return SafeString(render_to_string(f"cordboard/{name}.html", values))


def _trimmed(content: str) -> SafeString:
    return SafeString(content.strip())  # the engine rendered and escaped it


@register.simple_block_tag
def page_header(content: str, title: str, subtitle: str = "") -> SafeString:
    """The page's one `<h1>`; what it holds are the page's actions, the main one last."""
    return _render("page_header", title=title, subtitle=subtitle, actions=_trimmed(content))


@register.simple_block_tag
def panel(
    content: str, title: str = "", subtitle: str = "", *, danger: bool = False, flush: bool = False
) -> SafeString:
    """A panel; `flush` lets a table reach its edges, `danger` marks deeds that cannot be undone."""
    return _render(
        "panel",
        content=content,
        title=title,
        subtitle=subtitle,
        danger=danger,
        flush=flush,
        id=element_id(title),
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Something to know before going on: info, good, warn or bad."""
    icons = {"info": "info-circle", "good": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
    return _render("notice", content=content, kind=kind, title=title, icon_name=icons[kind])


@register.simple_block_tag
def empty(content: str, title: str, art: str = "board") -> SafeString:
    """What stands where nothing is yet: why, and what to do. `art`: board, search or done."""
    return _render("empty", content=content, title=title, art=art)


@register.simple_block_tag
def menu(
    content: str, label: str, *, icon_name: str = "", end: bool = False, small: bool = False
) -> SafeString:
    """A button that opens a list of links and deeds (`<li>`); an icon alone shows, the label is read."""
    return _render("menu", content=content, label=label, icon_name=icon_name, end=end, small=small)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """A line of a `<dl class="facts">`."""
    return _render("fact", content=content, label=label)


@register.simple_block_tag
def event(content: str, title: str, at: datetime | None = None, kind: str = "") -> SafeString:
    """A line of an `<ol class="timeline">`; kind: good, bad or plain."""
    return _render("event", content=content, title=title, at=at, kind=kind)


@register.simple_block_tag(takes_context=True)
def confirm(  # noqa: PLR0913  # every one is a word in the template
    context: Context,
    content: str,
    label: str,
    *,
    title: str,
    action: str,
    button: str = "",
    destructive: bool = True,
    types: str = "",
    icon_name: str = "",
    look: str = "",
) -> SafeString:
    """A button that asks before it posts to `action`; `types` is a word to type first. What it holds goes into the form."""
    return _render(
        "confirm", content=content, label=label, title=title, action=action, button=button or label, icon_name=icon_name,
        destructive=destructive, types=types, look=look, csrf_token=context.get("csrf_token"), id=element_id(action, title),
    )  # fmt: skip


@register.inclusion_tag("cordboard/tabs.html")
def tabs(label: str, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Tabs as links: each a dict of label, address, current, and count if there is one."""
    return {"label": label, "entries": entries}
