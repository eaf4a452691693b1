"""Addresses of recorded calls."""

from django.urls import path

from cordboard.portal.history import views

urlpatterns = [
    path("me/calls/", views.my_calls, name="me_calls"),
    path("me/calls/export.csv", views.my_calls_export, name="me_calls_export"),
    path("me/calls/<uuid:call>/", views.my_call, name="me_call"),
    path("company/calls/", views.company_calls, name="company_calls"),
    path("company/calls/export.csv", views.company_calls_export, name="company_calls_export"),
    path("company/calls/<uuid:call>/", views.company_call, name="company_call"),
    path("platform/calls/", views.platform_calls, name="platform_calls"),
    path("platform/calls/export.csv", views.platform_calls_export, name="platform_calls_export"),
    path("platform/calls/<uuid:call>/", views.platform_call, name="platform_call"),
]
