"""What every tier stands on: a data folder of its own, the shared cluster, no network where none is due."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_socket import disable_socket, enable_socket

from kit.cluster import cluster_shared, tests_folder

pytest_plugins = ["kit.clock", "kit.coverage", "kit.tiers"]

WITHOUT_NETWORK = ("pure", "flow", "golden")

_folder = tests_folder()
_folder.mkdir(mode=0o755, exist_ok=True)
for _name in [name for name in os.environ if name.startswith("CORDBOARD_") and name != "CORDBOARD_CACHE"]:
    del os.environ[_name]  # a test never touches the installation its runner has in mind
os.environ["CORDBOARD_DATA"] = str(_folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordboard.processes.settings"


def pytest_configure(config: pytest.Config) -> None:
    """Django knows its settings, now that the data folder is chosen."""
    from django.conf import settings

    assert settings.DATABASES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: Any) -> Iterator[None]:
    """The cluster answers before the first test database is made, each worker's with a name of its own."""
    with cluster_shared():
        yield


@pytest.fixture(autouse=True)
def network_as_due(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pure, flow and golden tests reach no network."""
    if not any(request.node.get_closest_marker(tier) for tier in WITHOUT_NETWORK):
        yield
        return
    disable_socket(allow_unix_socket=True)  # event loops wake themselves by a unix socket pair
    yield
    enable_socket()
