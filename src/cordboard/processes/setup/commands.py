"""Runs the programs that setup needs and tells their faults in their own words."""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cordboard.processes.setup.errors import CommandFailed

if TYPE_CHECKING:
    from cordboard.processes.setup.account import Account

LAST_LINES = 12


def command_run(
    command: Sequence[str | Path],
    *,
    account: "Account | None" = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    typed: str = "",
    heard: Callable[[str], None] | None = None,
    as_root: bool = False,
) -> str:
    """What the program printed, once it ended well; `heard` gets each line as it comes.

    `as_root` goes through sudo where that is needed. Raises CommandFailed with the last lines when it ended
    otherwise or is not there.
    """
    if as_root and os.geteuid() != 0:
        command = ["sudo", *command]
    lines: list[str] = []
    try:
        with subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=folder or "/",
            env=environment,
            **(account.run_as if account else {}),
        ) as process:
            _type(process, typed)
            for line in process.stdout or ():
                lines.append(line.rstrip("\n"))
                if heard:
                    heard(lines[-1])
    except OSError as fault:
        raise CommandFailed(program=str(command[0]), outcome=fault.strerror or "", said="") from fault
    if process.returncode:
        raise _failure(command, process.returncode, lines)
    return "\n".join(lines)


def _type(process: subprocess.Popen[str], typed: str) -> None:
    if process.stdin:
        try:
            process.stdin.write(typed)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended before it read: its exit status tells


def _failure(command: Sequence[str | Path], status: int, lines: Sequence[str]) -> CommandFailed:
    said = "\n".join(f"  {line}" for line in deque(lines, maxlen=LAST_LINES))
    outcome = f"exit status {status}" if status > 0 else f"killed by signal {-status}"
    return CommandFailed(program=str(command[0]), outcome=outcome, said=said)
