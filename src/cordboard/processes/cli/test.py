"""`test`: sets up what tests need, checks the text of the program, then runs every tier."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.report import Report
from cordboard.processes.setup.account import account_ensure
from cordboard.processes.setup.assets import assets_build
from cordboard.processes.setup.browser import browser_ensure
from cordboard.processes.setup.engine_fetch import engine_fetch, mirrors
from cordboard.processes.setup.packages import packages_ensure, packages_for_tests
from cordboard.processes.setup.places import CHECKOUT, cache, python
from cordboard.processes.setup.translations import translations_compile

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports",),
    "migrations": ("python", "-m", "django", "makemigrations", "--check", "--dry-run"),
}


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """The runner's exit status. Named tests run by themselves; without a name, checks and all tiers do."""
    packages_ensure(packages_for_tests(), report)
    os.environ.update(browser_ensure(cache(), report))
    account_ensure(configuration.user)
    engine_fetch(cache(), mirrors=mirrors(configuration), telling=report)
    assets_build(CHECKOUT, cache=cache(), telling=report)
    translations_compile(CHECKOUT, report)
    failed = [] if arguments.rest else [name for name in CHECKS if not _check(name, report)]
    return _pytest(arguments.rest or ["--whole"], failed)


def _check(name: str, report: Report) -> bool:
    """Whether a check found nothing; what it found was shown."""
    with tempfile.TemporaryDirectory(prefix="cordboard-checks-") as data:
        words = CHECKS[name]
        found = subprocess.run(
            [python().parent / words[0], *words[1:]], cwd=CHECKOUT, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment(data),
        )  # fmt: skip
    if found.returncode:
        report.fault(f"{name} has something to say:")
        report.console.out(found.stdout)
    else:
        report.done(name)
    return not found.returncode


def _environment(data: str) -> dict[str, str]:
    return {**os.environ, "CORDBOARD_DATA": data, "DJANGO_SETTINGS_MODULE": "cordboard.processes.settings"}


def _pytest(words: Sequence[str], failed: Sequence[str]) -> int:
    """The tests, whose closing line is the last that is shown; checks that failed make the run fail too."""
    sys.stdout.flush()
    told = [f"--checks-failed={', '.join(failed)}"] if failed else []
    return subprocess.run([python(), "-m", "pytest", *told, *words], cwd=CHECKOUT, check=False).returncode
