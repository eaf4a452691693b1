"""Measures Cordboard beside a bare Asterisk on the same machine in the same run, and writes the table to docs/bench/.

    .venv/bin/python bench/run.py [--quick]

Absolute numbers depend on the machine; the ratios are the result. Traffic stays on loopback.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from bare import bare_engine  # noqa: E402  # siblings are found once the path is set
from phones import Phone, Round, answering, call, register  # noqa: E402
from processor import processor_ms  # noqa: E402

BARE_SIP, OUR_PORTS, ANSWERING = 31060, 32000, 31100
MOST_REGISTRATIONS = 5000  # a second; as many tried
MOST_CALLS = 1500  # calls/s tried, well above what either side can do
SIZES = (1_000, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFigures:
    """What calling looked like on one side."""

    processor_ms: float  # for one call, all processes of the side together
    delay_median_ms: float  # INVITE to 180 Ringing
    delay_p95_ms: float
    most_calls: int  # highest clean rate, calls/s


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table."""

    what: str
    bare: str
    ours: str
    ratio: str
    goal: str


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="shorter rounds, for trying the benchmark itself"
    )
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="cbb-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # the installation gives up root and must reach its own folder
        lines = list(measured(Path(folder), quick=quick))
    table = table_text(lines)
    print(table)
    (HERE.parent / "docs" / "bench" / "foundation.md").write_text(table)


def measured(folder: Path, *, quick: bool) -> Iterator[Line]:
    """Each line of the table, measured."""
    from installation import running_installation

    with running_installation(folder=folder / "ours", port_base=OUR_PORTS) as ours:
        phones = ours.company(name="Calls", people=20)
        bare_phones = [
            Phone(user=f"u{n}", password=f"bench{n}pass", number=str(1000 + n)) for n in range(3000)
        ]
        with bare_engine(
            root=ours.engine_root, folder=folder / "bare", phones=bare_phones, sip_port=BARE_SIP
        ) as pid:
            progress("calls through the bare engine")
            bare = calls_measured(bare_phones[:20], BARE_SIP, lambda: processor_ms(pid), quick)
            progress("registrations with the bare engine")
            bare_rate = registrations_measured(bare_phones, BARE_SIP, quick)
        progress("calls through Cordboard")
        with_us = calls_measured(phones, ours.sip_port, lambda: processor_ms(ours.supervisor), quick)
        yield from call_lines(bare, with_us)
        progress("registrations with Cordboard")
        our_rate = registrations_measured(
            ours.company(name="Registrations", people=3000), ours.sip_port, quick
        )
        yield Line(
            what="registrations/s, highest clean",
            bare=str(bare_rate),
            ours=str(our_rate),
            ratio=f"{our_rate / bare_rate:.2f}",
            goal="≥ 0.75",
        )
        for size in SIZES:
            progress(f"saving a phone with {size} in place")
            ours.fill(endpoints=size)
            seconds = sorted(ours.save_to_registered() for _ in range(3 if quick else 9))
            yield Line(
                what=f"save to registered, {size:,} endpoints in place (median, worst)",
                bare="–",
                ours=f"{seconds[len(seconds) // 2] * 1000:.0f} ms, {seconds[-1] * 1000:.0f} ms",
                ratio="–",
                goal="< 1 s" if size == SIZES[-1] else "–",
            )
        progress("the users list at 10,000 users")
        p95 = ours.users_list_p95(users=10_000, requests=40 if quick else 200)
        yield Line(
            what="users list, 10,000 users, p95",
            bare="–",
            ours=f"{p95 * 1000:.0f} ms",
            ratio="–",
            goal="< 200 ms",
        )


def calls_measured(
    phones: Sequence[Phone], sip_port: int, used: Callable[[], float], quick: bool
) -> CallFigures:
    """Processor time and delay at 60 calls/s, then the highest rate without a failed call."""
    registered = register(phones=phones, sip_port=sip_port, local_port=ANSWERING, rate=20)
    if registered.failed:
        raise SystemExit(
            f"{registered.failed} phones could not register on port {sip_port}: nothing to measure"
        )
    with answering(port=ANSWERING):
        attempt(phones, sip_port, 60, 3)  # warm caches
        before = used()
        steady = attempt(phones, sip_port, 60, 10 if quick else 30)
        spent = used() - before
        if not steady.clean:
            raise SystemExit(
                f"{steady.failed} of the calls to port {sip_port} failed at 60 calls/s: nothing to measure. "
                f"Is another program on port {ANSWERING} or {ANSWERING + 200}?"
            )
        return CallFigures(
            processor_ms=spent / steady.succeeded,
            delay_median_ms=steady.percentile(0.5),
            delay_p95_ms=steady.percentile(0.95),
            most_calls=highest(
                lambda rate: attempt(phones, sip_port, rate, 4 if quick else 8).clean, 100, MOST_CALLS, 25
            ),
        )


