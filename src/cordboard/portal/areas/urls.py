"""Addresses of the areas."""

from django.urls import path

from cordboard.portal.areas import views

urlpatterns = [
    path("company/trunks/", views.trunks, name="company_trunks"),
    path("company/dialplan/", views.dialplan, name="company_dialplan"),
]
