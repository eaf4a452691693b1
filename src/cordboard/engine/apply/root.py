"""Where the engine's program lies, and how it is started.

A root made by mmdebstrap runs without chroot, by its own loader and libraries, so that the machine's libc is never
touched (ADR 7); the machine's own Asterisk runs as it is.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cordboard.base.configuration import Configuration
from cordboard.base.errors import CordboardError, mark

HOST = "host"
PACKAGED_PROMPTS = {"en": "en_US_f_Allison", "fr": "fr_CA_f_June", "es": "es_MX_f_Allison"}


@dataclass(kw_only=True, eq=False)
class EngineMissing(CordboardError):
    """There is no Asterisk where the configuration says."""

    code: ClassVar[str] = "engine.missing"
    text: ClassVar[str] = mark(
        "No telephone engine lies in %(folder)s: %(missing)s is not there. Run `cordboard up`, which fetches it, "
        "or set engine_root to the folder of an Asterisk 22 root, or to `host` for the machine's own."
    )

    folder: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRoot:
    """An Asterisk installation: its folders, and the words that start its program."""

    program: tuple[str, ...]
    modules: Path
    share: Path  # documentation, sounds, moh

    def prompts(self, language: str) -> Path | None:
        """Folder of the packaged prompts of a language, if they are installed."""
        folder = self.share / "sounds" / PACKAGED_PROMPTS[language]
        return folder if folder.is_dir() else None


def engine_root(configuration: Configuration) -> EngineRoot:
    """The engine the configuration names. Raises EngineMissing with what is not there."""
    if configuration.engine_root == HOST:
        return _host_root()
    folder = Path(configuration.engine_root or configuration.data / "engine").resolve()
    libraries = _one(folder, "usr/lib/*-linux-*/asterisk/modules").parent
    loader = _one(folder, "lib*/ld-linux*.so.*")
    searched = (libraries.parent, libraries, folder / "lib" / libraries.parent.name)
    return EngineRoot(
        program=(
            str(loader),
            "--library-path",
            ":".join(str(path) for path in searched),
            str(_one(folder, "usr/sbin/asterisk")),
        ),
        modules=libraries / "modules",
        share=_one(folder, "usr/share/asterisk"),
    )


def engine_command(configuration: Configuration) -> tuple[str, ...]:
    """The words that start the engine in the foreground, as the prepared configuration says."""
    home = configuration.data / "asterisk"
    python = str(Path(sys.prefix) / "bin" / "python")
    before = (python, "-m", "cordboard.engine.start", str(home))
    return (*before, *engine_root(configuration).program, "-C", str(home / "etc" / "asterisk.conf"), "-f")


def engine_console_command(configuration: Configuration, command: str) -> tuple[str, ...]:
    """The words that ask a running engine one thing on its console and print the answer."""
    settings = configuration.data / "asterisk" / "etc" / "asterisk.conf"
    return (*engine_root(configuration).program, "-C", str(settings), "-rx", command)


def _host_root() -> EngineRoot:
    system = Path("/")
    return EngineRoot(
        program=(str(_one(system, "usr/sbin/asterisk")),),
        modules=_one(system, "usr/lib/*-linux-*/asterisk/modules"),
        share=_one(system, "usr/share/asterisk"),
    )


def _one(folder: Path, pattern: str) -> Path:
    for found in sorted(folder.glob(pattern)):
        return found
    raise EngineMissing(folder=str(folder), missing=pattern)
