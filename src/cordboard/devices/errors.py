"""What can go wrong with devices."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class DeviceUnknown(CordboardError):
    """There is no such device for the one who asks."""

    code: ClassVar[str] = "devices.device_unknown"
    text: ClassVar[str] = mark("There is no such phone.")


@dataclass(kw_only=True, eq=False)
class CodecsMissing(CordboardError):
    """A device must speak at least one audio codec."""

    code: ClassVar[str] = "devices.codecs_missing"
    text: ClassVar[str] = mark("Choose at least one audio codec.")
