"""Registration with Django."""

from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    """The deployment room."""

    name = "cordboard.deployment"
    label = "deployment"
    default_auto_field = "django.db.models.BigAutoField"
