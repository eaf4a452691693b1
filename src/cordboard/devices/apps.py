"""Registration with Django."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    """The devices room."""

    name = "cordboard.devices"
    label = "devices"
    default_auto_field = "django.db.models.BigAutoField"
