"""The installation's own parts: secrets, certificate, cluster, engine settings. Made by the account that owns them."""

from dataclasses import dataclass
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.base.secrets import Secrets, secrets_load
from cordboard.engine.apply.base import engine_prepare
from cordboard.processes.setup.account import Account, account_ensure, folder_own
from cordboard.processes.setup.assets import assets_build
from cordboard.processes.setup.certificate import certificate_ensure, local_names
from cordboard.processes.setup.cluster import Cluster, cluster_prepare
from cordboard.processes.setup.engine_fetch import engine_ensure
from cordboard.processes.setup.packages import packages_ensure, packages_needed
from cordboard.processes.setup.places import CHECKOUT, cache
from cordboard.processes.setup.preflight import path_check, reach_check
from cordboard.processes.setup.program import bytecode_compile, program_place
from cordboard.processes.setup.programs import cluster_of
from cordboard.processes.setup.telling import Telling
from cordboard.processes.setup.translations import translations_compile

FOLDERS = ("run", "log", "outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the processes stand on."""

    secrets: Secrets
    cluster: Cluster


def folder_stands(configuration: Configuration) -> Account:
    """The data folder exists and belongs to the account that will own everything in it.

    Raises PathUnusable, or FolderUnusable when the account can't get there.
    """
    path_check(configuration.data)
    account = account_ensure(configuration.user)
    reach_check(configuration.data, account)
    configuration.data.parent.mkdir(parents=True, exist_ok=True)
    folder_own(configuration.data, account=account, mode=0o750)
    return account


def machine_stands(configuration: Configuration, *, account: Account, telling: Telling) -> Path:
    """System packages, engine, web pages and translations are there; returns from where the account runs the program."""
    packages_ensure(packages_needed(configuration), telling)
    engine_ensure(configuration, account=account, cache=cache(), telling=telling)
    assets_build(CHECKOUT, cache=cache(), telling=telling)
    translations_compile(CHECKOUT, telling)
    bytecode_compile(CHECKOUT)
    return program_place(configuration.data, account=account, telling=telling)


def installation_stands(configuration: Configuration, *, telling: Telling) -> Parts:
    """Secrets, certificate, cluster and the engine's settings are there. To be run as the account."""
    account = Account.own()
    for name in FOLDERS:
        folder_own(configuration.data / name, account=account)
    secrets = secrets_load(configuration.data)
    if certificate_ensure(configuration.data / "tls", names=local_names(configuration.host), account=account):
        telling.line(f"A certificate was made, signed by {configuration.data / 'tls' / 'ca.crt'}.")
    cluster = cluster_of(configuration, account)
    if not configuration.dsn:
        with telling.step("Preparing the private PostgreSQL cluster"):
            cluster_prepare(cluster)
    with telling.step("Writing the engine's settings"):
        engine_prepare(configuration=configuration, secrets=secrets)
    return Parts(secrets=secrets, cluster=cluster)
