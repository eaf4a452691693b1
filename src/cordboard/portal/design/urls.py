"""Addresses of the style guide."""

from django.urls import path

from cordboard.portal.design import views

urlpatterns = [
    path("", views.guide, name="design_guide"),
    path("frame/", views.framed, name="design_frame"),
    path("tone.wav", views.tone, name="design_tone"),
    path("errors/<int:number>/", views.error, name="design_error"),
    path("echo/", views.echo, name="design_echo"),
]
