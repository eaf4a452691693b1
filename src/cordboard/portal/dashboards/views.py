"""Dashboards."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordboard.base.clock import now
from cordboard.calls.selectors import CallWindow, calls_page
from cordboard.calls.types import CallFilter
from cordboard.deployment.selectors import apply_run_latest, apply_runs_failed
from cordboard.deployment.types import ApplyState
from cordboard.numbering.selectors import dids_page
from cordboard.people.selectors import counts_for_companies, counts_in_all, equipped_person_get
from cordboard.portal.access import company_page, me_page, platform_page
from cordboard.portal.companies.table import company_rows
from cordboard.portal.dashboards.today import today
from cordboard.portal.ports import health_report
from cordboard.portal.requests import CompanyRequest, PlatformRequest
from cordboard.tenancy.selectors import companies_page, names_for_companies
from cordboard.voicemail.selectors import mailbox_for_person, mailboxes_refused, messages_page

RECENT = 5  # companies or calls shown


@require_GET
@platform_page(reseller_allowed=True)
def platform_dashboard(request: PlatformRequest) -> HttpResponseBase:
    """What goes on in the companies in reach; for the platform also what went wrong."""
    page = companies_page(reseller=request.reseller, order="-created", size=RECENT)
    failed = apply_runs_failed() if request.reseller is None else ()
    names = names_for_companies(companies=[run.company for run in failed])
    values = {
        "counts": counts_in_all(reseller=request.reseller),
        "companies": page.total,
        "free": dids_page(reseller=request.reseller, free_only=True, size=0).total,
        "newest": company_rows(page.rows),
        "failed": [(names.get(run.company, ""), run) for run in failed],
        "whole": request.reseller is None,
    }
    return render(request, "portal/dashboards/platform.html", values)


@require_GET
@platform_page(reseller_allowed=False)
def platform_health(request: PlatformRequest) -> HttpResponseBase:
    """Each process as it is now: a piece of the dashboard, asked for after it, for it may take two seconds."""
    return render(request, "portal/dashboards/health.html", {"processes": health_report()})


@require_GET
@company_page
def company_dashboard(request: CompanyRequest) -> HttpResponseBase:
    """The company now and today."""
    run = apply_run_latest(company=request.company.id)
    latest = calls_page(company=request.company.id, wanted=CallFilter(), window=CallWindow(size=RECENT))
    values = {
        "calls": latest.rows,
        "counts": counts_for_companies(companies=[request.company.id])[request.company.id],
        "today": today(request.company, moment=now()),
        "failed": run if run and run.state is ApplyState.FAILED else None,
        "refused": mailboxes_refused(company=request.company.id),
    }
    return render(request, "portal/dashboards/company.html", values)


@require_GET
@me_page
def me_dashboard(request: CompanyRequest) -> HttpResponseBase:
    """One's own extension, phones and latest calls."""
    person = request.person.id
    wanted = CallFilter(person=person)
    page = calls_page(company=request.company.id, wanted=wanted, window=CallWindow(size=RECENT))
    values = {
        "equipped": equipped_person_get(company=request.company.id, person=person),
        "new_messages": _new_messages(request),
        "today": today(request.company, moment=now(), person=person),
        "calls": page.rows,
    }
    return render(request, "portal/dashboards/me.html", values)


def _new_messages(request: CompanyRequest) -> int | None:
    """How many messages wait; None for who has no mailbox."""
    mailbox = mailbox_for_person(company=request.company.id, person=request.person.id)
    return messages_page(mailbox=mailbox, heard=False, size=0).counts.new if mailbox else None
