"""`./cordboard manage first_link`: the address by which the first administrator chooses a password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes the address, where the processes are started by systemd and nobody sees what `up` prints."""

    help = "Print the one-time address by which the first administrator chooses a password."

    def handle(self, *_: Any, **__: Any) -> None:
        """The address was printed, or that it has been used."""
        from cordboard.processes.demo import first_link

        link = first_link(settings.CORDBOARD)
        self.stdout.write(
            link or "The first administrator has chosen a password already; mail brings a new one."
        )
