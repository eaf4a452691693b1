"""One act that equips a person: account, extension, mailbox, phone, welcome mail."""
