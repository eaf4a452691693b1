"""What pages show but only `processes` knows. Wired on one page: `cordboard.processes.wiring`."""

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
