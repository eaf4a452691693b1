"""Every address of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from cordboard.portal.home.views import healthy

FEATURES = (
    "home",
    "signin",
    "start",
    "dashboards",
    "resellers",
    "companies",
    "numbers",
    "admins",
    "users",
    "devices",
    "areas",
    "hours",
    "groups",
    "menus",
    "settings",
    "history",
    "journal",
    "phones",
    "voicemail",
    "account",
    "live",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthy, name="healthz"),
    *(path("", include(f"cordboard.portal.{feature}.urls")) for feature in FEATURES),
    path("design/", include("cordboard.portal.design.urls")),
]
