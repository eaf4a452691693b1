"""Registration with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "cordboard.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
