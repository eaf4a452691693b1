"""Registration with Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """The calls room."""

    name = "cordboard.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
