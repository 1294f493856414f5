"""A number of another document in the outside register is refused, one far ahead is asked about; both are told where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.core.workbench import todos_for
from gongkai.duties.dossiers.enums import NumberState, RegisterFinding
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import IssuedNumber
from gongkai.duties.dossiers.queries.reconciling import reconciled
from gongkai.duties.dossiers.tasks_register import reconcile_register
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import claim_delivery
from gongkai.duties.dossiers.usecases.numbering import record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import use_reserved
from tests.factories.gate import Department
from tests.factories.intake import handed, name_clerk
from tests.factories.numbers import make_entry, make_series, signed_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
TITLE, OTHER = "示例省货运补贴实施细则", "示例省农村客运运营补贴实施细则"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-28T10:00:00+08:00", tick=False):
        yield


def refused(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as error:
        act()
    return error.value


@pytest.mark.rule("dossiers.number.registered")
@pytest.mark.parametrize(
    ("title", "fields", "is_refused"),
    [
        (OTHER, {}, True),
        (TITLE, {}, False),
        ("示例省《货运补贴》实施细则", {}, False),
        (TITLE, {"is_void": True}, True),
    ],
)
def test_a_number_of_another_document_in_the_register_is_refused(
    department: Department, title: str, fields: dict[str, Any], is_refused: bool
) -> None:
    office = department.office
    make_series("示交规")
    entry = make_entry(office, "示交规〔2026〕5号", title=title, **fields)
    dossier = signed_dossier(department, title=TITLE)
    record = lambda: record_number(by=office, dossier=dossier, number="示交规[2026]第5号")  # noqa: E731
    if not is_refused:
        assert record().number.text == entry.number
        return
    error = refused(record)
    assert error.codes == ("dossiers.number.registered",)
    assert fields or all(word in str(error) for word in (OTHER, "2026-11-02", entry.number))
    assert error.reasons[0].url.endswith(f"/register/{entry.pk}/")
    assert not IssuedNumber.objects.exists()


def test_a_number_kept_back_is_not_used_against_the_register(department: Department) -> None:
    office, series = department.office, make_series("示交规")
    (kept,) = reserve_numbers(by=office, series=series, year=2026, first=1, last=1, reason="会议留号")
    make_entry(office, kept.text, title=OTHER)
    wrong, right = (signed_dossier(department, title=title) for title in (TITLE, OTHER))
    error = refused(lambda: use_reserved(by=office, number=kept, dossier=wrong))
    assert error.codes == ("dossiers.number.registered",)
    assert use_reserved(by=office, number=kept, dossier=right).state == NumberState.ISSUED


@pytest.mark.rule("dossiers.number.far")
def test_a_number_far_ahead_is_recorded_once_somebody_is_sure(department: Department) -> None:
    office = department.office
    make_series("示交规")
    make_entry(office, "示交规〔2026〕26号")
    dossier = signed_dossier(department)
    error = refused(lambda: record_number(by=office, dossier=dossier, number="示交规〔2026〕40号"))
    assert error.codes == ("dossiers.number.far",)
    assert "前面还空 13 个号（27 至 39 号）" in str(error)
    found = record_number(by=office, dossier=dossier, number="示交规〔2026〕40号", is_sure=True)
    assert found.number.serial == 40
    assert Event.objects.get(action="dossiers.record_number").data["skipped"] == 13
    near = record_number(by=office, dossier=signed_dossier(department), number="示交规〔2026〕27号")
    assert near.number.serial == 27, "what fills a gap skips nothing"


@pytest.mark.parametrize(
    ("number", "code"),
    [("示交规〔2026〕40号", "dossiers.number.far"), ("示交规〔2026〕26号", "dossiers.number.registered")],
)
def test_what_oa_hands_over_waits_with_that_reason(department: Department, number: str, code: str) -> None:
    name_clerk(department)
    office = department.office
    make_series("示交规")
    make_entry(office, "示交规〔2026〕26号", title=OTHER)
    dossier = signed_dossier(department, title=TITLE)
    told = handed(DeliveryKind.NUMBER, dossier, number=number)
    row = receive_delivery(by=None, source=DeliverySource.REST, told=told)
    assert (row.state, [one["code"] for one in row.told]) == (DeliveryState.WAITING, [code])
    if code == "dossiers.number.far":
        record_number(by=office, dossier=dossier, number=number, is_sure=True)
        claim_delivery(by=office, delivery=row, dossier=dossier)
        row.refresh_from_db()
        assert row.state == DeliveryState.FILED
        assert IssuedNumber.objects.get().text == number


@pytest.mark.rule("dossiers.reconcile.registered")
def test_two_documents_with_one_number_are_an_alarm(department: Department) -> None:
    office = department.office
    make_series("示交规")
    record_number(by=office, dossier=signed_dossier(department, title=TITLE), number="示交规〔2026〕1号")
    entry = make_entry(office, "示交规〔2026〕1号", title=OTHER, disclosure=Disclosure.ON_REQUEST)
    found = reconciled(timezone.localdate())
    assert found is not None
    (twice,) = found.findings
    assert (twice.kind, twice.row and twice.row.key) == (RegisterFinding.TWICE, entry.pk)
    titles = [todo.title for todo in todos_for(office, timezone.localdate())]
    assert "一个文号两件公文 1 件" in titles
    assert reconcile_register.func() == 1
    told = Notice.objects.get(kind="dossiers.register_twice", user=office)
    assert "kind=twice" in told.subject_url
    assert OTHER not in told.text
