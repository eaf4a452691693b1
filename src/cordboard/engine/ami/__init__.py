"""The manager interface of the engine: actions out, typed events in. Asyncio in `client`, plain sockets in `blocking`."""

from cordboard.engine.ami.blocking import BlockingManager, manager_action, manager_listing, manager_session
from cordboard.engine.ami.client import ManagerConnection
from cordboard.engine.ami.events import Event
from cordboard.engine.ami.framing import Message
from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.ami.response import Response
from cordboard.engine.ami.subscription import Disconnected, Resynchronised
from cordboard.engine.errors import EngineRefused, EngineUnreachable

__all__ = [
    "BlockingManager",
    "Disconnected",
    "EngineRefused",
    "EngineUnreachable",
    "Event",
    "ManagerAccount",
    "ManagerConnection",
    "Message",
    "Response",
    "Resynchronised",
    "manager_action",
    "manager_listing",
    "manager_session",
]
