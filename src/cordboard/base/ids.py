"""Opaque identifiers: names that tell an outsider nothing and are never reused."""

import secrets

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 signs, none that look alike


def opaque_id(prefix: str, *, length: int = 16) -> str:
    """A new random name such as `e7k2m…`, five bits a sign, safe in URIs, SQL and Asterisk names."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_secret(*, length: int = 24) -> str:
    """A new random password of letters and digits, about five bits a sign (24 signs: 120 bits)."""
    return opaque_id("", length=length)
