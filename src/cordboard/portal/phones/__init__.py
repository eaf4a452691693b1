"""Setting up phones: what to type into one, shown once, and one's own phones."""
