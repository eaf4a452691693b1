"""A database that is restarted while the engine is given a configuration hides nothing of how that ended."""

import json
import subprocess
import sys

import pytest

from cordboard.processes.setup.cluster import programs_folder
from kit.installation import Installation, installation

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


def _restart_command(place: Installation) -> list[str]:
    """Restarts the cluster without waiting for it to answer, as the account that owns it."""
    cluster = place.cluster
    pg_ctl = str(programs_folder(cluster.folder) / "pg_ctl")
    log = str(cluster.sockets / "postgres.log")
    command = [pg_ctl, "-D", str(cluster.folder), "-m", "fast", "-l", log, "-W", "restart"]
    return command if not cluster.account.run_as else ["setpriv", f"--reuid={cluster.account.uid}",
        f"--regid={cluster.account.gid}", "--clear-groups", *command]  # fmt: skip


def test_the_outcome_is_kept_and_the_next_apply_works() -> None:
    with installation() as place:
        done = subprocess.run(
            [sys.executable, "-m", "kit.apply_restarted", *_restart_command(place)],
            env=place.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["runs"] == [
        ["applied", "good", "good"],
        ["failed", "bad", "good"],
        ["applied", "mended", "mended"],
    ]
    assert found["told"] == [
        "deployment.company_applied",
        "deployment.company_refused",
        "deployment.company_applied",
    ]
