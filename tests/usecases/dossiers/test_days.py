"""Days by use case: numbers given elsewhere, releases of a lead organ, signatures; the refusal and the success from one setup."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode, NumberState, Step
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Dossier, IssuedNumber
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number
from gongkai.duties.dossiers.usecases.numbers_kept import unrecord_number, void_number
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.policies.enums import Signature
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.factories.intake import drafted_dossier, handed, name_clerk, signature
from tests.factories.numbers import make_series
from tests.usecases.dossiers.walking import codes, scan, sign, through

pytestmark = [pytest.mark.django_db]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
SIGNED_AT = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
NUMBER = "示公联〔2026〕18号"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed(department: Department, **fields: Any) -> Dossier:
    """A work plan signed on the 20th, as its slip says."""
    dossier = make_dossier(department, **fields)
    through(department, dossier)
    sign(department, dossier, signed_at=SIGNED_AT)
    return dossier


def numbered_on(dossier: Dossier) -> date | None:
    done = track_for(dossier)[0].done[Step.NUMBERING]
    return done.on


def test_a_number_given_elsewhere_is_not_older_than_the_signature(department: Department) -> None:
    dossier = signed(department, signature=Signature.JOINT_OTHER)

    def give(on: date | None, *, is_asked: bool = True) -> IssuedNumber:
        return record_number(
            by=department.office, dossier=dossier, number=NUMBER, numbered_on=on, is_day_asked=is_asked
        ).number

    for on, words in (
        (date(2026, 11, 19), "登记编号（2026-11-19）早于签发（2026-11-20）。"),
        (date(2026, 11, 29), "编号日期晚于今天。"),
        (date(1926, 11, 20), "日期须在 1949-10-01 至 2076-12-31 之间，请核对年份。"),
        (None, "没有填编号日期。"),
    ):
        with pytest.raises(Refused) as refusal:
            give(on)
        assert [(one.code, one.field, one.message) for one in refusal.value.reasons] == [
            ("dossiers.number.day", "numbered_on", words)
        ]
    row = give(date(2026, 11, 21))
    assert numbered_on(dossier) == row.numbered_on == date(2026, 11, 21)
    void = {"state": NumberState.VOID, "void_by": department.office, "void_at": NOW, "void_reason": "作废"}
    for changes in ({}, void):
        with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
            IssuedNumber.objects.filter(pk=row.pk).update(numbered_on=date(2026, 11, 1), **changes)


def test_oa_hands_no_day_over_with_a_number(department: Department) -> None:
    dossier = signed(department, signature=Signature.JOINT_OTHER)
    record_number(by=department.office, dossier=dossier, number=NUMBER)
    assert numbered_on(dossier) is None


def test_a_number_given_here_has_the_day_of_the_act(department: Department) -> None:
    dossier = signed(department, mode=Mode.FULL)
    issue_number(by=department.office, dossier=dossier, series=make_series())
    assert numbered_on(dossier) == NOW.date()


def test_a_number_taken_back_bears_the_day_of_its_next_paper(department: Department) -> None:
    wrong, right = (signed(department, signature=Signature.JOINT_OTHER) for _ in "ab")
    by = department.office
    row = record_number(by=by, dossier=wrong, number=NUMBER, numbered_on=date(2026, 11, 21)).number
    row = unrecord_number(by=by, number=row, reason="登记到另一件上了")
    assert row.numbered_on is None
    row = record_number(by=by, dossier=right, number=NUMBER, numbered_on=date(2026, 11, 22)).number
    assert numbered_on(right) == date(2026, 11, 22)
    row = void_number(by=by, number=row, reason="作废重编")
    assert (row.state, row.numbered_on) == (NumberState.VOID, date(2026, 11, 22))


def test_a_lead_does_not_publish_before_signature_and_number(department: Department) -> None:
    dossier = signed(department, signature=Signature.JOINT_OTHER)
    record_number(by=department.office, dossier=dossier, number=NUMBER, numbered_on=date(2026, 11, 22))

    def release(on: date) -> Any:
        told = Told(
            statement="已公开。", done_on=on, link="https://gat.example.gov.cn/1", file=scan("确认函.pdf")
        )
        return record_step(by=department.drafter, dossier=dossier, step=Step.RELEASE, told=told)

    for on, before in ((date(2026, 11, 19), ["签发", "登记编号"]), (date(2026, 11, 21), ["登记编号"])):
        with pytest.raises(Refused) as refusal:
            release(on)
        assert codes(refusal) == ["dossiers.record.dates"] * len(before)
        for reason, step in zip(refusal.value.reasons, before, strict=True):
            assert f"同步发布（{on}）早于{step}（2026-11-2" in reason.message
            assert (reason.field, bool(reason.remedy)) == ("done_on", True)
    release(date(2026, 11, 22))


@pytest.mark.parametrize("year", [1926, 1, 2027, 9999])
def test_nobody_signed_in_such_a_year(department: Department, year: int) -> None:
    dossier = make_dossier(department)
    through(department, dossier)
    with pytest.raises(Refused) as refusal:
        sign(department, dossier, signed_at=SIGNED_AT.replace(year=year))
    assert codes(refusal) == ["dossiers.sign.time"]
    assert refusal.value.reasons[0].field == "signed_at"
    assert dossier.signatures.count() == 0
    sign(department, dossier, signed_at=SIGNED_AT)


@pytest.mark.parametrize(
    ("year", "code"),
    [(1926, "dossiers.intake.version"), (2027, "dossiers.sign.time"), (2026, "")],
)
def test_oa_is_held_to_the_same_days(department: Department, year: int, code: str) -> None:
    """A slip of 1926 is older than the text as well, and that is what it waits for."""
    name_clerk(department)
    dossier = drafted_dossier(department)
    said = handed(DeliveryKind.SLIP, dossier, **signature(signed_at=SIGNED_AT.replace(year=year)))
    row = receive_delivery(by=None, source=DeliverySource.REST, told=said, file=scan())
    assert (row.state == DeliveryState.FILED) is (code == "")
    assert [(one["code"], one["field"]) for one in row.told] == ([(code, "signed_at")] if code else [])
