"""The audit log: append-only, chained, mirrored, proved. On SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import override_settings

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.mirror import log_directory, mirror_files, mirror_seals
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.queries import events_visible_to
from gongkai.core.audit.registry import VISIBILITY, Visibility
from gongkai.core.audit.sealing import seal_events
from gongkai.core.audit.usecases import record_event
from gongkai.core.audit.verifying import verify_chain
from gongkai.core.masking import MASK
from gongkai.core.triggers import TRIGGERS, drop_triggers, install_triggers, missing_triggers, triggers_lifted
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[None]:
    """A mirror of one's own for each test."""
    with override_settings(HOME=tmp_path):
        yield


def write_events(count: int = 3) -> list[Event]:
    with transaction.atomic():
        return [record_event(action="test.act", by=None, number=number) for number in range(count)]


def tamper(sql: str, *params: object) -> None:
    """What somebody can do who owns the database: lift the triggers and write."""
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET action = 'test.other'",
        "DELETE FROM audit_event",
        "UPDATE audit_seal SET digest = 'x'",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_changes(sql: str) -> None:
    write_events()
    seal_events()
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify_chain().proven == 3


def test_replacing_and_emptying_are_refused_too() -> None:
    event = write_events(1)[0]
    sql = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_event"
    if connection.vendor == "sqlite":
        columns = "id, at, action, actor_id, subject_id, codes, data, subject_type_id"
        sql = f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.get().pk == event.pk


def test_triggers_come_back_with_migrate_and_a_missing_one_is_told() -> None:
    assert missing_triggers() == []
    drop_triggers("audit")
    assert missing_triggers() == sorted(trigger.name for trigger in TRIGGERS["audit"][connection.vendor])
    assert not verify_chain().ok
    install_triggers("audit")
    assert verify_chain().ok


def test_the_chain_holds_and_tells_its_tail() -> None:
    write_events(3)
    assert seal_events() == 3
    assert seal_events() == 0
    write_events(2)
    verdict = verify_chain()
    assert (verdict.ok, verdict.proven, verdict.unsealed) == (True, 3, 2)
    assert verdict.oldest_unsealed_at is not None


def test_a_late_commit_gets_the_next_place() -> None:
    first, second, third = write_events(3)
    with triggers_lifted():
        row = Event.objects.filter(pk=second.pk).values().get()
        Event.objects.filter(pk=second.pk).delete()
    assert seal_events() == 2
    Event.objects.bulk_create([Event(**row)])
    assert seal_events() == 1
    assert list(Seal.objects.order_by("pk").values_list("event_id", flat=True)) == [
        first.pk,
        third.pk,
        second.pk,
    ]
    assert verify_chain().ok


@pytest.mark.parametrize(
    ("sql", "kind", "place"),
    [
        ("UPDATE audit_event SET action = 'test.other' WHERE id = %s", "event_changed", 2),
        ("UPDATE audit_event SET actor_id = 99 WHERE id = %s", "event_changed", 2),
        ("DELETE FROM audit_event WHERE id = %s", "event_missing", 2),
        ("DELETE FROM audit_seal WHERE event_id = %s", "gap", 2),
        ("UPDATE audit_seal SET digest = repeat('0', 64) WHERE event_id = %s", "event_changed", 2),
        ("UPDATE audit_seal SET previous = repeat('0', 64) WHERE event_id = %s", "previous", 2),
    ],
)
def test_the_first_break_is_named(sql: str, kind: str, place: int) -> None:
    events = write_events(4)
    seal_events()
    if connection.vendor == "sqlite":
        sql = sql.replace("repeat('0', 64)", f"'{'0' * 64}'")
    tamper(sql, events[1].pk)
    verdict = verify_chain()
    assert verdict.first_break is not None
    assert (verdict.first_break.kind, verdict.first_break.place) == (kind, place)
    assert verdict.proven == 1
    if kind != "gap":
        assert verdict.first_break.event_id == events[1].pk


def test_rewriting_everything_is_shown_by_the_mirror() -> None:
    write_events(3)
    seal_events()
    mirror_seals()
    tamper("DELETE FROM audit_seal")
    tamper("UPDATE audit_event SET action = 'test.nicer'")
    assert seal_events() == 3
    verdict = verify_chain()
    assert verdict.first_break is not None
    assert (verdict.first_break.kind, verdict.first_break.place) == ("mirror", 1)


def test_cutting_off_the_end_is_shown_by_the_mirror() -> None:
    events = write_events(3)
    seal_events()
    mirror_seals()
    assert verify_chain().mirrored == 3
    tamper("DELETE FROM audit_seal WHERE event_id = %s", events[2].pk)
    tamper("DELETE FROM audit_event WHERE id = %s", events[2].pk)
    verdict = verify_chain()
    assert verdict.first_break is not None
    assert (verdict.first_break.kind, verdict.first_break.place) == ("cut_off", 3)


def test_a_half_written_last_line_is_mended() -> None:
    write_events(2)
    seal_events()
    assert mirror_seals() == 2
    (path,) = mirror_files(log_directory())
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.rindex("{") + 7], encoding="utf-8")
    assert mirror_seals() == 1
    assert path.read_text(encoding="utf-8") == whole
    assert path.stat().st_mode & 0o077 == 0


def test_the_command_answers_in_chinese_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    write_events(2)
    call_command("audit", "seal")
    call_command("audit", "verify")
    assert "结论：完好" in capsys.readouterr().out
    tamper("DELETE FROM audit_event WHERE id = %s", Event.objects.order_by("pk")[1].pk)
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is False
    assert document["proven"] == 1
    assert document["break"]["kind"] in {"event_missing"}


def test_personal_data_never_enters() -> None:
    with transaction.atomic():
        event = record_event(action="test.act", by=None, note="打 13812345678", full_name="张三", count=3)
    event.refresh_from_db()
    assert event.data == {"note": f"打 {MASK}", "full_name": MASK, "count": 3}
    with override_settings(GONGKAI_AUDIT_STRICT=True), transaction.atomic(), pytest.raises(ValueError):
        record_event(action="test.act", by=None, note="打 13812345678")


def test_a_condition_hides_events_about_single_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    office, mine, other = make_user(Role.OFFICE), make_unit(), make_unit()
    only_mine = Visibility(frozenset({Role.OFFICE}), lambda _user: Q(subject_id=str(mine.pk)))
    monkeypatch.setitem(VISIBILITY, "organisation.unit", only_mine)
    with transaction.atomic():
        about_mine = record_event(action="test.unit", by=office, subject=mine)
        record_event(action="test.unit", by=office, subject=other)
    seen = events_visible_to(office).filter(action="test.unit")
    assert list(seen.values_list("pk", flat=True)) == [about_mine.pk]


def test_everybody_sees_only_events_about_what_they_may_see() -> None:
    admin, office, inspector = make_user(Role.ADMIN), make_user(Role.OFFICE), make_user(Role.INSPECTOR)
    unit = make_unit()
    with transaction.atomic():
        about_account = record_event(action="accounts.edit", by=admin, subject=office)
        about_unit = record_event(action="test.unit", by=office, subject=unit)
        about_nothing = record_event(action="test.system", by=None)

    def seen(user) -> set[int]:
        return set(events_visible_to(user).values_list("pk", flat=True))

    assert seen(admin) == {about_account.pk, about_nothing.pk}
    assert seen(office) == {about_unit.pk, about_nothing.pk}
    assert seen(inspector) == {about_account.pk, about_unit.pk, about_nothing.pk}
    for role in set(Role) - {Role.ADMIN, Role.OFFICE, Role.INSPECTOR}:
        assert seen(make_user(role)) == set()
