"""SIPp as phones: registrations and calls in number, with their failures and their times."""

import csv
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCENARIOS = Path(__file__).parent / "sipp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """An account on the engine under test; `number` is what others dial to reach it."""

    user: str
    password: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one SIPp run saw. Times in milliseconds."""

    succeeded: int
    failed: int
    retransmissions: int
    seconds: float
    times_ms: tuple[float, ...]

    @property
    def clean(self) -> bool:
        """Nothing failed and hardly anything was sent twice."""
        return self.succeeded > 0 and self.failed == 0 and self.retransmissions <= self.succeeded * 0.002

    def percentile(self, share: float) -> float:
        """The time below which this share of the runs lie; 0.0 when none was measured."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def register(*, phones: Sequence[Phone], sip_port: int, local_port: int, rate: int) -> Round:
    """Every phone is registered once from `local_port`, where it will be called (behind a NAT nothing else counts)."""
    lines = [f"{phone.user};{_authentication(phone)}" for phone in phones]
    return _sipp(
        scenario="register.xml",
        lines=lines,
        sip_port=sip_port,
        local_port=local_port,
        rate=rate,
        count=len(phones),
    )


def call(
    *, callers: Sequence[Phone], callee: Phone, sip_port: int, local_port: int, rate: int, seconds: int
) -> Round:
    """The callers call `callee`, `rate` calls a second for `seconds`."""
    lines = [f"{phone.user};{_authentication(phone)};{callee.number}" for phone in callers]
    return _sipp(
        scenario="call.xml",
        lines=lines,
        sip_port=sip_port,
        local_port=local_port,
        rate=rate,
        count=rate * seconds,
    )


@contextmanager
def answering(*, port: int) -> Iterator[None]:
    """Phones that answer every call on this port, until the block ends."""
    command = [
        "sipp",
        "127.0.0.1",
        "-sf",
        str(SCENARIOS / "answer.xml"),
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
        "-nostdin",
    ]
    process = subprocess.Popen([*command, "-aa"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _authentication(phone: Phone) -> str:
    return f"[authentication username={phone.user} password={phone.password}]"


def _sipp(
    *, scenario: str, lines: Sequence[str], sip_port: int, local_port: int, rate: int, count: int
) -> Round:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "lines.csv").write_text("\n".join(["SEQUENTIAL", *lines, ""]))
        command = [
            "sipp", f"127.0.0.1:{sip_port}", "-sf", str(SCENARIOS / scenario), "-inf", "lines.csv", "-i", "127.0.0.1",
            "-p", str(local_port), "-r", str(rate), "-m", str(count), "-l", str(max(rate * 4, 50)), "-nostdin",
            "-oocsf", str(SCENARIOS / "options.xml"), "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1",
            "-recv_timeout", "8000", "-timeout", str(count // rate + 40), "-timeout_error",
        ]  # fmt: skip
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return _read(Path(folder))


def _read(folder: Path) -> Round:
    with Path(folder, "stat.csv").open() as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    times = [
        float(row.split(";")[1])
        for path in folder.glob("*rtt.csv")
        for row in path.read_text().splitlines()[1:]
    ]
    return Round(
        succeeded=int(last["SuccessfulCall(C)"]),
        failed=int(last["FailedCall(C)"]),
        retransmissions=int(last["Retransmissions(C)"]),
        seconds=_seconds(last["ElapsedTime(C)"]),
        times_ms=tuple(times),
    )


def _seconds(text: str) -> float:
    """SIPp's elapsed time, `hours:minutes:seconds` with a fraction, in seconds."""
    hours, minutes, seconds = text.split(":")[:3]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
