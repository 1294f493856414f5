"""A number of another document is refused, and one far ahead is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.rules.number_clashes import (
    FAR_AHEAD,
    Registered,
    numbers_twice,
    reasons_against_far,
    reasons_against_registered,
)
from gongkai.duties.dossiers.rules.reconciling import Row

TEXT = "示交规〔2026〕10号"
ROW = Registered("客运补贴实施细则", "客运补贴实施细则", date(2026, 11, 20), is_void=False, url="/row/")


@pytest.mark.rule("dossiers.number.registered")
@pytest.mark.parametrize(
    ("title", "row", "told"),
    [
        ("客运补贴实施细则", None, ""),
        ("客运补贴实施细则", ROW, ""),
        ("《客运补贴》实施 细则", ROW, ""),
        ("货运补贴实施细则", ROW, "《客运补贴实施细则》（成文 2026-11-20）"),
        ("客运补贴实施细则", replace(ROW, is_void=True), "已经作废"),
        ("货运补贴实施细则", replace(ROW, shown="（不显示）"), "《（不显示）》"),
    ],
)
def test_a_number_stands_for_one_document(title: str, row: Registered | None, told: str) -> None:
    reasons = reasons_against_registered(TEXT, title, row)
    assert [told in one.message and TEXT in one.message for one in reasons] == ([True] if told else [])
    assert all(one.remedy and one.url == "/row/" for one in reasons)
    if row is not None and row.shown != row.title:
        assert row.title not in reasons[0].message


@pytest.mark.rule("dossiers.number.far")
@pytest.mark.parametrize(
    ("last", "serial", "is_sure", "told"),
    [
        (26, 27, False, ""),
        (26, 27 + FAR_AHEAD - 1, False, ""),
        (26, 27 + FAR_AHEAD, False, "前面还空 10 个号（27 至 36 号）"),
        (26, 40, False, "前面还空 13 个号（27 至 39 号）"),
        (26, 40, True, ""),
        (26, 9, False, ""),
    ],
)
def test_a_number_far_ahead_is_asked_about(last: int, serial: int, is_sure: bool, told: str) -> None:
    reasons = reasons_against_far(TEXT, range(last + 1, serial), is_sure=is_sure)
    assert [told in one.message for one in reasons] == ([True] if told else [])
    assert all("确认无误" in one.remedy for one in reasons)


def test_a_number_of_two_documents_is_found() -> None:
    row = Row(1, TEXT, "客运补贴实施细则", "department", "proactive", date(2026, 11, 20), None, 7)
    given = [(TEXT, "货运补贴实施细则"), ("示交规〔2026〕11号", "别的")]
    (found,) = numbers_twice([row, replace(row, key=2, number="")], given)
    assert (found.kind, found.row, found.lamp) == (RegisterFinding.TWICE, row, "red")
    assert "《客运补贴实施细则》" in found.say
    assert "《货运补贴实施细则》" in found.say
    assert numbers_twice([row], [(TEXT, "客运补贴 实施细则")]) == []
