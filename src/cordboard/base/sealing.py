"""Seals secrets that must be read back (a SIP password for a phone's set-up), so that none lies readable at rest."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Seals and opens texts with a key of this installation. Source: Fernet specification (AES-128-CBC, HMAC-SHA256)."""

    def __init__(self, key: str) -> None:
        digest = hashlib.sha256(key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def close(self, text: str) -> str:
        """The text, unreadable without the key and protected from change."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises ValueError when the key is another one or the seal was altered."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ValueError("this secret was sealed by another installation's key, or altered") from None
