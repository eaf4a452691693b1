"""The engine's own log: turned over by the engine, which numbers the old ones from 0, the latest, and removes none.

Source: Asterisk 22, logger.conf (`rotatestrategy = rotate`), AMI action LoggerRotate.
"""

import re
from pathlib import Path

from cordboard.engine.ami.blocking import manager_action
from cordboard.engine.ami.login import ManagerAccount

FILE = "messages.log"
LARGE = 10_000_000  # bytes
KEPT = 14  # old ones: two weeks of quiet days, and never more than 14 times LARGE
_OLD = re.compile(re.escape(FILE) + r"\.([0-9]+)")


def log_turn(*, account: ManagerAccount, folder: Path, above: int = 0) -> bool:
    """A log of more bytes than `above` is the engine's old one now, and of those the oldest are gone; whether it was so.

    Raises EngineUnreachable, EngineRefused.
    """
    log = folder / FILE
    if not log.exists() or log.stat().st_size <= above:
        return False
    manager_action(account, "LoggerRotate")
    for old in folder.glob(f"{FILE}.*"):
        if (found := _OLD.fullmatch(old.name)) and int(found[1]) >= KEPT:
            old.unlink()
    return True
