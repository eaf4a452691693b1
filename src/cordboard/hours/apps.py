"""Registration with Django."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """The hours room."""

    name = "cordboard.hours"
    label = "hours"
    default_auto_field = "django.db.models.BigAutoField"
