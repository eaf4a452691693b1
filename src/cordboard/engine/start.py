"""`python -m cordboard.engine.start <engine's folder> <engine's words>`: becomes the engine, which then meets all endpoints."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from cordboard.engine.apply.newcomers import everybody_listed


def main(words: Sequence[str]) -> NoReturn:
    """The process is the engine from now on, with the id it had."""
    home, *engine = words
    everybody_listed(Path(home))
    os.execv(engine[0], engine)  # noqa: S606  # no shell


if __name__ == "__main__":
    main(sys.argv[1:])
