"""What every test gets: a migrated database in no time, no network beyond this machine, a movable clock.

`GONGKAI_TEST_DB=postgresql` runs the same tests on a private temporary PostgreSQL cluster.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tools.clusters import TemporaryCluster

hypothesis_settings.register_profile("house", deadline=None)  # a busy machine is no defect
hypothesis_settings.load_profile("house")

_cluster: TemporaryCluster | None = None


def pytest_configure(config: pytest.Config) -> None:
    """In the controller, start the private cluster unless PGHOST already names a running one."""
    global _cluster
    if os.environ.get("GONGKAI_TEST_DB") != "postgresql" or hasattr(config, "workerinput"):
        return
    socket = Path(os.environ["PGHOST"]) / ".s.PGSQL.5432"
    if os.environ["PGHOST"].startswith("/") and not socket.exists():
        _cluster = TemporaryCluster(Path(os.environ["PGHOST"])).start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind (a worker process ends without its exit handlers)."""
    if _cluster is not None:
        _cluster.stop()
    if not os.environ.get("GONGKAI_TEST_HOME"):
        shutil.rmtree(os.environ["GONGKAI_HOME"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A copy of the migrated template instead of minutes of migrations."""
    from django.db import connections
    from django.test import TransactionTestCase

    from tests.databases import templates

    keeper = templates()
    with django_db_blocker.unblock():
        keeper.prepare()

    def restore_template(case: object) -> None:
        keeper.restore()

    # Django's flush would also remove what the migrations put there (root page, roles, triggers' rows).
    TransactionTestCase._fixture_teardown = restore_template  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        connections.close_all()
