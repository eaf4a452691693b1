"""Addresses of the rights pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
