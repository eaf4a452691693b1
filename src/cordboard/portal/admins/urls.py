"""Addresses of the platform's administrators."""

from django.urls import path

from cordboard.portal.admins import views

urlpatterns = [
    path("platform/admins/", views.admins, name="platform_admins"),
    path("platform/admins/<uuid:person>/delete/", views.admin_delete, name="platform_admin_delete"),
    path("platform/admins/<uuid:person>/welcome/", views.admin_welcome, name="platform_admin_welcome"),
]
