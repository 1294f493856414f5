"""The duties are counted by a job and read by the 工作台."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gongkai.core import evidence
from gongkai.core.accounts.enums import Role
from gongkai.core.evidence import EvidenceProvider, EvidenceState
from gongkai.core.jobs.tasks import count_standings
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[date]]:
    """The days on which duty 14 was asked how it stands."""
    asked: list[date] = []

    def missing(as_of: date) -> list[str]:
        asked.append(as_of)
        return ["还没有自查。"]

    provider = EvidenceProvider(
        14, "assessments", "自查", lambda day: [], missing, lambda *_: EvidenceState.FAILING
    )
    monkeypatch.setitem(evidence.PROVIDERS, 14, provider)
    cache.clear()
    yield asked
    cache.clear()


def test_the_home_screen_reads_what_the_job_counted(client: Client, counted: list[date]) -> None:
    with time_machine.travel("2026-11-22 10:00+08:00", tick=False):
        assert count_standings.call() == 15
        sign_in(client, Role.OFFICE)
    with time_machine.travel("2026-11-22 10:04+08:00", tick=False):
        for _ in range(2):
            html = client.get("/admin/").content.decode()
            assert "2026-11-22 10:00</time>" in html
            assert "还没有自查。" in html
    assert counted == [date(2026, 11, 22)]
    with time_machine.travel("2026-11-23 00:01+08:00", tick=False):  # another day, before the job has run
        sign_in(client, Role.OFFICE)  # the session of the day before is over
        assert "2026-11-23 00:01</time>" in client.get("/admin/").content.decode()
    assert counted == [date(2026, 11, 22), date(2026, 11, 23)]
