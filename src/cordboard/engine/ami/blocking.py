"""The manager interface for code without an event loop: one short connection per use, plain sockets."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Self

from cordboard.engine.ami.events import Event, event_read
from cordboard.engine.ami.framing import FramingBroken, HeaderValue, Message, MessageParser, action_bytes
from cordboard.engine.ami.login import ManagerAccount, login_headers
from cordboard.engine.ami.response import Response, listing_ended
from cordboard.engine.errors import EngineUnreachable, fault_reason

CHUNK = 64 * 1024


class BlockingManager:
    """A signed-in connection without events. Open by `manager_session`."""

    def __init__(self, account: ManagerAccount, connection: socket.socket) -> None:
        self._account = account
        self._connection = connection
        self._parser = MessageParser()
        self._received: list[Message] = []
        self._asked = 0

    def action(self, name: str, **headers: HeaderValue) -> Response:
        """The engine did it. Raises EngineRefused, or EngineUnreachable when the outcome is unknown."""
        return self._ask(name, headers).checked()

    def listing(self, name: str, **headers: HeaderValue) -> list[Event]:
        """The rows of a listing; none when there is nothing to list."""
        response = self._ask(name, headers)
        return [] if response.empty else list(self._rows(response.checked()))

    def signed_in(self) -> Self:
        """This connection, signed in."""
        challenge = self.action("Challenge", AuthType="MD5").get("Challenge")
        self.action("Login", **login_headers(self._account, challenge, "off"))
        return self

    def _ask(self, name: str, headers: dict[str, HeaderValue]) -> Response:
        self._asked += 1
        with self._faults_told():
            self._connection.sendall(action_bytes(name, str(self._asked), headers))
        for message in self._messages():
            if message.get("Response"):
                return Response(action=name, message=message)
        raise AssertionError("unreachable: messages never end, they raise")

    def _rows(self, response: Response) -> Iterator[Event]:
        for message in self._messages():
            if listing_ended(message):
                return
            yield event_read(message)

    def _messages(self) -> Iterator[Message]:
        """Messages that answer the action asked last, as they come."""
        while True:
            while self._received:
                message = self._received.pop(0)
                if message.get("ActionID") == str(self._asked):
                    yield message
            with self._faults_told():
                self._received = self._parser.feed(self._receive())

    def _receive(self) -> bytes:
        received = self._connection.recv(CHUNK)
        if not received:
            raise ConnectionResetError("the engine closed the connection")
        return received

    @contextlib.contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, FramingBroken) as fault:
            raise EngineUnreachable(address=self._account.address, reason=fault_reason(fault)) from fault


@contextlib.contextmanager
def manager_session(account: ManagerAccount) -> Iterator[BlockingManager]:
    """A short connection for a few actions. Raises EngineUnreachable, or EngineRefused when the password is wrong."""
    try:
        connection = socket.create_connection((account.host, account.port), account.deadline.total_seconds())
    except OSError as fault:
        raise EngineUnreachable(address=account.address, reason=fault_reason(fault)) from fault
    with connection:
        yield BlockingManager(account, connection).signed_in()


def manager_action(account: ManagerAccount, name: str, **headers: HeaderValue) -> Response:
    """One action over a connection of its own; faults as in `manager_session`."""
    with manager_session(account) as manager:
        return manager.action(name, **headers)


def manager_listing(account: ManagerAccount, name: str, **headers: HeaderValue) -> list[Event]:
    """One listing over a connection of its own; faults as in `manager_session`."""
    with manager_session(account) as manager:
        return manager.listing(name, **headers)
