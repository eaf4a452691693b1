"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Values for the frame around each page."""
    return {"person": getattr(request, "person", None), "signed_in": getattr(request, "signed_in", None)}
