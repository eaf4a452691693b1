"""The one page that connects the rooms: who reacts to which entry, which flow serves which destination."""


def wire() -> None:
    """Everything is connected; calling it again changes nothing."""
