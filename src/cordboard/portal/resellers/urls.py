"""Addresses of resellers."""

from django.urls import path

from cordboard.portal.resellers import views

_ADMIN = "platform/resellers/<uuid:reseller>/admins/<uuid:person>"

urlpatterns = [
    path("platform/resellers/", views.resellers, name="platform_resellers"),
    path("platform/resellers/<uuid:reseller>/", views.reseller, name="platform_reseller"),
    path("platform/resellers/<uuid:reseller>/name/", views.reseller_name, name="platform_reseller_name"),
    path(
        "platform/resellers/<uuid:reseller>/delete/", views.reseller_delete, name="platform_reseller_delete"
    ),
    path(f"{_ADMIN}/delete/", views.reseller_admin_delete, name="platform_reseller_admin_delete"),
    path(f"{_ADMIN}/welcome/", views.reseller_admin_welcome, name="platform_reseller_admin_welcome"),
]
