"""Every address of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from cordboard.portal.home.views import healthy

FEATURES = (
    "home",
    "signin",
    "start",
    "users",
    "devices",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthy, name="healthz"),
    *(path("", include(f"cordboard.portal.{feature}.urls")) for feature in FEATURES),
]
