"""Addresses of the hours pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
