"""What can go wrong between data and engine."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class ConfigurationRefused(CordboardError):
    """The engine did not take a company's configuration; the last good one stays live."""

    code: ClassVar[str] = "deployment.configuration_refused"
    text: ClassVar[str] = mark(
        "The phone system did not take this change: %(reason)s. What worked before goes on working."
    )
    retryable: ClassVar[bool] = True
    revision: str
    reason: str
