"""What applying needs of the manager interface; `engine.ami.ManagerConnection` has it."""

from collections.abc import Sequence
from typing import Protocol


class Answer(Protocol):
    """An answer to an action, or a row of a listing."""

    def get(self, key: str, default: str = "") -> str:
        """A header of the answer."""


class Manager(Protocol):
    """A connection to the running engine."""

    async def action(self, name: str, **headers: str) -> Answer:
        """The engine did it. Raises EngineRefused, EngineUnreachable."""

    async def listing(self, name: str, **headers: str) -> Sequence[Answer]:
        """The rows of a listing. Raises as `action` does."""


async def value_of(manager: Manager, expression: str) -> str:
    """What a dialplan function gives outside of any call, e.g. `DIALPLAN_EXISTS(context,101,1)`."""
    return (await manager.action("Getvar", Variable=expression)).get("Value")
