"""`python -m cordboard.processes.live`: watches the engine and tells browsers, until told to stop."""

import asyncio
import logging
import signal

from cordboard.base.configuration import configuration_load, data_folder
from cordboard.base.secrets import secrets_load
from cordboard.processes.live.mailbox_news import MailboxNews, NoMailboxNews
from cordboard.processes.live.process import live_run


def main(news: MailboxNews) -> None:
    """Run until SIGTERM or SIGINT; viewers are told that we are going away."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("websockets.server").setLevel(
        logging.CRITICAL
    )  # a check of health opens, looks and leaves
    asyncio.run(_until_stopped(news))


async def _until_stopped(news: MailboxNews) -> None:
    configuration = configuration_load(data=data_folder())
    running = asyncio.create_task(live_run(configuration, secrets_load(configuration.data), news))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    await asyncio.wait([running])
    if not running.cancelled():
        running.result()


if __name__ == "__main__":
    main(NoMailboxNews())
