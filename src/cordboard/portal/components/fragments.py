"""Answers to htmx: the piece of a page that changed, with any message the act left."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cordboard.portal.components.tables import Table


def table_page(request: HttpRequest, template: str, *, table: Table, **context: Any) -> HttpResponse:
    """The whole page, or only the table's body when htmx asks for that."""
    context["table"] = table
    asked_for = request.headers.get("HX-Target") == f"{table.shape.name}-body"
    return render(request, "cordboard/table_fragment.html" if asked_for else template, context)


def fragment(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A piece of a page (e.g. `page.html#part`), followed by waiting messages for the corner of the page."""
    return render(
        request, "cordboard/fragment.html", {**context, "fragment_template": template}, status=status
    )


def redirect(request: HttpRequest, address: str) -> HttpResponse:
    """The browser is on `address` next, whether htmx asked or not."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
