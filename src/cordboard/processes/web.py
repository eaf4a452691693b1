"""The portal: Django over ASGI with the installation's own certificate. `python -m cordboard.processes.web` runs it.

WebSockets of browsers at `…/live` are handed on to the live process: `cordboard.processes.browsers`.
"""

from typing import Any

import uvicorn
from django.conf import settings

from cordboard.processes.browsers import LiveBridge
from cordboard.processes.live.status import socket_path
from cordboard.processes.pages import pages_application

pages = pages_application()
live = LiveBridge(pages, socket=lambda: socket_path(settings.CORDBOARD.data))


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Pages for requests, the live view for WebSockets."""
    serve = live if scope["type"] == "websocket" else pages
    await serve(scope, receive, send)


def main() -> None:
    """The portal answers until it is told to stop."""
    configuration = settings.CORDBOARD
    tls = configuration.data / "tls"
    uvicorn.run(
        application,
        host=configuration.bind,
        port=configuration.web_port,
        ssl_certfile=str(tls / "server.crt"),
        ssl_keyfile=str(tls / "server.key"),
        server_header=False,
        log_config=None,
        access_log=False,  # addresses hold one-time links and what people search for
        lifespan="off",
        ws_max_size=LiveBridge.LARGEST_MESSAGE,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
