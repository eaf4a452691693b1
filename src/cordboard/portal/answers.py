"""One table from an error's code to the page's answer: a field of the form, or a page of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cordboard.base.errors import CordboardError
from cordboard.tenancy.errors import FieldInvalid

# The form field an error is shown beside. `tenancy.field_invalid` names its own.
FIELDS = {
    "accounts.email_taken": "email",
    "devices.codecs_missing": "codecs",
    "groups.group_name_taken": "name",
    "groups.member_taken": "person",
    "menus.key_hidden": "key",
    "menus.key_invalid": "key",
    "menus.key_taken": "key",
    "menus.menu_name_taken": "name",
    "hours.calendar_invalid": "calendar",
    "hours.calendar_too_large": "calendar",
    "hours.key_number_taken": "number",
    "numbering.did_taken": "number",
    "numbering.did_unavailable": "did",
    "numbering.extension_invalid": "extension",
    "numbering.extension_is_code": "extension",
    "numbering.extension_taken": "extension",
    "numbering.extension_unknown": "extension",
    "numbering.phone_number_invalid": "number",
    "tenancy.sip_domain_taken": "sip_domain",
    "voicemail.pin_invalid": "pin",
    "voicemail.pin_locked": "pin",
    "voicemail.pin_trivial": "pin",
}
# What belongs to others is not there: one answer for both, so that nothing leaks.
NOT_THERE = frozenset({"tenancy.company_unknown", "numbering.did_unavailable", "base.not_there"})
REFUSED = frozenset({"accounts.not_allowed"})
CONFLICT = 409
UNPROCESSABLE = 422  # a form sent back with its errors

Done = TypeVar("Done")


def error_text(error: CordboardError) -> str:
    """The error's sentence in the reader's language, filled with its values."""
    values = error.values()
    if isinstance(error, FieldInvalid):
        return gettext(error.reason) % values
    return gettext(error.text) % values


def submit(form: forms.BaseForm, act: Callable[[dict[str, Any]], Done]) -> Done | None:
    """What the act returned; None when the form now says why not. What is not there or not allowed goes on as it came."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except CordboardError as error:
        if (error.code.endswith("_unknown") and error.code not in FIELDS) or error.code in REFUSED:
            raise
        form_answer(form, error)
        return None


def form_answer(form: forms.BaseForm, error: CordboardError) -> None:
    """The form shows the error, beside its field where it has one."""
    field = error.field if isinstance(error, FieldInvalid) else FIELDS.get(error.code)
    form.add_error(field if field in form.fields else None, error_text(error))


def page_answer(request: HttpRequest, error: CordboardError) -> HttpResponse:
    """A page that says what happened. Raises Http404 and PermissionDenied, whose pages are Django's to find."""
    if error.code.endswith("_unknown") or error.code in NOT_THERE:
        raise Http404
    if error.code in REFUSED:
        raise PermissionDenied
    return render(request, "portal/refused.html", {"reason": error_text(error)}, status=CONFLICT)
