"""What can go wrong with trunks."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class TrunkUnknown(CordboardError):
    """There is no such trunk for the one who asks."""

    code: ClassVar[str] = "trunks.trunk_unknown"
    text: ClassVar[str] = mark("There is no such trunk.")


@dataclass(kw_only=True, eq=False)
class TrunkNameTaken(CordboardError):
    """People tell trunks apart by their names."""

    code: ClassVar[str] = "trunks.trunk_name_taken"
    text: ClassVar[str] = mark("Another trunk is called %(name)s. Choose another name.")
    name: str
