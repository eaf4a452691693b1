"""Addresses of the sounds pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
