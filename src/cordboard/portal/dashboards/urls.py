"""Addresses of dashboards."""

from django.urls import path

from cordboard.portal.dashboards import views

urlpatterns = [
    path("platform/", views.platform_dashboard, name="platform_dashboard"),
    path("platform/health/", views.platform_health, name="platform_health"),
    path("company/", views.company_dashboard, name="company_dashboard"),
    path("me/", views.me_dashboard, name="me_dashboard"),
]
