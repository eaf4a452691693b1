"""Where the processes find the program: the checkout, or a copy that their account can read."""

import compileall
import shutil
import subprocess
from pathlib import Path

from cordboard.processes.setup.account import Account
from cordboard.processes.setup.files import folder_build, folder_copy, folder_held
from cordboard.processes.setup.places import CHECKOUT, python
from cordboard.processes.setup.stamp import Stamp, inputs_digest
from cordboard.processes.setup.telling import Telling

PARTS = ("src", "asterisk")
FILES = ("pyproject.toml", "requirements.lock", "cordboard")


def bytecode_compile(checkout: Path) -> None:
    """Every module is compiled, so that processes which may not write here start as fast as others."""
    compileall.compile_dir(checkout / "src", quiet=2)


def program_place(data: Path, *, account: Account, telling: Telling) -> Path:
    """The folder from which the account can run the program: the checkout itself or, when it can't, a copy in the data folder."""
    if program_readable(account):
        return CHECKOUT
    target = data / "program"
    stamp = Stamp(file=target / "made-from", digest=_digest())
    if not stamp.current:
        telling.line(f"{account.name} may not read {CHECKOUT}, so the program is copied to {target}.")
        with telling.step("Copying the program"):
            _copy(target, stamp)
    return target


def _open(folder: Path) -> None:
    """Everyone may read what is in the folder, however private the checkout is."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def program_readable(account: Account) -> bool:
    """Tried rather than worked out: permissions, access lists and mounts all have a say."""
    try:
        tried = subprocess.run(
            [str(python()), "-c", "import cordboard"],
            cwd="/",
            env={},
            capture_output=True,
            check=False,
            **account.run_as,
        )
    except PermissionError:  # not even the interpreter
        return False
    return tried.returncode == 0


def _digest() -> str:
    files = [file for part in PARTS for file in (CHECKOUT / part).rglob("*") if file.is_file()]
    return inputs_digest(
        (file for file in files if file.suffix != ".pyc"), more=str((CHECKOUT / ".venv").stat().st_ino)
    )


def _copy(target: Path, stamp: Stamp) -> None:
    """Built by root in a folder that is held, for the account owns the one around it and could exchange their names."""
    with folder_build(target) as built, folder_held(built) as fresh:
        folder_copy(CHECKOUT / ".venv", fresh / ".venv")
        for part in PARTS:
            shutil.copytree(CHECKOUT / part, fresh / part)
            _open(fresh / part)
        for name in FILES:
            shutil.copy2(CHECKOUT / name, fresh / name)
            (fresh / name).chmod(0o755)
        for link in fresh.glob(".venv/lib/python3*/site-packages/cordboard.pth"):
            link.unlink()
            link.write_text(f"{target / 'src'}\n")
        fresh.chmod(0o755)
        Stamp(file=fresh / stamp.file.name, digest=stamp.digest).set()
