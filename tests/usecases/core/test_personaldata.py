"""Sealed fields in the database: no plaintext anywhere, reading logged, keys rotated, due rows erased."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.forms import modelform_factory
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.personaldata.keys import KeyRing
from gongkai.core.personaldata.queries import period_of, retention_rows, rows_due, rows_with_old_keys
from gongkai.core.personaldata.registry import RETENTION
from gongkai.core.personaldata.sealing import MASK, Sealed, field_ring, index_ring
from gongkai.core.personaldata.usecases import erase_due, reveal, reveal_many, rotate_keys, set_period
from gongkai.core.reasons import Refused
from gongkai.core.workdays.rules import days, months, years
from tests.factories.people import make_user
from tests.ledger.models import Caller, Visit
from tests.ledger.retention import CLOSED, HANDLING, LOGGED

pytestmark = pytest.mark.django_db
PHONE, NAME = "13800138000", "欧阳示例"
D = date.fromisoformat


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path


def make_caller(phone: str = PHONE, name: str | None = NAME, **fields: Any) -> Caller:
    return Caller.objects.create(topic="咨询", phone=phone, name=name, **fields)


def reading_back(row: Caller, field: str = "phone") -> str:
    return reveal(row, field, by=make_user(Role.HOTLINE), purpose=HANDLING)


def raw_database() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def test_raw_database_holds_no_plaintext_not_even_after_reading_and_erasing() -> None:
    caller = make_caller(closed_on=D("2020-01-01"))
    assert reading_back(caller) == PHONE
    assert reading_back(caller, "name") == NAME
    erase_due(today=D("2026-11-22"))
    dump = raw_database()
    assert "咨询" in dump
    for secret in (PHONE, NAME, PHONE[3:], NAME[:2]):
        assert secret not in dump


def test_attribute_is_sealed_from_assignment_on() -> None:
    caller = Caller(phone=PHONE)
    assert isinstance(caller.phone, Sealed)
    assert PHONE not in repr(caller.__dict__)
    caller.save()
    caller.refresh_from_db()
    assert str(caller.phone) == MASK
    assert str(Caller.objects.values_list("phone", flat=True).get()) == MASK
    assert str(Caller.objects.only("pk").get().phone) == MASK
    assert PHONE not in serializers.serialize("json", [caller])
    assert PHONE not in json.dumps(model_dict(caller), default=str)


def model_dict(row: models.Model) -> dict[str, Any]:
    from django.forms.models import model_to_dict

    return model_to_dict(row)


def test_only_texts_of_the_own_column_can_be_assigned() -> None:
    caller = make_caller()
    with pytest.raises(TypeError):
        caller.phone = 13800138000
    with pytest.raises(TypeError):
        caller.phone = caller.name
    with pytest.raises(TypeError):
        Caller.objects.update(phone="13900139000")
    for look_up in ({"phone": PHONE}, {"phone__contains": "138"}, {"phone_index__startswith": "1"}):
        with pytest.raises(FieldError):
            Caller.objects.filter(**look_up)


@pytest.mark.parametrize("written", [PHONE, "138 0013 8000", "+86-13800138000", "１３８００１３８０００"])
def test_blind_index_finds_every_way_of_writing(written: str) -> None:
    caller = make_caller("138-0013-8000")
    make_caller("13900139000")
    assert list(Caller.objects.filter(phone_index=written)) == [caller]
    assert list(Caller.objects.exclude(phone_index=written).values_list("pk", flat=True)) != [caller.pk]
    assert not Caller.objects.filter(phone_index="").exists()


def test_blind_index_follows_partial_saves() -> None:
    caller = make_caller()
    caller.phone = "13900139000"
    caller.save(update_fields=["phone"])
    assert not Caller.objects.filter(phone_index=PHONE).exists()
    assert Caller.objects.get(phone_index="13900139000") == caller
    Caller.objects.only("topic").get(pk=caller.pk).save(update_fields=["topic"])
    assert Caller.objects.filter(phone_index="13900139000").exists()


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.rule("personaldata.read_for_purpose")
def test_reading_needs_the_right_role_and_is_logged_with_ids_only(role: Role | None) -> None:
    caller, person = make_caller(), make_user(*([role] if role else []))
    if role is Role.HOTLINE:
        assert reveal(caller, "phone", by=person, purpose=HANDLING) == PHONE
        event = Event.objects.get(action="personaldata.reveal")
        assert (event.actor_id, event.subject_id) == (person.pk, str(caller.pk))
        assert event.data == {"field": "phone", "purpose": "ledger.handling"}
    else:
        with pytest.raises(Refused) as refusal:
            reveal(caller, "phone", by=person, purpose=HANDLING)
        assert refusal.value.codes == ("personaldata.read_for_purpose",)
        assert not Event.objects.exists()


def test_reading_many_logs_each() -> None:
    rows = [make_caller(f"1380013800{i}") for i in range(3)]
    found = reveal_many(rows, "phone", by=make_user(Role.HOTLINE), purpose=HANDLING)
    assert found[rows[2].pk] == "13800138002"
    assert Event.objects.filter(action="personaldata.reveal").count() == 3


@pytest.mark.rule("personaldata.sealed_field")
def test_only_sealed_fields_are_revealed() -> None:
    person = make_user(Role.HOTLINE)
    for row, field in ((make_caller(), "topic"), (make_caller(name=None), "name")):
        with pytest.raises(Refused, match="没有加密存放"):
            reveal(row, field, by=person, purpose=HANDLING)


@pytest.mark.rule("personaldata.readable")
def test_tampered_and_foreign_ciphertext_is_refused_and_logged() -> None:
    caller, other = make_caller(), make_caller("13900139000", "另一人")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_caller SET phone = name WHERE id = %s", [caller.pk])
    caller.refresh_from_db()
    with pytest.raises(Refused, match="可能被改动") as refusal:
        reading_back(caller)
    assert refusal.value.codes == ("personaldata.readable",)
    assert Event.objects.get(action="personaldata.reveal").codes == ["personaldata.readable"]
    assert reading_back(other) == "13900139000"


@pytest.mark.rule("personaldata.readable")
def test_wrong_key_is_refused_with_a_way_out() -> None:
    caller = make_caller()
    key_id = caller.phone.key_id
    (field_ring().directory / f"{key_id}.key").unlink()
    field_ring()._keys.clear()
    with pytest.raises(Refused, match=f"密钥{key_id}加密，本机没有这把密钥") as refusal:
        reading_back(caller)
    assert "密钥备份" in refusal.value.reasons[0].remedy


def test_rotation_seals_everything_again_and_keeps_lookups() -> None:
    rows = [make_caller(f"139001390{i:02}") for i in range(25)]
    make_caller(name=None)
    before = {row.pk: row.phone.token for row in rows}
    old = field_ring().current()[0]
    done = rotate_keys()
    assert done["ledger.Caller"] == 26
    assert field_ring().current()[0] != old
    for row in Caller.objects.filter(pk__in=before):
        assert row.phone.key_id == field_ring().current()[0]
        assert row.phone.token != before[row.pk]
    assert reading_back(rows[7]) == "13900139007"
    assert Caller.objects.get(phone_index="13900139007") == rows[7]
    assert not rows_with_old_keys(Caller).exists()
    assert Event.objects.get(action="personaldata.rotate_keys").data["rows"] == 26
    assert rotate_keys(new_key=False)["ledger.Caller"] == 0


def test_interrupted_rotation_loses_nothing_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.core.personaldata.usecases import rotation

    monkeypatch.setattr(rotation, "BATCH", 10)
    rows = [make_caller(f"139001390{i:02}") for i in range(25)]

    def stop(label: str, done: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(progress=stop)
    assert rows_with_old_keys(Caller).count() == 15
    for row in (rows[0], rows[24]):
        row.refresh_from_db()
        assert reading_back(row) == f"139001390{0 if row == rows[0] else 24:02}"
        assert Caller.objects.get(phone_index=f"139001390{0 if row == rows[0] else 24:02}") == row
    call_command("rotate_keys", "--resume")
    assert not rows_with_old_keys(Caller).exists()
    assert len(index_ring().ids()) == 2


def test_rotation_stops_at_what_does_not_open(capsys: pytest.CaptureFixture[str]) -> None:
    make_caller()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_caller SET phone = 'gk1:x'")
    with pytest.raises(CommandError, match="--resume"):
        call_command("rotate_keys")


def test_forms_show_nothing_and_keep_what_is_left_empty() -> None:
    form_class = modelform_factory(Caller, fields=["topic", "name", "phone"])
    caller = make_caller()
    assert PHONE not in str(form_class(instance=caller))
    assert MASK not in str(form_class(instance=caller)["phone"])
    form = form_class({"topic": "新", "name": "", "phone": "13900139000"}, instance=caller)
    assert form.is_valid(), form.errors
    saved = form.save()
    assert reading_back(saved) == "13900139000"
    assert reading_back(saved, "name") == NAME
    assert Caller.objects.get(phone_index="13900139000") == saved


@pytest.mark.rule("personaldata.erased_when_due")
@pytest.mark.parametrize(("closed", "gone"), [("2023-11-21", True), ("2023-11-22", False), (None, False)])
def test_due_rows_are_erased_on_the_day(closed: str | None, gone: bool) -> None:
    caller = make_caller(closed_on=D(closed) if closed else None)
    assert erase_due(today=D("2026-11-22"))["ledger.closed"] == int(gone)
    caller.refresh_from_db()
    assert (caller.erased_at is not None) is gone
    assert (caller.name is None and caller.phone == "" and caller.phone_index is None) is gone
    assert caller.topic == "咨询"
    assert Event.objects.filter(action="personaldata.erase").count() == int(gone)


@pytest.mark.rule("personaldata.erased_when_due")
def test_moments_count_by_shanghai_days() -> None:
    late = Visit.objects.create(at=datetime(2026, 5, 21, 15, 59, tzinfo=UTC), address="10.0.0.1")
    next_day = Visit.objects.create(at=datetime(2026, 5, 21, 16, 0, tzinfo=UTC), address="10.0.0.1")
    assert list(rows_due(LOGGED, D("2026-11-22"))) == [late]
    assert list(rows_due(LOGGED, D("2026-11-23"))) == [late, next_day]


def test_disputed_rows_are_held_back_and_erasing_is_idempotent(capsys: pytest.CaptureFixture[str]) -> None:
    make_caller(closed_on=D("2020-01-01"), disputed=True)
    for _ in range(3):
        make_caller(closed_on=D("2020-01-01"))
    call_command("erase_due", "--dry-run")
    assert "到期3条" in capsys.readouterr().out
    call_command("erase_due")
    assert "ledger.closed：已清除3条" in capsys.readouterr().out
    assert erase_due(today=D("2026-11-22"))["ledger.closed"] == 0
    assert Event.objects.filter(action="personaldata.erase").count() == 3


def test_one_failing_row_leaves_the_others_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make_caller(closed_on=D("2020-01-01")) for _ in range(2)]
    broken, erase = rows[1].pk, CLOSED.erase

    def fails(row: Caller) -> None:
        if row.pk == broken:
            raise RuntimeError
        erase(row)

    monkeypatch.setitem(RETENTION, CLOSED.code, replace(CLOSED, erase=fails))
    with pytest.raises(RuntimeError):
        erase_due(today=D("2026-11-22"))
    assert Caller.objects.filter(erased_at__isnull=False).count() == 1
    assert Event.objects.filter(action="personaldata.erase").count() == 1


@pytest.mark.rule("personaldata.erase_allowed")
@pytest.mark.rule("personaldata.period.allowed")
@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_erase_and_set_periods(role: Role) -> None:
    person = make_user(role)
    make_caller(closed_on=D("2026-01-01"))
    if role is not Role.ADMIN:
        with pytest.raises(Refused):
            erase_due(today=D("2027-11-22"), by=person)
        with pytest.raises(Refused):
            set_period(CLOSED.code, period=years(1), grounds="厅发〔2026〕1号", by=person)
        return
    set_period(CLOSED.code, period=months(10), grounds="厅发〔2026〕1号", by=person)
    assert period_of(CLOSED) == months(10)
    assert erase_due(today=D("2026-11-22"), by=person)["ledger.closed"] == 1
    event = Event.objects.get(action="personaldata.set_period")
    assert (event.data["before"], event.data["after"]) == ("3年", "10个月")
    with pytest.raises(Refused, match="至少应保存6个月"):
        set_period(CLOSED.code, period=days(30), grounds="厅发〔2026〕1号", by=person)


def test_exposed_key_files_are_a_system_error() -> None:
    from gongkai.core.personaldata.checks import key_files_are_private

    make_caller()
    assert key_files_are_private() == []
    next(KeyRing(field_ring().directory).directory.glob("*.key")).chmod(0o640)
    assert [error.id for error in key_files_are_private()] == ["personaldata.E002"]


def test_tries_to_sign_in_go_after_six_months_as_whole_rows() -> None:
    """They are nothing but names and addresses; the event that stays names neither."""
    kept, due = (
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
        for name in ("kept", "due")
    )
    today = timezone.localdate()
    AccessAttempt.objects.filter(pk=kept.pk).update(attempt_time=timezone.now() - timedelta(days=150))
    AccessAttempt.objects.filter(pk=due.pk).update(attempt_time=timezone.now() - timedelta(days=200))
    assert erase_due(today=today, code="accounts.sign_in_tries") == {"accounts.sign_in_tries": 1}
    assert list(AccessAttempt.objects.all()) == [kept]
    event = Event.objects.get(action="personaldata.erase")
    assert (event.subject_id, event.data) == (str(due.pk), {"code": "accounts.sign_in_tries"})
    row = next(row for row in retention_rows(today) if row.entry.code == "accounts.sign_in_tries")
    assert (row.kept, row.due, row.erased) == (1, 0, 1)
