"""The portal: Django over ASGI with the installation's own certificate. `python -m cordboard.processes.web` runs it."""

import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application

application = get_asgi_application()


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
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
