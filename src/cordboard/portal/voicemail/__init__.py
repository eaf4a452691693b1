"""One's voice messages, PIN and notices; and the settings of a user's mailbox."""
