"""Choosing a first password."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordboard.portal.components.widgets import PasswordEntry
from cordboard.portal.signin.passwords import PasswordRule


class FirstPasswordForm(forms.Form):
    """A password that meets the rule, twice; each missing class is named (WDX-22).

    The platform's first administrator was made by nobody who knew an address: they give theirs here.
    """

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it, and mails to the administrator go there."),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=128, widget=PasswordEntry(new=True), strip=False
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=128,
        strip=False,
        widget=PasswordEntry(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments: Any, asks_address: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not asks_address:
            del self.fields["email"]

    def clean_password(self) -> str:
        """The password. Refused with one reason for each fault."""
        password: str = self.cleaned_data["password"]
        PasswordRule().validate(password)
        return password

    def clean(self) -> dict[str, Any] | None:
        """Both entries, which must be the same."""
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        return values
