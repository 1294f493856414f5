"""The record of a dossier tells what became of each of its numbers, also of one that it has no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.history import history_of
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import unrecord_number, use_reserved, void_number
from tests.factories.gate import Department
from tests.factories.numbers import make_series, signed_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WHAT = ("编号", "登记文号", "启用留号", "作废文号", "退回文号登记")
NINE = "示交办〔2026〕9号"


def told(dossier: Dossier) -> list[tuple[str, str, bool]]:
    """What of numbers happened, from the first on."""
    rows = history_of(dossier)[::-1]
    return [(one.what, one.words, one.is_void) for one in rows if one.what in WHAT]


def test_a_number_taken_back_leaves_both_lines(department: Department) -> None:
    office = department.office
    make_series()
    wrong, right = signed_dossier(department), signed_dossier(department)
    with time_machine.travel(NOW, tick=False) as clock:
        number = record_number(by=office, dossier=wrong, number=NINE).number
        clock.shift(timedelta(hours=1))
        unrecord_number(by=office, number=number, reason="登记到另一件上了")
        clock.shift(timedelta(hours=1))
        record_number(by=office, dossier=right, number=NINE)
        back = [("登记文号", NINE, True), ("退回文号登记", f"{NINE}：登记到另一件上了", False)]
        assert told(wrong) == back
        assert told(right) == [("登记文号", NINE, False)]
        clock.shift(timedelta(hours=1))
        number.refresh_from_db()
        unrecord_number(by=office, number=number, reason="又错了")
        assert told(wrong) == [back[0], ("退回文号登记", NINE, False)], "that reason is of the other dossier"
        assert told(right) == [("登记文号", NINE, True), ("退回文号登记", f"{NINE}：又错了", False)]
        clock.shift(timedelta(hours=1))
        record_number(by=office, dossier=right, number=NINE)
        assert [one[0] for one in told(right)] == ["登记文号", "退回文号登记", "登记文号"]
    assert {one.who for one in history_of(wrong) if "文号" in one.what} == {str(office)}


def test_a_number_made_void_and_one_used_from_those_kept_back(department: Department) -> None:
    office, series = department.office, make_series()
    dossier = signed_dossier(department, mode=Mode.FULL)
    with time_machine.travel(NOW, tick=False) as clock:
        first = issue_number(by=office, dossier=dossier, series=series)
        clock.shift(timedelta(hours=1))
        void_number(by=office, number=first, reason="印错作废")
        clock.shift(timedelta(hours=1))
        (kept,) = reserve_numbers(by=office, series=series, year=2026, first=2, last=2, reason="会议留号")
        use_reserved(by=office, number=kept, dossier=dossier)
        assert told(dossier) == [
            ("编号", first.text, True),
            ("作废文号", f"{first.text}：印错作废", False),
            ("启用留号", kept.text, False),
        ]
