"""Runs the tiers in their order, quick ones first, and says which one runs."""

from collections import Counter

import pytest

TIERS = ("pure", "database", "flow", "golden", "engine", "browser", "system")


def tier_of(item: pytest.Item) -> str:
    """The last tier an item is marked for; `pure` when it is marked for none."""
    return next((tier for tier in reversed(TIERS) if item.get_closest_marker(tier)), TIERS[0])


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--checks-failed`: what else, run before the tests, makes this run fail."""
    parser.addoption("--checks-failed", default="", help="checks that ran before the tests and failed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Items are in the order of their tiers; within a tier as they were."""
    items.sort(key=lambda item: TIERS.index(tier_of(item)))
    config.pluginmanager.register(_Heading(items), "tier-heading")


class _Heading:
    def __init__(self, items: list[pytest.Item]) -> None:
        self._counts = Counter(tier_of(item) for item in items)
        self._told: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """The first item of a tier is announced."""
        tier = tier_of(item)
        reporter = item.config.pluginmanager.get_plugin("terminalreporter")
        if tier not in self._told and reporter and not hasattr(item.config, "workerinput"):
            reporter.write_line("")
            reporter.write_sep("-", f"{tier}: {self._counts[tier]} tests")
            reporter.currentfspath = None
        self._told.add(tier)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run fails with the checks before it."""
    if session.config.getoption("--checks-failed") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Failed checks are named beside failed tests."""
    if failed := config.getoption("--checks-failed"):
        terminalreporter.write_line(f"FAILED checks before the tests: {failed}", red=True)
