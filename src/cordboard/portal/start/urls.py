"""Addresses of first links."""

from django.urls import path

from cordboard.portal.start.views import start

urlpatterns = [path("start/<str:token>/", start, name="start")]
