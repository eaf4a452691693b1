"""How allauth is told about Cordboard's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from cordboard.base.sealing import Seal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, never by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed tries are counted by what was typed, whether or not anybody has that name: a lock tells nobody which.

        The host's name, which allauth adds, is the visitor's to choose. In capitals, for that is how PostgreSQL compares.
        """
        return str(credentials.get("counted_as") or credentials.get("email", "")).upper()


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
