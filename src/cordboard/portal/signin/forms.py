"""Signing in by e-mail, or by extension and company."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.people.selectors import email_for_sign_in


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
        login: str = self.cleaned_data["login"].strip()
        return email_for_sign_in(login=login) or login
