"""Addresses of the groups pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
