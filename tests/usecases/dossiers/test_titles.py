"""What may be said of rows whose page, dossier or number is sealed."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, RegisterEntry
from gongkai.duties.dossiers.queries.titles import NOTHING_SEALED, Titled, Titles
from gongkai.duties.dossiers.rules.reconciling import Found, Online, Row

NUMBER = "示交办〔2026〕9号"
DAY = date(2026, 11, 2)
SEALED = Titles(pages=frozenset({7}), dossiers=frozenset({3}), numbers=frozenset({NUMBER}))


def row(number: str = "", page: int | None = None) -> Row:
    return Row(1, number, "甲事", "department", "proactive", DAY, None, None, page=page)


def online(key: int = 1, number: str = "") -> Online:
    return Online(key, number, "甲事", DAY, None, None)


@pytest.mark.parametrize(
    ("about", "is_hidden"),
    [
        (Dossier(pk=3, title="甲事"), True),
        (Dossier(pk=4, title="甲事", page_id=7), True),
        (Dossier(pk=4, title="甲事", page_id=8), False),
        (IssuedNumber(title="甲事", text=NUMBER), True),
        (IssuedNumber(title="甲事", dossier_id=3), True),
        (IssuedNumber(title="甲事", dossier_id=4), False),
        (RegisterEntry(title="甲事", number=NUMBER), True),
        (RegisterEntry(title="甲事", page_id=7), True),
        (RegisterEntry(title="甲事", dossier_id=3), True),
        (RegisterEntry(title="甲事"), False),
        (row(NUMBER), True),
        (row(page=7), True),
        (row(), False),
        (online(7), True),
        (online(8, NUMBER), True),
        (online(8), False),
    ],
)
def test_a_row_is_told_by_number_page_and_dossier(about: Titled, is_hidden: bool) -> None:
    assert SEALED.hides(about) is is_hidden
    assert SEALED.of(about) == (SEALED_TITLE if is_hidden else "甲事")
    assert NOTHING_SEALED.of(about) == "甲事"


def test_a_finding_about_what_is_sealed_repeats_nothing() -> None:
    say = "标题：登记簿“甲事”，网页“乙事”。"
    found = Found(RegisterFinding.DIFFERS, say, row(NUMBER), online(8))
    assert (SEALED.of_finding(found), SEALED.said(found)) == (SEALED_TITLE, "")
    assert (NOTHING_SEALED.of_finding(found), NOTHING_SEALED.said(found)) == ("甲事", say)
    gap = Found(RegisterFinding.GAP, "编号中断。", number="示交办〔2026〕8号")
    assert (SEALED.of_finding(gap), SEALED.said(gap)) == ("", "编号中断。")
