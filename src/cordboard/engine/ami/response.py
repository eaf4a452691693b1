"""Answers to actions."""

from dataclasses import dataclass

from cordboard.engine.ami.framing import Message
from cordboard.engine.errors import EngineRefused

NOTHING_FOUND = ("No ", " found")  # how listings say "empty": `No Contacts found`


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the engine answered to one action."""

    action: str
    message: Message

    def get(self, key: str, default: str = "") -> str:
        """A header of the answer."""
        return self.message.get(key, default)

    @property
    def refused(self) -> bool:
        """Whether the engine answered with an error."""
        return self.get("Response") == "Error"

    @property
    def empty(self) -> bool:
        """Whether a listing was refused only because it has no rows."""
        start, end = NOTHING_FOUND
        text = self.get("Message").strip()
        return self.refused and text.startswith(start) and text.endswith(end)

    @property
    def output(self) -> str:
        """The text a `Command` printed, lines joined by line feeds."""
        return "\n".join(self.message.all("Output"))

    def checked(self) -> "Response":
        """This answer. Raises EngineRefused when it is an error."""
        if self.refused:
            raise EngineRefused(action=self.action, reason=self.get("Message", "no reason given").strip())
        return self


def listing_ended(message: Message) -> bool:
    """Whether a message is the last of a listing."""
    return message.get("EventList").lower() in {"complete", "cancelled"}
