"""A number is given once, to a signed paper, by the office; nothing of it goes away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode, NumberState, SeriesForm, Step
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, NumberSeries, StepRecord
from gongkai.duties.dossiers.queries.facts import facts_of
from gongkai.duties.dossiers.queries.number_rows import register_of, years_of
from gongkai.duties.dossiers.queries.numbers import all_gaps, series_for
from gongkai.duties.dossiers.queries.titles import NOTHING_SEALED
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import (
    save_series,
    unrecord_number,
    use_reserved,
    void_number,
)
from gongkai.duties.policies.enums import Signature
from tests.factories.gate import Department
from tests.factories.numbers import make_entry, make_series, signed_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series() -> NumberSeries:
    return make_series()


def full(department: Department, **fields: Any) -> Dossier:
    return signed_dossier(department, **{"mode": Mode.FULL, **fields})


def codes_of(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.codes


def test_the_next_number_of_the_series_is_given(department: Department, series: NumberSeries) -> None:
    one, two = (issue_number(by=department.office, dossier=full(department), series=series) for _ in "ab")
    assert [one.text, two.text] == ["示交办〔2026〕1号", "示交办〔2026〕2号"]
    assert two.dossier is not None
    done = facts_of([two.dossier])[two.dossier.pk].done[Step.NUMBERING]
    assert done.say == two.text
    assert Event.objects.filter(action="dossiers.issue_number", subject_id=str(two.dossier.pk)).exists()


def test_the_number_comes_after_what_the_register_knows_and_not_before_the_first(
    department: Department,
) -> None:
    series = make_series("示交规", first_serial=10)
    first = issue_number(by=department.office, dossier=full(department), series=series)
    assert first.serial == 10
    make_entry(department.office, "示交规〔2026〕15号")
    assert issue_number(by=department.office, dossier=full(department), series=series).serial == 16
    assert [row.serial for row in register_of(series, 2026, NOTHING_SEALED) if row.is_gap] == [11, 12, 13, 14]


@pytest.mark.rule("dossiers.step.no_signature")
def test_no_signature_no_number(department: Department, series: NumberSeries) -> None:
    dossier = full(department)
    StepRecord.objects.filter(dossier=dossier, step=Step.SIGNING).update(overtaken_at=timezone.now())
    give = lambda: issue_number(by=department.office, dossier=dossier, series=series)  # noqa: E731
    assert codes_of(give) == ("dossiers.step.no_signature",)
    assert not IssuedNumber.objects.exists()
    record = lambda: record_number(by=department.office, dossier=oa, number="示交办〔2026〕1号")  # noqa: E731
    oa = signed_dossier(department)
    StepRecord.objects.filter(dossier=oa, step=Step.SIGNING).update(overtaken_at=timezone.now())
    assert codes_of(record) == ("dossiers.step.no_signature",)


def test_a_paper_gets_one_number(department: Department, series: NumberSeries) -> None:
    dossier = full(department)
    issue_number(by=department.office, dossier=dossier, series=series)
    again = lambda: issue_number(by=department.office, dossier=dossier, series=series)  # noqa: E731
    assert codes_of(again) == ("dossiers.step.done",)


@pytest.mark.rule("dossiers.number.right")
def test_only_the_office_numbers(department: Department, series: NumberSeries) -> None:
    dossier, oa = full(department), signed_dossier(department)
    number = issue_number(by=department.office, dossier=full(department), series=series)
    by = department.drafter
    acts: list[Callable[[], object]] = [
        lambda: issue_number(by=by, dossier=dossier, series=series),
        lambda: record_number(by=by, dossier=oa, number="示交办〔2026〕9号"),
        lambda: reserve_numbers(by=by, series=series, year=2026, first=2, last=3, reason="留用"),
        lambda: void_number(by=by, number=number, reason="写错"),
        lambda: save_series(
            by=by,
            series=None,
            prefix="示交新",
            form=SeriesForm.BRACKET,
            name="新",
            kinds=[],
            signatures=[],
            first_serial=1,
            is_in_use=True,
        ),
    ]
    for act in acts:
        assert codes_of(act) == ("dossiers.number.right",)


def test_the_number_that_oa_gave_is_kept_in_its_standard_spelling(
    department: Department, series: NumberSeries
) -> None:
    found = record_number(
        by=department.office, dossier=signed_dossier(department), number="示交办[2026]第009号"
    )
    assert found.number.text == "示交办〔2026〕9号"
    assert (found.number.series, found.number.serial) == (series, 9)
    assert "示交办〔2026〕9号" in found.cautions[0]
    assert issue_number(by=department.office, dossier=full(department), series=series).serial == 10


@pytest.mark.rule("dossiers.number.used")
@pytest.mark.parametrize("typed", ["示交办〔2026〕9号", "示交办(2026)09号"])
def test_a_used_number_is_refused_in_any_spelling(
    department: Department, series: NumberSeries, typed: str
) -> None:
    number = record_number(
        by=department.office, dossier=signed_dossier(department), number="示交办〔2026〕9号"
    ).number
    other = signed_dossier(department)
    record = lambda: record_number(by=department.office, dossier=other, number=typed)  # noqa: E731
    assert codes_of(record) == ("dossiers.number.used",)
    void_number(by=department.office, number=number, reason="印错作废")
    assert codes_of(record) == ("dossiers.number.used",), "void numbers are not used again"


def test_the_number_of_another_organ_stands_without_a_series(
    department: Department, series: NumberSeries
) -> None:
    dossier = signed_dossier(department, signature=Signature.PROVINCE_OFFICE)
    found = record_number(by=department.office, dossier=dossier, number="示政办发[2026]9号").number
    assert (found.series, found.year, found.serial) == (None, None, None)
    dossier.refresh_from_db()
    assert dossier.signature == Signature.PROVINCE_OFFICE
    other = signed_dossier(department, signature=Signature.PROVINCE_OFFICE)
    again = lambda: record_number(by=department.office, dossier=other, number="示政办发〔2026〕9号")  # noqa: E731
    assert codes_of(again) == ("dossiers.number.used",)


@pytest.mark.rule("dossiers.number.series")
def test_our_own_paper_takes_no_strange_number(department: Department, series: NumberSeries) -> None:
    record = lambda: record_number(  # noqa: E731
        by=department.office, dossier=signed_dossier(department), number="示政办发〔2026〕9号"
    )
    assert codes_of(record) == ("dossiers.number.series",)


def test_numbers_kept_back_are_used_or_void(department: Department, series: NumberSeries) -> None:
    office = department.office
    one, two = reserve_numbers(by=office, series=series, year=2026, first=1, last=2, reason="会议留号")
    assert issue_number(by=office, dossier=full(department), series=series).serial == 3
    dossier = full(department)
    used = use_reserved(by=office, number=one, dossier=dossier)
    assert (used.state, used.dossier, used.reason) == (NumberState.ISSUED, dossier, "会议留号")
    assert codes_of(lambda: use_reserved(by=office, number=one, dossier=full(department))) == (
        "dossiers.number.used",
    )
    void_number(by=office, number=two, reason="会议取消")
    rows = register_of(series, 2026, NOTHING_SEALED)
    assert [(row.serial, row.state) for row in rows] == [(1, "issued"), (2, "void"), (3, "issued")]


@pytest.mark.rule("dossiers.number.no_gap")
def test_keeping_back_makes_no_gap(department: Department, series: NumberSeries) -> None:
    jump = lambda: reserve_numbers(  # noqa: E731
        by=department.office, series=series, year=2026, first=5, last=6, reason="留用"
    )
    assert codes_of(jump) == ("dossiers.number.no_gap",)


def test_a_number_recorded_for_the_wrong_paper_goes_to_the_right_one(
    department: Department, series: NumberSeries
) -> None:
    office, wrong, right = department.office, signed_dossier(department), signed_dossier(department)
    number = record_number(by=office, dossier=wrong, number="示交办〔2026〕9号").number
    unrecord_number(by=office, number=number, reason="登记到另一件上了")
    assert Step.NUMBERING not in facts_of([wrong])[wrong.pk].done
    again = record_number(by=office, dossier=right, number="示交办〔2026〕9号").number
    assert (again.pk, again.dossier) == (number.pk, right)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "示交办〔2026〕8号"},
        {"serial": 8},
        {"state": NumberState.RESERVED, "dossier": None},
        {"title": "改了"},
        {"state": NumberState.VOID, "void_reason": ""},
    ],
)
def test_the_database_keeps_a_number_as_it_was_given(
    department: Department, series: NumberSeries, change: dict[str, Any]
) -> None:
    number = issue_number(by=department.office, dossier=full(department), series=series)
    rows = IssuedNumber.objects.filter(pk=number.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    void_number(by=department.office, number=number, reason="印错")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state=NumberState.ISSUED, void_at=None, void_by=None, void_reason="")


def test_the_signature_decides_which_series_comes_first(department: Department) -> None:
    make_series("示交甲", signatures=["department"])
    make_series("示交联", signatures=["joint_lead"])
    make_series("示交停", is_in_use=False)
    dossier = signed_dossier(department, signature=Signature.JOINT_LEAD)
    assert [row.prefix for row in series_for(dossier)] == ["示交联", "示交甲"]


def test_a_series_that_gave_numbers_keeps_its_prefix(department: Department, series: NumberSeries) -> None:
    values: dict[str, Any] = {
        "form": SeriesForm.BRACKET,
        "name": "厅办公室",
        "kinds": [],
        "signatures": ["department"],
        "first_serial": 1,
        "is_in_use": True,
    }
    office = department.office
    assert save_series(by=office, series=series, prefix="示交厅", **values).prefix == "示交厅"
    issue_number(by=office, dossier=full(department), series=NumberSeries.objects.get())
    change = lambda: save_series(by=office, series=series, prefix="示交办", **values)  # noqa: E731
    assert codes_of(change) == ("dossiers.series.saved",)
    twice = lambda: save_series(by=office, series=None, prefix="示交厅", **values)  # noqa: E731
    assert codes_of(twice) == ("dossiers.series.saved",)


def test_what_was_recorded_before_its_series_was_set_up_is_counted(department: Department) -> None:
    office = department.office
    for serial in (1, 3):
        other = signed_dossier(department, signature=Signature.JOINT_OTHER)
        record_number(by=office, dossier=other, number=f"示交规〔2026〕{serial}号")
    older = signed_dossier(department, signature=Signature.JOINT_OTHER)
    record_number(by=office, dossier=older, number="示交规〔2025〕2号")
    series = make_series("示交规")
    assert years_of(series) == [2026, 2025]
    assert [(row.serial, row.state) for row in register_of(series, 2026, NOTHING_SEALED)] == [
        (1, "issued"),
        (2, "gap"),
        (3, "issued"),
    ]
    assert [(year, gaps) for _, year, gaps in all_gaps()] == [(2025, (1,)), (2026, (2,))]
    taken = lambda: reserve_numbers(  # noqa: E731
        by=office, series=series, year=2026, first=1, last=1, reason="留用"
    )
    assert codes_of(taken) == ("dossiers.number.used",)
    assert issue_number(by=office, dossier=full(department), series=series).text == "示交规〔2026〕4号"
