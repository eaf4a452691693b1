"""Registration with Django."""

from django.apps import AppConfig


class VoicemailConfig(AppConfig):
    """The voicemail room."""

    name = "cordboard.voicemail"
    label = "voicemail"
    default_auto_field = "django.db.models.BigAutoField"
