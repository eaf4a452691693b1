"""What is typed about mailboxes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.portal.choices import time_zones
from cordboard.portal.components.widgets import DurationEntryField, ExtensionEntry, PasswordEntry, Switch
from cordboard.voicemail.rules import (
    LENGTH_LEAST,
    LENGTH_MOST,
    MESSAGES_LEAST,
    MESSAGES_MOST,
    PIN_MOST,
)
from cordboard.voicemail.types import MailboxLimits, MailboxSummary, NoticeSettings


class NoticesForm(forms.Form):
    """What happens by mail when a message arrives."""

    mails = forms.BooleanField(label=_("Send a mail for each new message"), required=False, widget=Switch())
    attaches_recording = forms.BooleanField(label=_("Attach the recording"), required=False, widget=Switch())
    marks_heard = forms.BooleanField(
        label=_("Mark mailed messages as heard"),
        required=False,
        widget=Switch(),
        help_text=_("The lamp of your phone then stays dark."),
    )

    def notices(self) -> NoticeSettings:
        """What was chosen."""
        names = ("mails", "attaches_recording", "marks_heard")
        return NoticeSettings(**{name: self.cleaned_data[name] for name in names})


class MailboxForm(NoticesForm):
    """A mailbox as its administrator settles it."""

    most_messages = forms.IntegerField(
        label=_("Most messages"),
        min_value=MESSAGES_LEAST,
        max_value=MESSAGES_MOST,
        help_text=_("New and heard ones are counted apart. Then callers hear that the mailbox is full."),
    )
    longest_message = DurationEntryField(
        label=_("Longest message"), least=LENGTH_LEAST, most=LENGTH_MOST, initial=timedelta(minutes=5)
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("In which the phone and mails tell when a message was left.")
    )
    pin_locked = forms.BooleanField(
        label=_("Only administrators change the PIN"), required=False, widget=Switch()
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the act takes it."""
        typed = self.cleaned_data
        limits = MailboxLimits(most_messages=typed["most_messages"], longest_message=typed["longest_message"])
        return {
            "time_zone": typed["time_zone"],
            "limits": limits,
            "notices": self.notices(),
            "pin_locked": typed["pin_locked"],
        }


class GreetingForm(forms.Form):
    """A recording; whether it can be played is the service's to judge."""

    recording = forms.FileField(
        label=_("WAV file"),
        widget=forms.FileInput(attrs={"accept": ".wav,audio/wav,audio/x-wav"}),
        help_text=_("One channel, 16 bit, 8 or 16 kHz, at most 3 minutes."),
    )


class SharedMailboxForm(forms.Form):
    """A mailbox that is nobody's own, as it is called and where its messages are mailed."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example “Sales”."))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("New messages are mailed here, with the recording. Empty: nowhere."),
    )


class NewSharedMailboxForm(SharedMailboxForm):
    """One more of them, with the extension that leads there."""

    field_order = ("name", "extension", "email")
    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        widget=ExtensionEntry(),
        help_text=_("Who calls it leaves a message. 1 to 6 digits."),
    )


class PinForm(forms.Form):
    """A new PIN."""

    pin = forms.CharField(
        label=_("New PIN"),
        max_length=PIN_MOST,
        widget=PasswordEntry(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("4 to 10 digits; no sequence, and not your extension."),
    )


def notices_initial(mailbox: MailboxSummary) -> dict[str, Any]:
    """The notices in force, as the form shows them."""
    notices = mailbox.notices
    return {
        "mails": notices.mails,
        "attaches_recording": notices.attaches_recording,
        "marks_heard": notices.marks_heard,
    }


def mailbox_initial(mailbox: MailboxSummary) -> dict[str, Any]:
    """The settings in force, as the form shows them."""
    return {
        **notices_initial(mailbox),
        "most_messages": mailbox.limits.most_messages,
        "longest_message": mailbox.limits.longest_message,
        "time_zone": mailbox.time_zone,
        "pin_locked": mailbox.pin_locked,
    }
