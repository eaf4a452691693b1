"""The password rule as Django's forms ask for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cordboard.accounts.rules import password_faults


class PasswordRule:
    """Each missing class is refused with its reason. Source: catalogue WDX-22."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise one error naming every fault."""
        faults = [ValidationError(_(fault)) for fault in password_faults(password)]
        if faults:
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("At least 8 characters with upper and lower case, a digit and a special character.")
