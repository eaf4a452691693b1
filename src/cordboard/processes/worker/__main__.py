"""`python -m cordboard.processes.worker`: takes jobs and call records, until told to stop."""

import asyncio
import importlib
import logging
import signal

import django
from django.conf import settings


def main() -> None:
    """Run until SIGTERM or SIGINT; jobs in progress get a few seconds to end."""
    django.setup()
    logging.getLogger("psycopg.pool").setLevel(
        logging.ERROR
    )  # an absent database is told of once, by `process`
    importlib.import_module("cordboard.processes.jobs")  # from here on every job is known
    asyncio.run(_until_stopped())


async def _until_stopped() -> None:
    from procrastinate.contrib.django import app

    from cordboard.processes.worker.process import (
        worker_run,
    )  # knows models: can not be loaded before `setup`

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await worker_run(settings.CORDBOARD, app, stop)


if __name__ == "__main__":
    main()
