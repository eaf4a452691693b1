"""The first page of each audience: what goes on now, what went on today, what wants attention."""
