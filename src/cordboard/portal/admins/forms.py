"""Inviting an administrator."""

from typing import Any

from cordboard.portal.users.forms import PersonForm


class AdministratorForm(PersonForm):
    """Whom to invite."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["language"].help_text = ""
