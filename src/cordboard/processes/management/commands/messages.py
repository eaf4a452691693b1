"""Gathers every translatable text into the portal's four catalogues."""

from typing import Any

from django.core.management.commands.makemessages import Command as MakeMessages


class Command(MakeMessages):
    """As makemessages, knowing `mark` (base.errors) and our languages; run it in src/cordboard."""

    help = "Gather texts for translation into portal/locale (run in src/cordboard)."
    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=mark"]
    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *arguments: Any, **options: Any) -> None:
        """The catalogues hold every text, without line numbers, so that they change only when texts do."""
        languages = {"locale": ["fr", "es", "nb"], "no_location": True, "no_obsolete": True}
        super().handle(*arguments, **{**options, **languages})
