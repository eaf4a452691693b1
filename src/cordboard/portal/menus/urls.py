"""Addresses of the menus pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
