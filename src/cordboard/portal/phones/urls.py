"""Addresses of one's own phones."""

from django.urls import path

from cordboard.portal.phones import views

urlpatterns = [
    path("me/phone/", views.phones, name="me_phone"),
    path("me/phone/<uuid:device>/account/", views.phone_reissue, name="me_phone_reissue"),
]
