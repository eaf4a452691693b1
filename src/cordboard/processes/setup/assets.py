"""Builds the pages' scripts and styles with the Node that came as a Python wheel."""

import os
from collections.abc import Iterator
from pathlib import Path

from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import CommandFailed, NetworkNeeded
from cordboard.processes.setup.places import python
from cordboard.processes.setup.stamp import Stamp, inputs_digest
from cordboard.processes.setup.telling import Telling

MADE = Path("src/cordboard/portal/static/built")
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
NOT_SOURCES = {"node_modules", "dist", "coverage"}


def assets_build(checkout: Path, *, cache: Path, telling: Telling) -> None:
    """The built scripts and styles match their sources. Raises NetworkNeeded when their libraries can't be had."""
    web = checkout / "web"
    if not (web / "package.json").exists():
        return
    built = Stamp(file=checkout / MADE / ".made-from", digest=inputs_digest(_sources(web)))
    if built.current:
        return
    _libraries(web, cache=cache, telling=telling)
    with telling.step("Building the web pages' scripts and styles", long=True):
        _npm(web, "run", "build", cache=cache, telling=telling)
    built.file.parent.mkdir(parents=True, exist_ok=True)
    built.set()


def _libraries(web: Path, *, cache: Path, telling: Telling) -> None:
    locked = Stamp(
        file=web / "node_modules" / ".made-from",
        digest=inputs_digest([web / "package.json", web / "package-lock.json"]),
    )
    if locked.current:
        return
    with telling.step("Fetching the web libraries (npm)", long=True):
        try:
            _npm(web, "ci", "--no-audit", "--no-fund", "--prefer-offline", cache=cache, telling=telling)
        except CommandFailed as fault:
            raise NetworkNeeded(
                what="The web libraries", said=fault.said,
                to_do="Check the network and npm's registry setting, then run the same command again.",
            ) from fault  # fmt: skip
    locked.set()


def _npm(web: Path, *words: str, cache: Path, telling: Telling) -> None:
    programs = python().parent
    environment = {
        "NODE_EXTRA_CA_CERTS": str(SYSTEM_AUTHORITIES),  # Node trusts only its own list by itself
        **os.environ,
        "PATH": f"{programs}:{os.environ.get('PATH', '/usr/bin:/bin')}",
        "npm_config_cache": str(cache / "npm"),
        "npm_config_update_notifier": "false",
    }
    command_run([programs / "npm", *words], folder=web, environment=environment, heard=telling.heard)


def _sources(web: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(web):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder) / name for name in names)
