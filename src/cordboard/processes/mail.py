"""Mail as configured: SMTP when a server is set, files in <data>/outbox otherwise, so that nothing is lost."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

_TIMEOUT_S = 20


def ConfiguredBackend(**options: Any) -> BaseEmailBackend:  # noqa: N802  # Django names the backend like a class
    """The backend for the `smtp` setting: smtp://, smtp+starttls:// or smtps://user:password@host:port."""
    server = settings.CORDBOARD.smtp
    if not server:
        return FileBackend(file_path=str(settings.CORDBOARD.data / "outbox"), **options)
    parts = urlsplit(server)
    return SmtpBackend(
        host=parts.hostname,
        port=parts.port or {"smtp": 25, "smtp+starttls": 587, "smtps": 465}[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+starttls",
        use_ssl=parts.scheme == "smtps",
        timeout=_TIMEOUT_S,
        **options,
    )
