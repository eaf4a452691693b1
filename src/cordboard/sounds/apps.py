"""Registration with Django."""

from django.apps import AppConfig


class SoundsConfig(AppConfig):
    """The sounds room."""

    name = "cordboard.sounds"
    label = "sounds"
    default_auto_field = "django.db.models.BigAutoField"
