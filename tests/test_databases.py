"""The test databases themselves: migrated, isolated, restored after a test that commits."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tests import databases


@pytest.mark.django_db
def test_template_holds_what_migrations_made() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_committing_test_leaves_nothing_behind(attempt: int) -> None:
    assert not Group.objects.filter(name="left behind").exists()
    Group.objects.create(name="left behind")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 100


def test_hash_follows_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = databases.migrations_hash()
    assert databases.migrations_hash() == before
    monkeypatch.setattr(databases.django, "VERSION", (9, 9))
    assert databases.migrations_hash() != before


def test_other_machines_are_out_of_reach() -> None:
    with socket.socket() as client, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))
