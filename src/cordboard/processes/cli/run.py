"""`run`: this process becomes one of the six, in the foreground, for systemd and for the curious."""

import argparse
import os

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.becoming import root_give_up
from cordboard.processes.cli.report import Report
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.programs import cluster_of, environment, programs


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """This process is the one named. Raises ValueError for a process this installation does not have."""
    account = Account.named(configuration.user) if os.geteuid() == 0 else Account.own()
    known = {program.name: program for program in programs(configuration, cluster_of(configuration, account))}
    if arguments.process not in known:
        raise ValueError(f"there is no process {arguments.process!r}: choose one of {', '.join(known)}")
    root_give_up(account)
    os.chdir(configuration.data)
    command = known[arguments.process].command
    told = {
        name: os.environ[name] for name in ("NOTIFY_SOCKET",) if name in os.environ
    }  # Source: sd_notify(3)
    os.execve(command[0], command, {**environment(configuration), **told})  # noqa: S606  # no shell
