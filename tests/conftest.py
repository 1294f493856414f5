"""What every test gets: a migrated database in no time, no network beyond this machine, a movable clock.

`GONGKAI_TEST_DB=postgresql` runs the same tests on a private temporary PostgreSQL cluster.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

from tools.clusters import TemporaryCluster

if TYPE_CHECKING:
    from gongkai.duties.policies.models import PolicyIndexPage
    from tests.factories.gate import Department
    from tests.factories.ground import Ground

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


@pytest.fixture(autouse=True)
def _no_purges_of_before() -> None:
    """The signed list of purges is a file, which no rollback takes back; keys of rows come again in the next test."""
    from gongkai.clearance.suppression import FILE_NAME, HEAD_NAME, copies

    for folder in copies():
        for name in (FILE_NAME, HEAD_NAME):
            (folder / name).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _scan_files_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stored files are scanned in this process; tests marked `scan_process` start the bounded one."""
    needs_database = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not needs_database or request.node.get_closest_marker("scan_process"):
        yield
        return
    from tests.factories.screening import scan_here, tables_here

    with pytest.MonkeyPatch.context() as patched:  # its own, so that a test's undo() leaves it
        patched.setattr("gongkai.clearance.usecases.reports.scan_stored", scan_here)
        patched.setattr("gongkai.clearance.queries.aggregation_contents.tables_in", tables_here)
        yield


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """A department and its live column, made once for a module in a transaction around those of its tests.

    To be named in the module's `pytestmark`, so that every test of the module stands on it, in whatever order.
    """
    from django.db import transaction

    from tests.factories.ground import make_ground

    _refuse_strangers(request)
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_ground()
        with django_db_blocker.block():
            yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def explained_ground(ground: Ground, django_db_blocker: Any) -> Ground:
    """The ground with the live column of what explains documents."""
    from tests.factories.ground import add_companion_column

    with django_db_blocker.unblock():
        add_companion_column(ground)
    return ground


@pytest.fixture(autouse=True)
def _no_register_noted() -> None:
    """What a test found in the register and kept is not what the next one has."""
    from django.core.cache import cache

    from gongkai.duties.dossiers.queries.register_noted import KEY

    cache.delete(KEY)


@pytest.fixture
def department(ground: Ground, db: None) -> Department:
    """The department of the module's ground, read for this test."""
    return ground.department()


@pytest.fixture
def column(ground: Ground, db: None) -> PolicyIndexPage:
    """The live column of the module's ground, read for this test."""
    return ground.column()


def _refuse_strangers(request: pytest.FixtureRequest) -> None:
    """No test of the module may miss the ground, or commit: a restored template takes the ground away."""
    for item in request.session.items:
        if item.path != request.path or not isinstance(item, pytest.Function):
            continue
        marker = item.get_closest_marker("django_db")
        if {"transactional_db", "live_server"} & {*item.fixturenames} or (
            marker and marker.kwargs.get("transaction")
        ):
            pytest.fail(f"{item.name} commits and cannot stand on the ground of its module", pytrace=False)
        if (marker or "db" in item.fixturenames) and "ground" not in item.fixturenames:
            pytest.fail(f"{item.name} lacks the ground: name it in the module's pytestmark", pytrace=False)
