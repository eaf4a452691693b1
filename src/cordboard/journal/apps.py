"""Registration with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal room."""

    name = "cordboard.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
