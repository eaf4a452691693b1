"""How allauth is told about Cordboard's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from cordboard.base.sealing import Seal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, never by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed tries are counted by login alone: the host's name, which allauth adds, is the visitor's to choose."""
        return str(credentials.get("email", "")).lower()

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail: made from our settings, never from what the browser calls us."""
        return reset_address(key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail, in the language of whom it is for."""
        language = getattr(context.get("user"), "language", None)
        with translation.override(language or translation.get_language()):
            self.render_mail(template_prefix, email, {**context, "email": email}).send()

    def format_email_subject(self, subject: str) -> str:
        """The subject as its template says it."""
        return subject


def reset_address(key: str) -> str:
    """Where a password is chosen anew; `key` is `<person>-<proof>`."""
    person, _, proof = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": proof})
    return f"{settings.CORDBOARD.address}{path}"


class MfaAdapter(DefaultMFAAdapter):
    """Second factors are sealed at rest."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name a passkey is stored under."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Cordboard"}

    def encrypt(self, text: str) -> str:
        """The factor's secret, sealed."""
        return Seal(settings.CORDBOARD_SECRETS.sealing_key).close(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The factor's secret again."""
        return Seal(settings.CORDBOARD_SECRETS.sealing_key).open(encrypted_text)
