"""Every address of the portal."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthy(_request: HttpRequest) -> HttpResponse:
    """The process answers; it says nothing of the others."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthy),
    path("account/", include("allauth.urls")),
]