def attempt(phones: Sequence[Phone], sip_port: int, rate: int, seconds: int) -> Round:
    """Calls at one rate from half of the phones to the last one."""
    return call(
        callers=phones[: len(phones) // 2],
        callee=phones[-1],
        sip_port=sip_port,
        local_port=31300,
        rate=rate,
        seconds=seconds,
    )


def registrations_measured(phones: Sequence[Phone], sip_port: int, quick: bool) -> int:
    """The highest rate, registrations/s, at which none of the phones fails, each coming back as long as it lasts."""

    def clean(rate: int) -> bool:
        batch = [phones[number % len(phones)] for number in range(rate * (2 if quick else 5))]
        return register(phones=batch, sip_port=sip_port, local_port=31400, rate=rate).clean

    return highest(clean, 500, MOST_REGISTRATIONS, 250)


def highest(clean: Callable[[int], bool], least: int, most: int, step: int) -> int:
    """The highest rate that was clean: up by a quarter until one fails, then halving, so that nothing is drowned first.

    A rate that fails gets a second try, since machines are noisy.
    """
    low, high = 0, least
    while high < most and (clean(high) or clean(high)):
        low, high = high, min(high * 5 // 4, most)
    while high - low > step:
        middle = (low + high) // 2
        if clean(middle) or clean(middle):
            low = middle
        else:
            high = middle
    if not low:
        raise SystemExit(f"not even {least} a second went well: nothing to measure")
    return low


def call_lines(bare: CallFigures, ours: CallFigures) -> Iterator[Line]:
    """The figures side by side."""
    yield Line(
        what="calls/s, highest clean",
        bare=str(bare.most_calls),
        ours=str(ours.most_calls),
        ratio=f"{ours.most_calls / bare.most_calls:.2f}",
        goal="≥ 0.8",
    )
    yield Line(
        what="processor time for one call at 60 calls/s",
        bare=f"{bare.processor_ms:.2f} ms",
        ours=f"{ours.processor_ms:.2f} ms",
        ratio=f"{ours.processor_ms / bare.processor_ms:.2f}",
        goal="–",
    )
    yield Line(
        what="post-dial delay (INVITE to ringing), median",
        bare=f"{bare.delay_median_ms:.0f} ms",
        ours=f"{ours.delay_median_ms:.0f} ms",
        ratio="–",
        goal="–",
    )
    yield Line(
        what="post-dial delay, p95",
        bare=f"{bare.delay_p95_ms:.0f} ms",
        ours=f"{ours.delay_p95_ms:.0f} ms",
        ratio=f"+{ours.delay_p95_ms - bare.delay_p95_ms:.0f} ms",
        goal="within 10 ms",
    )


def table_text(lines: Sequence[Line]) -> str:
    """The table in Markdown, with what it was measured on and how to run it again."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HERE, check=False
    )
    rows = "\n".join(
        f"| {line.what} | {line.bare} | {line.ours} | {line.ratio} | {line.goal} |" for line in lines
    )
    return f"""# Foundation: Cordboard beside a bare Asterisk

Run again: `.venv/bin/python bench/run.py`. Both sides share the same {os.cpu_count()} cores with SIPp, one after the other.
Measured {datetime.now(UTC):%Y-%m-%d} at {revision.stdout.strip()}, {platform.system()} {platform.machine()},
Python {platform.python_version()}.

| what | bare Asterisk | Cordboard | ratio | goal |
|---|---|---|---|---|
{rows}

Bare: static dialplan line for each extension, endpoints in pjsip.conf, phones asked every minute whether they are there (as
ours are), no call records, no manager interface, no Python. Cordboard: FastAGI call server
deciding from memory, endpoints from SQLite with memory cache, call records spooled; its processor time is that of all its processes.
"""


def progress(text: str) -> None:
    """Say what is being measured."""
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
