"""Which ports Cordboard needs, whether they are free, and who holds those that are not."""

import errno
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.errors import AddressForeign, PortForbidden, PortTaken

LOOPBACK = "127.0.0.1"
TCP, UDP = "tcp", "udp"
KINDS = {TCP: socket.SOCK_STREAM, UDP: socket.SOCK_DGRAM}
LISTENING = {TCP: "0A", UDP: "07"}  # Source: Linux include/net/tcp_states.h


@dataclass(frozen=True, slots=True, kw_only=True)
class PortNeeded:
    """A port that one of the processes opens."""

    setting: str
    process: str
    address: str
    port: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The process that holds a port."""

    pid: int
    command: str

    def __str__(self) -> str:
        return f"{self.command} (process {self.pid})"


def ports_needed(configuration: Configuration) -> tuple[PortNeeded, ...]:
    """Every port that is opened with this configuration; of the audio range, only its first."""
    plan = (
        ("web_port", "web", configuration.bind, TCP),
        ("sip_port", "engine", configuration.bind, UDP),
        ("sip_port", "engine", configuration.bind, TCP),
        ("sips_port", "engine", configuration.bind, TCP),
        ("wss_port", "engine", configuration.bind, TCP),
        ("ami_port", "engine", LOOPBACK, TCP),
        ("ari_port", "engine", LOOPBACK, TCP),
        ("fastagi_port", "calls", LOOPBACK, TCP),
    )
    return tuple(
        PortNeeded(
            setting=setting, process=process, address=address, port=getattr(configuration, setting), kind=kind
        )
        for setting, process, address, kind in plan
    )


def ports_check(configuration: Configuration, *, account: str) -> None:
    """Every port is free. Raises PortTaken naming the holder, PortForbidden, or AddressForeign."""
    for needed in ports_needed(configuration):
        port_check(needed, account=account)


def port_check(needed: PortNeeded, *, account: str, open_from: int | None = None) -> None:
    """This port is free. Raises PortTaken naming the holder, PortForbidden, or AddressForeign.

    `open_from` is the first port that everyone may open; None asks the kernel.
    """
    if needed.port < (_first_open_to_all() if open_from is None else open_from) and account != "root":
        raise PortForbidden(port=needed.port, setting=needed.setting, account=account)
    fault = _bind_fault(needed)
    if fault == errno.EADDRNOTAVAIL:
        raise AddressForeign(address=needed.address)
    if fault == errno.EADDRINUSE:
        holders = " and ".join(str(holder) for holder in port_holders(needed.port, needed.kind))
        raise PortTaken(
            port=needed.port, setting=f"{needed.setting}, {needed.kind.upper()}",
            option=needed.setting.replace("_", "-"),
            holder=holders or f"another user's process (`sudo ss -lpn sport = {needed.port}` names it)",
        )  # fmt: skip


def port_holders(port: int, kind: str) -> tuple[Holder, ...]:
    """The processes that listen on a port, as far as this user may see them."""
    inodes = set(_listening_inodes(port, kind))
    return tuple(_holder(pid) for pid in sorted(set(_owners(inodes)))) if inodes else ()


def _bind_fault(needed: PortNeeded) -> int:
    family = socket.AF_INET6 if ":" in needed.address else socket.AF_INET
    with socket.socket(family, KINDS[needed.kind]) as probe:
        if needed.kind == TCP:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections just closed don't count
        try:
            probe.bind((needed.address, needed.port))
        except OSError as fault:
            return fault.errno or 0
    return 0


def _first_open_to_all() -> int:
    return int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())


def _listening_inodes(port: int, kind: str) -> Iterator[str]:
    for table in (kind, f"{kind}6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if int(cells[1].rpartition(":")[2], 16) == port and cells[3] == LISTENING[kind]:
                yield cells[9]


def _owners(inodes: set[str]) -> Iterator[int]:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(entry) in wanted for entry in os.scandir(folder)):
                yield int(folder.parent.name)
        except OSError:
            continue  # it has ended, or belongs to another user


def _holder(pid: int) -> Holder:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        words = []
    command = " ".join(word.decode(errors="replace") for word in words if word)
    return Holder(pid=pid, command=command[:80] or "a process that has just ended")
