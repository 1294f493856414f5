"""Which number a paper may get, and which are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.dossiers.enums import Mode, NumberState, SeriesForm
from gongkai.duties.dossiers.rules.numbering import (
    IssueFacts,
    RecordFacts,
    ReserveFacts,
    cautions_of_recording,
    reasons_against_issuing,
    reasons_against_recording,
    reasons_against_reserving,
    reasons_against_unrecording,
    reasons_against_using,
    reasons_against_voiding_number,
)
from gongkai.duties.dossiers.rules.series import (
    SeriesFacts,
    gaps_in,
    ranges_of,
    reasons_against_series,
    series_rank,
    spelled,
)
from gongkai.duties.policies.enums import DocumentKind, Signature

BRACKET = SeriesFacts("示交办", SeriesForm.BRACKET, True, frozenset(), frozenset())
ORDINAL = SeriesFacts("示例省交通运输厅公告", SeriesForm.ORDINAL, True, frozenset(), frozenset())


@given(st.sets(st.integers(1, 60)), st.integers(1, 5))
def test_gaps_are_what_lies_between_and_is_not_there(serials: set[int], first: int) -> None:
    gaps = gaps_in(serials, first)
    assert not set(gaps) & serials
    assert set(gaps) | {one for one in serials if one >= first} == set(
        range(first, max(serials, default=0) + 1)
    )
    assert {one for a, b in ranges_of(gaps) for one in range(a, b + 1)} == set(gaps)


def test_a_series_spells_its_numbers() -> None:
    assert spelled(BRACKET, 2026, 9) == "示交办〔2026〕9号"
    assert spelled(ORDINAL, 2026, 3) == "示例省交通运输厅公告2026年第3号"


def test_the_signature_decides_which_series_is_shown_first() -> None:
    ours = replace(BRACKET, signatures=frozenset({"department"}))
    joint = replace(BRACKET, prefix="示交联", signatures=frozenset({"joint_lead"}))
    rank = lambda one: series_rank(one, kind="policy", signature="joint_lead")  # noqa: E731
    assert sorted([ours, joint], key=rank)[0] is joint


ISSUE = IssueFacts(
    may_number=True, mode=Mode.FULL, signature=Signature.DEPARTMENT, series=BRACKET, against_step=()
)


@pytest.mark.rule("dossiers.number.mode")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"may_number": False}, ["dossiers.number.right"]),
        ({"mode": Mode.OA}, ["dossiers.number.mode"]),
        ({"signature": Signature.PROVINCE}, ["dossiers.number.series"]),
        ({"series": replace(BRACKET, is_in_use=False)}, ["dossiers.number.series"]),
    ],
)
def test_what_speaks_against_issuing(changed: dict[str, object], codes: list[str]) -> None:
    reasons = reasons_against_issuing(replace(ISSUE, **changed))  # type: ignore[arg-type]
    assert [one.code for one in reasons] == codes
    assert all(one.remedy for one in reasons)


OA_NUMBER = RecordFacts(
    may_number=True,
    mode=Mode.OA,
    signature=Signature.DEPARTMENT,
    typed="示交办[2026]第9号",
    own_series=(BRACKET, ORDINAL),
    this_year=2026,
    holder=None,
    against_step=(),
)


@pytest.mark.rule("dossiers.number.spelled", "dossiers.number.used", "dossiers.number.year")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"typed": ""}, ["dossiers.number.spelled"]),
        ({"typed": "示交办2026-9"}, ["dossiers.number.spelled"]),
        ({"typed": "示交办〔2027〕9号"}, ["dossiers.number.year"]),
        ({"typed": "别交办〔2026〕9号"}, ["dossiers.number.series"]),
        ({"typed": "示交办2026年第9号"}, ["dossiers.number.series"]),
        ({"typed": "示例省交通运输厅公告2026年第3号"}, []),
        ({"typed": "辽政发〔2026〕9号", "signature": Signature.PROVINCE}, []),
        ({"typed": "国务院令第711号", "signature": Signature.PROVINCE}, []),
        ({"typed": "辽政发〔2026〕9号", "signature": Signature.PROVINCE, "mode": Mode.FULL}, []),
        ({"mode": Mode.FULL}, ["dossiers.number.mode"]),
        ({"holder": ("某通知", NumberState.ISSUED)}, ["dossiers.number.used"]),
        ({"holder": ("", NumberState.VOID)}, ["dossiers.number.used"]),
        ({"holder": ("", NumberState.RESERVED)}, ["dossiers.number.used"]),
        ({"own_series": (replace(BRACKET, is_in_use=False),)}, ["dossiers.number.series"]),
        ({"may_number": False}, ["dossiers.number.right"]),
    ],
)
def test_what_speaks_against_recording(changed: dict[str, object], codes: list[str]) -> None:
    reasons = reasons_against_recording(replace(OA_NUMBER, **changed))  # type: ignore[arg-type]
    assert [one.code for one in reasons] == codes
    assert all(one.remedy for one in reasons)


def test_what_is_told_without_forbidding() -> None:
    series = [replace(BRACKET, signatures=frozenset({"department"}), kinds=frozenset({"policy"}))]
    told = cautions_of_recording(
        "示交办[2026]第9号",
        signed_year=2025,
        series=series,
        signature=Signature.PROVINCE,
        kind=DocumentKind.ROUTINE,
    )
    assert [
        word in "".join(told) for word in ("示交办〔2026〕9号", "签发在 2025 年", "署名不变", "类别")
    ] == [True] * 4
    assert (
        cautions_of_recording(
            "示交办〔2026〕9号",
            signed_year=2026,
            series=[BRACKET],
            signature=Signature.DEPARTMENT,
            kind="policy",
        )
        == []
    )


RANGE = ReserveFacts(
    may_number=True,
    is_in_use=True,
    year=2026,
    this_year=2026,
    first=5,
    last=8,
    next_serial=5,
    taken=(),
    reason="会议纪要统一留号。",
)


@pytest.mark.rule("dossiers.number.no_gap", "dossiers.number.reason")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"first": 3, "last": 3}, []),
        ({"first": 6}, ["dossiers.number.no_gap"]),
        ({"first": 5, "last": 4}, ["dossiers.number.no_gap"]),
        ({"first": 0}, ["dossiers.number.no_gap"]),
        ({"last": 60}, ["dossiers.number.no_gap"]),
        ({"taken": (5,)}, ["dossiers.number.used"]),
        ({"year": 2027}, ["dossiers.number.year"]),
        ({"reason": " "}, ["dossiers.number.reason"]),
        ({"is_in_use": False}, ["dossiers.number.series"]),
        ({"may_number": False}, ["dossiers.number.right"]),
    ],
)
def test_what_speaks_against_reserving(changed: dict[str, object], codes: list[str]) -> None:
    reasons = reasons_against_reserving(replace(RANGE, **changed))  # type: ignore[arg-type]
    assert [one.code for one in reasons] == codes


@pytest.mark.rule("dossiers.number.public")
def test_what_speaks_against_voiding_using_and_taking_back() -> None:
    void = {"may_number": True, "text": "甲", "is_void": False, "is_public": False, "reason": "写错"}
    assert reasons_against_voiding_number(**void) == []
    bad = {"may_number": False, "text": "甲", "is_void": True, "is_public": True, "reason": ""}
    assert len(reasons_against_voiding_number(**bad)) == 4
    use = {
        "may_number": True,
        "text": "甲",
        "signature": Signature.DEPARTMENT,
        "against_step": (),
    }
    assert reasons_against_using(state=NumberState.RESERVED, **use) == []
    assert [one.code for one in reasons_against_using(state=NumberState.VOID, **use)] == [
        "dossiers.number.used"
    ]
    use["signature"] = Signature.JOINT_OTHER
    assert len(reasons_against_using(state=NumberState.RESERVED, **use)) == 1
    back = {"may_number": True, "text": "甲", "is_public": False, "reason": "登记错件", "is_recorded": True}
    assert reasons_against_unrecording(state=NumberState.ISSUED, **back) == []
    back |= {"is_recorded": False, "is_public": True, "reason": ""}
    assert len(reasons_against_unrecording(state=NumberState.ISSUED, **back)) == 3


@pytest.mark.rule("dossiers.series.saved")
@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"prefix": "示交办〔2026〕"}, 1),
        ({"prefix": "A"}, 1),
        ({"prefix": "示例省交通运输厅公告", "form": SeriesForm.ORDINAL}, 0),
        ({"name": ""}, 1),
        ({"is_taken": True}, 1),
        ({"is_used": True, "is_same_prefix": False}, 1),
        ({"may_number": False}, 1),
    ],
)
def test_what_speaks_against_a_series(changed: dict[str, object], count: int) -> None:
    facts = {
        "may_number": True,
        "prefix": "示交办",
        "name": "厅办公室文件",
        "is_used": False,
        "is_same_prefix": True,
        "is_taken": False,
        "form": SeriesForm.BRACKET,
        **changed,
    }
    assert len(reasons_against_series(**facts)) == count  # type: ignore[arg-type]
