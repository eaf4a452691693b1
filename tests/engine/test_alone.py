"""A company is applied by one at a time on a node, and whoever is killed meanwhile blocks nobody."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.alone import company_alone
from kit.specs import ACME, GLOBEX

pytestmark = pytest.mark.golden

HOLD = """
import sys
from pathlib import Path
from cordboard.base.configuration import Configuration
from cordboard.engine.apply.alone import company_alone
with company_alone(configuration=Configuration(data=Path(sys.argv[1])), company=sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_waits_and_another_company_does_not(tmp_path: Path) -> None:
    configuration = Configuration(data=tmp_path)
    entered = threading.Event()

    def enter() -> None:
        with company_alone(configuration=configuration, company=ACME):
            entered.set()

    thread = threading.Thread(target=enter)
    with company_alone(configuration=configuration, company=ACME):
        thread.start()
        with company_alone(configuration=configuration, company=GLOBEX):
            assert not entered.wait(0.3)
    assert entered.wait(5)
    thread.join()


def test_a_killed_process_leaves_nothing_locked(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), ACME], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    with company_alone(configuration=Configuration(data=tmp_path), company=ACME):
        pass
