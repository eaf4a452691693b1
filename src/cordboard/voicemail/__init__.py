"""Mailboxes and their messages: the model room. docs/features/voicemail.md tells how it all belongs together."""
