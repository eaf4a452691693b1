"""Where the program, its environment and its caches lie."""

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[4]


def python() -> Path:
    """The interpreter of the locked environment this process runs in."""
    return Path(sys.prefix) / "bin" / "python"


def cache() -> Path:
    """Downloads that outlive an installation: CORDBOARD_CACHE, /var/cache/cordboard for root, else the user's own."""
    if chosen := os.environ.get("CORDBOARD_CACHE"):
        return Path(chosen)
    if os.geteuid() == 0:
        return Path("/var/cache/cordboard")
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cordboard"
