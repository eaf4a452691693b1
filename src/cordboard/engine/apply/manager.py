"""What applying needs of the manager interface."""

from typing import Protocol


class Answer(Protocol):
    """An answer to an action."""

    def get(self, key: str, default: str = "") -> str:
        """A header of the answer."""


class Manager(Protocol):
    """A connection to the running engine; `engine.ami.ManagerConnection` is one."""

    async def action(self, name: str, **headers: str) -> Answer:
        """The engine did it. Raises EngineRefused, EngineUnreachable."""
