"""A voice mailbox as the engine needs it."""

from dataclasses import dataclass
from datetime import timedelta

from cordboard.engine.names import CompanyKey, company_key
from cordboard.engine.specs import checks


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSpec:
    """One box in its company's context. Its PIN is not here: Cordboard asks for it before it opens the box."""

    box: str  # random digits, never the extension
    company: CompanyKey  # also the voicemail context
    name: str  # spoken to nobody; filtered when written
    language: str = "en"
    time_zone: str = "UTC"
    most_messages: int = 100  # per folder
    longest_message: timedelta = timedelta(minutes=5)
    shortest_message: timedelta = timedelta(seconds=2)

    def __post_init__(self) -> None:
        company_key(self.company)
        checks.matches("box", self.box, checks.BOX, "1 to 20 digits")
        checks.matches("language", self.language, checks.LANGUAGE, "a language such as en")
        checks.time_zone("time_zone", self.time_zone)
        checks.within("most_messages", self.most_messages, 1, 9999)
        checks.within("longest_message", self.longest_message.total_seconds(), 10, 3600)
        checks.within("shortest_message", self.shortest_message.total_seconds(), 0, 10)
