"""Addresses that belong to no audience."""

from django.urls import path

from cordboard.portal.home.views import acting_end, home, language_set

urlpatterns = [
    path("", home, name="home"),
    path("language/", language_set, name="language_set"),
    path("acting/end/", acting_end, name="acting_end"),
]
