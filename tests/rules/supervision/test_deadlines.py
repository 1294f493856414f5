"""Words of a time limit."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.duties.supervision.rules.deadlines import is_deadline, read_deadline

CASES = [
    ("2026年10月底前", "fixed", date(2026, 10, 31), "", set()),
    ("2024年2月底前", "fixed", date(2024, 2, 29), "", set()),
    ("2026年12月31日", "fixed", date(2026, 12, 31), "", set()),
    ("二〇二六年八月二日前", "fixed", date(2026, 8, 2), "", set()),
    ("8月15日前", "fixed", date(2026, 8, 15), "", {"deadline_year_assumed"}),
    ("6月底前", "fixed", date(2026, 6, 30), "", {"deadline_year_assumed"}),
    ("十月底前", "fixed", date(2026, 10, 31), "", {"deadline_year_assumed"}),
    ("年底前", "fixed", date(2026, 12, 31), "", {"deadline_year_assumed"}),
    ("明年年底前", "fixed", date(2027, 12, 31), "", {"deadline_year_assumed"}),
    ("2026年6月", "fixed", date(2026, 6, 30), "", {"deadline_coarse"}),
    ("2026年6月上旬", "fixed", date(2026, 6, 10), "", set()),
    ("2010年", "fixed", date(2010, 12, 31), "", {"deadline_coarse"}),
    ("第三季度", "fixed", date(2026, 9, 30), "", {"deadline_year_assumed"}),
    ("三季度末前", "fixed", date(2026, 9, 30), "", {"deadline_year_assumed"}),
    ("2026年上半年", "fixed", date(2026, 6, 30), "", set()),
    ("2026年9月底前，并长期坚持", "fixed+continuous", date(2026, 9, 30), "", set()),
    ("立行立改", "fixed", None, "", {"deadline_no_date"}),
    ("立行立改，长期坚持", "fixed+continuous", None, "", {"deadline_no_date"}),
    ("13月底前", "fixed", None, "", {"deadline_no_date"}),
    ("2月30日前", "fixed", None, "", {"deadline_no_date"}),
    ("全年", "period", date(2026, 12, 31), "", {"deadline_year_assumed"}),
    ("2026年3月至11月", "period", date(2026, 11, 30), "", set()),
    ("2026-2028年", "period", date(2028, 12, 31), "", set()),
    ("印发之日起30日内", "period", date(2026, 4, 4), "", set()),
    ("自本通知印发之日起3个月内", "period", date(2026, 6, 5), "", set()),
    ("15个工作日内", "period", None, "", {"deadline_no_date"}),
    ("每季度", "recurring", None, "quarterly", set()),
    ("每月28日前", "recurring", None, "monthly", set()),
    ("每半年", "recurring", None, "half-yearly", set()),
    ("每年12月底前", "recurring", None, "yearly", set()),
    ("长期坚持", "continuous", None, "", set()),
    ("持续推进", "continuous", None, "", set()),
    ("按市统一安排完成", "delegated", None, "", set()),
    ("按照时限要求推进", "delegated", None, "", set()),
    ("适时", "none", None, "", {"deadline_unreadable"}),
    ("", "none", None, "", set()),
]


@pytest.mark.parametrize(("words", "kind", "day", "recurrence", "flags"), CASES)
def test_reads(words: str, kind: str, day: date | None, recurrence: str, flags: set[str]) -> None:
    read = read_deadline(words, 2026, date(2026, 3, 5))
    assert (read.type.value, read.date, read.recurrence) == (kind, day, recurrence)
    assert {flag.code.value for flag in read.flags} == flags


def test_without_a_year_anywhere_no_date_is_guessed() -> None:
    read = read_deadline("6月底前", None)
    assert read.date is None
    assert [flag.code.value for flag in read.flags] == ["deadline_no_date"]


@pytest.mark.parametrize("words", ["6月底完成", "2026年10月底前", "长期坚持", "年底前", "每月28日前"])
def test_knows_a_deadline_without_its_label(words: str) -> None:
    assert is_deadline(words)


@pytest.mark.parametrize(
    "words", ["厅办公室", "各县市人民政府", "省2026年重点办", "长期规划处", "一月一课办公室"]
)
def test_does_not_take_a_unit_for_a_deadline(words: str) -> None:
    assert not is_deadline(words)
