"""Registration with Django."""

from django.apps import AppConfig


class MenusConfig(AppConfig):
    """The menus room."""

    name = "cordboard.menus"
    label = "menus"
    default_auto_field = "django.db.models.BigAutoField"
