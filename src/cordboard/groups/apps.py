"""Registration with Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """The groups room."""

    name = "cordboard.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
