"""Places of a page that stay true while one looks. Part of `{% load cordboard %}`."""

from time import time
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("cordboard/live_calls.html")
def live_calls(company: str | None = None) -> dict[str, Any]:
    """Calls in progress, of a company (its key) or of all that the person may see."""
    labels = [_("From"), _("To"), _("State"), _("For")]
    return {"props": {"company": company, "now": time(), "labels": labels}, "labels": labels}


@register.inclusion_tag("cordboard/live_registrations.html")
def live_registrations(company: str | None = None) -> dict[str, Any]:
    """Unseen: keeps status dots with an endpoint and tiles with a live count true."""
    return {"props": {"company": company}}


@register.inclusion_tag("cordboard/live_indicator.html")
def live_indicator() -> dict[str, Any]:
    """Says whether what is shown is live."""
    return {}
