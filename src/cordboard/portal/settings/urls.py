"""Address of a company's settings."""

from django.urls import path

from cordboard.portal.settings.views import settings

urlpatterns = [path("company/settings/", settings, name="company_settings")]
