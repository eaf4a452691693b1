"""Registration with Django."""

from django.apps import AppConfig


class TrunksConfig(AppConfig):
    """The trunks room."""

    name = "cordboard.trunks"
    label = "trunks"
    default_auto_field = "django.db.models.BigAutoField"
