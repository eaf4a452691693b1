"""A rendered file."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """Text of one configuration file; `path` is below the engine's configuration folder."""

    path: PurePosixPath
    text: str

    def __post_init__(self) -> None:
        if self.path.is_absolute() or ".." in self.path.parts:
            raise ValueError(f"{self.path} leaves the configuration folder")
