"""`python -m cordboard.processes.worker`: takes jobs and call records, until told to stop."""

import asyncio
import importlib
import logging
import signal

import django
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

RETRY_S = 5.0


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
    settling = asyncio.create_task(_drift_looked_for())
    await worker_run(settings.CORDBOARD, app, stop)
    settling.cancel()


async def _drift_looked_for() -> None:
    """Once the database answers, a job will hold the engine against every company's data."""
    from cordboard.processes.jobs import SETTLE_DRIFT

    def ask() -> None:
        try:
            SETTLE_DRIFT.defer()
        finally:
            connection.close()

    while True:
        try:
            return await asyncio.to_thread(ask)
        except DatabaseError:
            await asyncio.sleep(RETRY_S)


if __name__ == "__main__":
    main()
