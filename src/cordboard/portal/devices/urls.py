"""Addresses of a company's phones."""

from django.urls import path

from cordboard.portal.devices import views

urlpatterns = [
    path("company/devices/", views.devices, name="company_devices"),
    path("company/devices/new/", views.device_new, name="company_device_new"),
    path("company/devices/<uuid:device>/", views.device, name="company_device"),
    path("company/devices/<uuid:device>/account/", views.device_reissue, name="company_device_reissue"),
    path("company/devices/<uuid:device>/delete/", views.device_remove, name="company_device_delete"),
]
