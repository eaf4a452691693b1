"""The portal's TypeScript: its types hold, and the board of live calls stays true to numbered messages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

WEB = Path(__file__).parents[2] / "web"


def npm_run(script: str) -> subprocess.CompletedProcess[str]:
    """A script of web/package.json, run by the Node of this environment."""
    if not (WEB / "node_modules").is_dir():
        pytest.fail("web/node_modules is missing: run `npm ci` in web/")
    tools = Path(sys.executable).parent
    return subprocess.run(
        [str(tools / "npm"), "run", "--silent", script],
        cwd=WEB,
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_types_hold() -> None:
    done = npm_run("check")

    assert done.returncode == 0, done.stdout


def test_board_stays_true_to_numbered_messages() -> None:
    done = npm_run("test")

    assert done.returncode == 0, done.stdout
