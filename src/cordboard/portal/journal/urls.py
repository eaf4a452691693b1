"""Addresses of the journal."""

from django.urls import path

from cordboard.portal.journal import views

urlpatterns = [
    path("platform/journal/", views.platform_journal, name="platform_journal"),
    path("company/journal/", views.company_journal, name="company_journal"),
]
