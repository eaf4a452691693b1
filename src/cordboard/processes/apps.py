"""Registration with Django: once every room is loaded, they are wired to one another."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """The entry points."""

    name = "cordboard.processes"
    label = "processes"

    def ready(self) -> None:
        """Every journal subscriber, destination, spec builder and port is in place."""
        from cordboard.processes.wiring import wire

        wire()
