"""Fetches the Asterisk engine: Debian sid's packages, extracted (never installed, never run as root) into a folder."""

import hashlib
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.root import HOST, engine_root
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import CommandFailed, NetworkNeeded
from cordboard.processes.setup.files import folder_build, folder_copy
from cordboard.processes.setup.telling import Telling

SUITE = "sid"
PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-fr-wav",
    "asterisk-core-sounds-es-wav",
    "asterisk-moh-opsound-wav",
    "asterisk-ooh323",
)
MIRROR = "http://deb.debian.org/debian"  # where apt itself knows no Debian mirror, as on Ubuntu
MADE_FROM = "cordboard-made-from"
OLDEST_HOST_ENGINE = 20
WITHOUT = ("dev", "usr/share/doc-base", "usr/share/man", "usr/share/locale", "usr/share/lintian")


def engine_ensure(configuration: Configuration, *, account: Account, cache: Path, telling: Telling) -> None:
    """The engine's program lies where the configuration says. Raises NetworkNeeded, or EngineMissing for a wrong folder."""
    if configuration.engine_root:
        engine_root(configuration)
        return
    target = configuration.data / "engine"
    if _made_from(target) == recipe():
        return
    fetched = engine_fetch(cache, mirrors=mirrors(configuration), telling=telling)
    with telling.step("Placing the engine in the data folder"):
        folder_copy(fetched, target)


def recipe() -> str:
    """One text that changes with what an engine root is made of."""
    return hashlib.sha256(" ".join((SUITE, *PACKAGES)).encode()).hexdigest()[:12]


def engine_fetch(cache: Path, *, mirrors: tuple[str, ...], telling: Telling) -> Path:
    """The engine's folder in the cache, fetched when it is not there yet."""
    target = engine_in_cache(cache)
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with (
            telling.step("Fetching the Asterisk 22 engine from Debian (150 MB)", long=True),
            folder_build(target) as fresh,
        ):
            _extract(fresh, mirrors=mirrors, telling=telling)
            _finish(fresh)
    return target


def engine_in_cache(cache: Path) -> Path:
    """Where the cache keeps the engine, fetched already or not."""
    return cache / f"engine-{platform.machine()}-{recipe()}"


def host_engine() -> str:
    """Version of the machine's own Asterisk when it is new enough, else empty."""
    try:
        said = command_run(["/usr/sbin/asterisk", "-V"])
    except CommandFailed:
        return ""
    version = said.removeprefix("Asterisk ").strip()
    major = version.split(".")[0].removeprefix("certified/")
    return version if major.isdecimal() and int(major) >= OLDEST_HOST_ENGINE else ""


def engine_choose(configuration: Configuration) -> str:
    """The `engine_root` setting for a new installation: the machine's own Asterisk where it is new enough."""
    if configuration.engine_root or (configuration.data / "engine").exists():
        return configuration.engine_root
    return HOST if host_engine() else ""


def mirrors(configuration: Configuration) -> tuple[str, ...]:
    """Where to look for Debian's packages: the setting, else what apt is set to, else Debian's own name."""
    if configuration.engine_mirror:
        return (configuration.engine_mirror,)
    return tuple(dict.fromkeys((*_apt_mirrors(), MIRROR)))


def _apt_mirrors() -> Iterator[str]:
    try:
        said = command_run(["apt-get", "indextargets", "--format", "$(LABEL)|$(COMPONENT)|$(REPO_URI)"])
    except CommandFailed:
        return
    for line in said.splitlines():
        label, component, address = (*line.split("|"), "", "")[:3]
        if label == "Debian" and component == "main":
            yield address.rstrip("/")


def _extract(folder: Path, *, mirrors: tuple[str, ...], telling: Telling) -> None:
    for place, mirror in enumerate(mirrors, start=1):
        try:
            command_run(_command(folder, mirror), heard=telling.heard)
        except CommandFailed as fault:
            if place == len(mirrors):
                raise _unreachable(mirror, fault) from fault
            telling.warn(f"{mirror} has no {SUITE}; trying the next mirror.")
        else:
            return


def _command(folder: Path, mirror: str) -> list[str]:
    options = ['Acquire::Check-Valid-Until "false"', *_proxies()]
    return [
        "mmdebstrap", "--variant=extract", "--mode=chrootless", "--format=directory", "--skip=check/chrootless",
        *(f"--aptopt={option}" for option in options),
        f"--include={','.join(PACKAGES)}", SUITE, str(folder), mirror,
    ]  # fmt: skip


def _proxies() -> Iterator[str]:
    """The proxies apt is set to, since mmdebstrap reads none of the machine's apt settings."""
    for kind in ("http", "https"):
        said = command_run(["apt-config", "shell", "proxy", f"Acquire::{kind}::Proxy"])
        if address := said.removeprefix("proxy=").strip("'"):
            yield f'Acquire::{kind}::Proxy "{address}"'


def _unreachable(mirror: str, fault: CommandFailed) -> NetworkNeeded:
    return NetworkNeeded(
        what=f"The Asterisk engine (from {mirror})",
        said=fault.said,
        to_do="Check the network, or name another Debian mirror with --engine-mirror, "
        "or install Asterisk 22 yourself and say --engine-root host. Then run the same command again.",
    )


def _finish(folder: Path) -> None:
    """The folder is readable by everyone, has the names of a merged /usr, and says what it was made from."""
    for name in ("lib", "lib64", "bin", "sbin"):
        if (folder / "usr" / name).is_dir() and not (folder / name).exists():
            (folder / name).symlink_to(f"usr/{name}")
    for part in WITHOUT:
        shutil.rmtree(folder / part, ignore_errors=True)
    folder.chmod(0o755)
    version = _version(folder)
    (folder / MADE_FROM).write_text(f"{recipe()} {version}\n")


def _version(folder: Path) -> str:
    """What the engine calls itself: the proof that its loader and libraries are whole."""
    configuration = Configuration(data=folder, engine_root=str(folder))
    return command_run([*engine_root(configuration).program, "-V"]).strip()


def _made_from(folder: Path) -> str:
    file = folder / MADE_FROM
    return file.read_text().split()[0] if file.exists() else ""
