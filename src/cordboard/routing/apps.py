"""Registration with Django."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The routing room."""

    name = "cordboard.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"
