"""Registration with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages."""

    name = "cordboard.portal"
    label = "portal"
