"""Addresses of the trunks pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
