"""Pages of the style guide."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cordboard.accounts.types import PersonSummary, Role
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.navigation import Audience
from cordboard.portal.components.shell import Shell, Whereabouts
from cordboard.portal.components.tables import Table
from cordboard.portal.components.toasts import toast
from cordboard.portal.design import samples

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
ERRORS = (400, 403, 404, 429, 500)
TOKENS = (
    "paper", "surface", "surface-sunken", "line", "line-control", "ink", "ink-quiet", "brand-fill", "brand-ink",
    "brand-soft", "brand-brass", "rail", "rail-brass", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft",
    "info", "info-soft", "series-1", "series-2", "series-3", "series-4",
)  # fmt: skip


def for_builders(view: View[P]) -> View[P]:
    """The page exists for super administrators, and for everyone while debugging."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
        person: PersonSummary | None = getattr(request, "signed_in", None)
        if not settings.DEBUG and (person is None or person.role is not Role.SUPER_ADMIN):
            raise Http404
        return view(request, *arguments, **named)

    return guarded


@require_GET
@for_builders
def guide(request: HttpRequest) -> HttpResponse:
    """Every component, alive."""
    return table_page(
        request,
        "portal/design/guide.html",
        table=people_table(request),
        form=samples.SampleForm(initial={"name": "Ada Holm"}),
        failed_form=samples.SampleForm(
            {"failed-name": "", "failed-extension": "12345678", "failed-email": "ada"}, prefix="failed"
        ),
        bars=samples.CALLS_BY_HOUR,
        line=samples.CALLS_BY_DAY,
        moment=samples.MOMENT,
        tokens=TOKENS,
        icons=samples.icon_names(),
        errors=ERRORS,
        empty_table=replace(people_table(request), rows=(), total=0),
        tab_entries=[
            {"label": "Person", "address": "?tab=person", "current": True},
            {"label": "Phones", "address": "?tab=phones", "count": 2},
            {"label": "Voicemail", "address": "?tab=voicemail"},
        ],
    )


@require_GET
@for_builders
def framed(request: HttpRequest) -> HttpResponse:
    """A page as a company administrator acting for someone sees it: the whole frame at once."""
    audience = Audience(request.GET.get("audience", "company"))
    request.shell = Shell(  # type: ignore[attr-defined]
        audience=audience,
        name="Nordlys Telefoni AS",
        places=(
            Whereabouts(name="Platform", address="?audience=platform", kind=Audience.PLATFORM),
            Whereabouts(
                name="Vestland Voice (reseller)", address="?audience=reseller", kind=Audience.RESELLER
            ),
            Whereabouts(
                name="Nordlys Telefoni AS", address="?audience=company", kind=Audience.COMPANY, current=True
            ),
        ),
    )
    return guide(request)


@require_GET
@for_builders
def error(request: HttpRequest, number: int) -> HttpResponse:
    """An error page, as people meet it."""
    if number not in ERRORS:
        raise Http404
    return render(request, f"{number}.html", status=number)


@require_GET
@for_builders
def tone(_request: HttpRequest) -> HttpResponse:
    """A recording for the player."""
    return HttpResponse(samples.tone_wav(), content_type="audio/wav")


@require_POST
@for_builders
def echo(request: HttpRequest) -> HttpResponse:
    """Says what was posted, and offers to undo it."""
    toast(request, "Done. Nothing was changed, this is the style guide.", undo=request.path)
    return redirect(request, "/design/")


def people_table(request: HttpRequest) -> Table:
    """A page of invented people."""
    query = samples.PEOPLE_TABLE.read(request.GET)
    found = samples.people_matching(query)
    rows = found[query.offset : query.offset + query.size]
    return Table(shape=samples.PEOPLE_TABLE, query=query, rows=rows, total=len(found), path=request.path)
