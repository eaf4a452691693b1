"""What was done, by whom, for whom: one typed entry an act, written in the act's own transaction."""
