"""Signing in by e-mail, or by extension and company; and asking for a new password."""

from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import LoginForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cordboard.people.selectors import sign_in_name
from cordboard.portal.ports import password_reset_ask


class SignInForm(LoginForm):
    """One field takes `name@example.com`, or `101@` and the company's SIP domain, account number or name (WDX-137)."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"] = forms.CharField(
            label=_("E-mail, or extension@company"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"].help_text = ""  # the page has its own way to a new password
        self.fields["remember"].label = _("Stay signed in on this device")

    def clean_login(self) -> str:
        """The e-mail address of whoever is meant; an unknown extension stays as it is, to fail like a wrong password."""
        typed: str = self.cleaned_data["login"].strip()
        name = sign_in_name(login=typed)
        self.counted_as = name.counted_as
        return name.email or typed

    def user_credentials(self) -> dict[str, str]:
        """Address and password, and under which name a wrong one counts."""
        credentials: dict[str, str] = super().user_credentials()
        return {**credentials, "counted_as": self.counted_as}


# What allauth refuses, and what its library for passkeys raises for JSON that is no proof at all.
_NO_PROOF = (forms.ValidationError, LookupError, TypeError, ValueError)


class PasskeyForm(LoginWebAuthnForm):
    """A passkey's proof; one that was revoked, or never was ours, is refused in words that fit a passkey."""

    def clean_credential(self) -> Authenticator:
        """The passkey that proved itself. Raises ValidationError."""
        try:
            return super().clean_credential()
        except _NO_PROOF:
            raise forms.ValidationError(
                _("The passkey was not accepted. Try again, or sign in another way.")
            ) from None


class ResetForm(forms.Form):
    """An address to which a link for a new password is mailed, if anybody has it. Who asks can not tell: it is a job's work."""

    email = EmailField(required=True)

    def save(self, request: HttpRequest) -> str:
        """The mail is asked for, the same for every address."""
        email: str = self.cleaned_data["email"]
        password_reset_ask(email)
        return email
