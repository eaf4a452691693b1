"""What a node's files are made from."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cordboard.base.configuration import Configuration
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.writer import ConfigWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """Where a node's engine listens, what it may read, and its passwords."""

    configuration: Configuration
    modules: Path
    skeleton: str  # text of the hand-written dialplan
    ami_password: str = field(repr=False)
    ari_password: str = field(repr=False)

    @property
    def home(self) -> Path:
        """The engine's own folder."""
        return self.configuration.data / "asterisk"

    @property
    def endpoints_file(self) -> Path:
        """The projection of endpoints."""
        return self.home / "endpoints.sqlite3"

    @property
    def certificate(self) -> Path:
        """The server's certificate."""
        return self.configuration.data / "tls" / "server.crt"

    @property
    def certificate_key(self) -> Path:
        """The key of the server's certificate."""
        return self.configuration.data / "tls" / "server.key"


def config_file(name: str, writer: ConfigWriter) -> ConfigFile:
    """What was written, as a file of the node."""
    return ConfigFile(path=PurePosixPath(name), text=writer.text)
