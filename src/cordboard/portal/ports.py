"""What pages show or ask for but only `processes` knows. Wired on one page: `cordboard.processes.wiring`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessHealth:
    """One process of this installation: what it answered, or why it did not."""

    name: str
    well: bool
    text: str  # marked for translation; may hold %(name)s of `values`
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """What it answered, in the reader's language."""
        return gettext(self.text) % self.values


HealthReport = Callable[[], Sequence[ProcessHealth]]

_reports: list[HealthReport] = []


def health_report_set(report: HealthReport) -> None:
    """Pages ask this for the processes' health from now on. It may take two seconds."""
    _reports[:] = [report]


def health_report() -> Sequence[ProcessHealth]:
    """Each process as it is now; empty when nobody can tell."""
    return _reports[0]() if _reports else ()


ResetMail = Callable[[str], None]

_reset_mails: list[ResetMail] = []


def password_reset_set(mail: ResetMail) -> None:
    """Pages ask this for the mail to an address from now on. It must not wait for anybody."""
    _reset_mails[:] = [mail]


def password_reset_ask(email: str) -> None:
    """Whoever has this address, if anybody, will be mailed a link to choose a new password."""
    for mail in _reset_mails:
        mail(email)
