"""Holds docs/coverage.csv against what ran: in a run of the whole suite, each `done` row's proof must have passed."""

import csv
from pathlib import Path

import pytest

COVERAGE = Path(__file__).parents[2] / "docs" / "coverage.csv"


def coverage_rows() -> list[dict[str, str]]:
    """The lines of docs/coverage.csv."""
    with COVERAGE.open(newline="") as file:
        return list(csv.DictReader(file))


def proofs() -> dict[str, list[str]]:
    """Test id to the rows it proves, for rows that are done or partly done with a proof."""
    found: dict[str, list[str]] = {}
    for line in coverage_rows():
        if line["state"] in {"done", "partial"} and line["proof"]:
            found.setdefault(line["proof"], []).append(line["row"])
    return found


class ProofWatch:
    """Collects the test ids that passed and fails a whole run in which a proof is missing or did not pass."""

    def __init__(self) -> None:
        self.passed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that passed, parametrised or not, proves what its name says."""
        if report.when == "call" and report.passed:
            self.passed.update({report.nodeid, report.nodeid.partition("[")[0]})

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """In a whole run, every proof has passed."""
        config = session.config
        if hasattr(config, "workerinput") or not config.getoption("--whole"):
            return
        missing = {proof: rows for proof, rows in proofs().items() if proof not in self.passed}
        if missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        for proof, rows in missing.items():
            print(f"\ndocs/coverage.csv: {', '.join(rows)}: the proof {proof} did not run and pass")  # noqa: T201


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole`: this run is the whole suite, so every proof in docs/coverage.csv must pass in it."""
    parser.addoption("--whole", action="store_true", help="hold docs/coverage.csv against this run")


def pytest_configure(config: pytest.Config) -> None:
    """The watch is on."""
    config.pluginmanager.register(ProofWatch(), "proof-watch")
