"""Acts on mailboxes, their PINs and their messages."""

from cordboard.voicemail.services.arrivals import arrivals_announce, notice_mail
from cordboard.voicemail.services.greetings import greeting_remove, greeting_set
from cordboard.voicemail.services.mailboxes import (
    mailbox_change,
    mailbox_create,
    mailbox_delete,
    mailbox_settle,
    notices_set,
)
from cordboard.voicemail.services.messages import message_play, messages_delete, messages_mark
from cordboard.voicemail.services.pins import pin_lock_set, pin_renew, pin_set, pin_verify

__all__ = [
    "arrivals_announce",
    "greeting_remove",
    "greeting_set",
    "mailbox_change",
    "mailbox_create",
    "mailbox_delete",
    "mailbox_settle",
    "message_play",
    "messages_delete",
    "messages_mark",
    "notice_mail",
    "notices_set",
    "pin_lock_set",
    "pin_renew",
    "pin_set",
    "pin_verify",
]
