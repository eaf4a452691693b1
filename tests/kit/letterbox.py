"""A real mail server on the loopback, which the installation is configured to use."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as live_settings

from cordboard.base.configuration import Configuration


class Letterbox:
    """Keeps the mails it is given; refuses people it does not know, and mails when told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.asked: list[str] = []  # for whom mails were to be
        self.refusal = ""  # the answer to every mail
        self.unknown: set[str] = set()
        self.unknown_answer = "550 5.1.1 No such user here"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Known, or not."""
        self.asked.append(address)
        if address in self.unknown:
            return self.unknown_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Taken, or refused."""
        if self.refusal:
            return self.refusal
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """Mail goes there."""
    configuration: Configuration = live_settings.CORDBOARD
    values = {name: getattr(configuration, name) for name in configuration.__slots__}
    port = free_port()
    settings.CORDBOARD = Configuration(**{**values, "smtp": f"smtp://127.0.0.1:{port}"})
    settings.EMAIL_BACKEND = "cordboard.processes.mail.ConfiguredBackend"
    letterbox = Letterbox()
    server = Controller(letterbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield letterbox
    finally:
        server.stop()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
