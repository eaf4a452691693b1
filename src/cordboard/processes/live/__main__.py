"""`python -m cordboard.processes.live`: watches the engine and tells browsers, until told to stop."""

import asyncio
import logging
import signal

import django
import uvloop
from django.conf import settings
from django.db import connection

from cordboard.processes.live.mailbox_news import MailboxNews
from cordboard.processes.live.process import live_run


class WorkerNews:
    """Mailboxes that changed are inspected by the worker."""

    def mailbox_changed(self, context: str, box: str) -> None:
        """This one will be. Raises while the database is away."""
        from cordboard.processes.jobs import INSPECT_MAILBOX

        try:
            INSPECT_MAILBOX.defer(context=context, box=box)
        finally:
            connection.close()

    def mailboxes_unwatched(self) -> None:
        """All will be. Raises while the database is away."""
        from cordboard.processes.jobs import SWEEP_MAILBOXES

        try:
            SWEEP_MAILBOXES.defer()
        finally:
            connection.close()


def main(news: MailboxNews) -> None:
    """Run until SIGTERM or SIGINT; viewers are told that we are going away."""
    logging.getLogger("websockets.server").setLevel(
        logging.CRITICAL
    )  # a check of health opens, looks and leaves
    uvloop.run(_until_stopped(news))


async def _until_stopped(news: MailboxNews) -> None:
    running = asyncio.create_task(live_run(settings.CORDBOARD, settings.CORDBOARD_SECRETS, news))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    await asyncio.wait([running])
    if not running.cancelled():
        running.result()


if __name__ == "__main__":
    django.setup()
    main(WorkerNews())
