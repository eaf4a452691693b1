"""Registration with Django."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """The numbering room."""

    name = "cordboard.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"
