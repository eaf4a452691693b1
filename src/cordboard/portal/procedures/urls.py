"""Addresses of the routing pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
