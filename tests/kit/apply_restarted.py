"""Run by a test as a process of its own: applies a company twice while its database is restarted in the middle.

The first time the engine takes what it is given, the second time it refuses. Prints how each run is on record, and
then how a third ends, which nothing disturbs.
"""

import contextlib
import json
import os
import subprocess
import sys
from uuid import UUID

import django

RESTART = sys.argv[1:]


def main() -> None:
    """Three applies of a fresh company."""
    from cordboard.deployment.errors import ConfigurationRefused
    from cordboard.deployment.registry import applier_set
    from cordboard.deployment.selectors import apply_run_latest
    from cordboard.deployment.services import company_apply
    from cordboard.deployment.types import ApplyOutcome
    from cordboard.journal.selectors import journal_page
    from kit.tenants import company_make

    def taken(company: UUID) -> ApplyOutcome:
        restart()
        return ApplyOutcome(revision="good", changed=("voicemail.conf",))

    def refused(company: UUID) -> ApplyOutcome:
        restart()
        raise ConfigurationRefused(revision="bad", reason="the engine does not know the mailbox")

    company = company_make(f"one{os.getpid()}").id
    outcomes = []
    for applier in (taken, refused, lambda company: ApplyOutcome(revision="mended", changed=("x",))):
        applier_set(applier)
        with contextlib.suppress(ConfigurationRefused):
            company_apply(company=company)
        run = apply_run_latest(company=company)
        assert run
        outcomes.append([run.state, run.revision, run.last_good])
    told = [entry.kind for entry in journal_page(companies={company}, prefix="deployment.").entries]
    print(json.dumps({"runs": outcomes, "told": told}))  # noqa: T201


def restart() -> None:
    """The database is away, and back a moment after this returns."""
    subprocess.run(RESTART, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    django.setup()
    main()
