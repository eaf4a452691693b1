"""Registration with Django."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """The tenancy room."""

    name = "cordboard.tenancy"
    label = "tenancy"
    default_auto_field = "django.db.models.BigAutoField"
