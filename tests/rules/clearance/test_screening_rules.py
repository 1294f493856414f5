"""What findings say against going on, and who may decide about them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import FindingKind, FindingLevel, ScanState
from gongkai.clearance.rules.screening import (
    FILE_WAITS,
    NEVER_WAIVED,
    NOTE_NEEDLESS,
    STOPPED,
    UNEXPLAINED,
    WAIVE_NEEDLESS,
    WAIVE_NEVER,
    WAIVE_OWN,
    WAIVE_RIGHT,
    FileFact,
    FoundFact,
    NoteFacts,
    ScreenedFacts,
    WaiverFacts,
    is_lost,
    reasons_against_findings,
    reasons_against_noting,
    reasons_against_waiting_files,
    reasons_against_waiving,
    stands_in_the_way,
)
from gongkai.clearance.screening.catalogue import RULES_BY_KIND

STOP = FoundFact(kind="id_card", level="block", place="正文", waived_by="", has_note=False)
PLAIN = ScreenedFacts(title="通知", findings=(), files=(), left_out=0, is_urgent=False)
facts = st.builds(
    FoundFact,
    kind=st.sampled_from(FindingKind.values),
    level=st.sampled_from(FindingLevel.values),
    place=st.sampled_from(["", "正文", "附件第1项"]),
    waived_by=st.sampled_from(["", "reviewer", "duty"]),
    has_note=st.booleans(),
)


@pytest.mark.rule("clearance.finding.stops")
@pytest.mark.parametrize(
    ("change", "is_urgent", "stops"),
    [
        ({}, False, True),
        ({"has_note": True}, False, True),
        ({"waived_by": "reviewer"}, False, False),
        ({"waived_by": "reviewer"}, True, False),
        ({"waived_by": "duty"}, False, True),
        ({"waived_by": "duty"}, True, False),
        ({"level": "justify"}, False, True),
        ({"level": "justify", "has_note": True}, False, False),
        ({"level": "hint"}, False, False),
        ({"kind": "classification_mark", "waived_by": "reviewer"}, True, True),
        ({"kind": "unreadable", "waived_by": "reviewer"}, True, True),
    ],
)
def test_what_stands_in_the_way(change: dict[str, object], is_urgent: bool, stops: bool) -> None:
    assert stands_in_the_way(replace(STOP, **change), is_urgent=is_urgent) is stops


def test_one_reason_for_each_kind_with_its_own_basis_and_places() -> None:
    findings = (
        STOP,
        replace(STOP, place="标题"),
        replace(STOP, kind="mobile"),
        replace(STOP, level="justify"),
    )
    reasons = reasons_against_findings(replace(PLAIN, findings=findings))
    assert [reason.code for reason in reasons] == [STOPPED.code, STOPPED.code, UNEXPLAINED.code]
    assert "2 处阻断问题：身份证号（正文、标题）" in reasons[0].message
    assert reasons[0].basis == RULES_BY_KIND[FindingKind.ID_CARD].basis
    assert all(reason.remedy for reason in reasons)


@given(st.lists(facts, max_size=12), st.booleans())
def test_there_is_a_reason_exactly_while_something_stands_in_the_way(
    findings: list[FoundFact], is_urgent: bool
) -> None:
    reasons = reasons_against_findings(replace(PLAIN, findings=tuple(findings), is_urgent=is_urgent))
    open_ones = [
        one
        for one in findings
        if one.kind != FindingKind.UNREADABLE and stands_in_the_way(one, is_urgent=is_urgent)
    ]
    assert bool(reasons) is bool(open_ones)


@pytest.mark.rule("clearance.finding.file_waits")
def test_a_file_that_waits_says_how_far_it_is() -> None:
    running = FileFact("表.xlsx", "running", "第 12 页，共 200 页", 1)
    failed = FileFact("表.xlsx", "failed", "没有查完", 2)
    first, second = reasons_against_waiting_files([running, failed])
    assert first.code == second.code == FILE_WAITS.code
    assert "第 12 页，共 200 页" in first.message
    assert "第 2 次没有查完" in second.message
    assert reasons_against_findings(replace(PLAIN, left_out=3))[0].code == STOPPED.code


WAIVER = WaiverFacts(
    may_waive=True,
    is_on_duty=False,
    has_edited=False,
    has_sent=False,
    has_asked=False,
    findings=(("mobile", "block"),),
    is_there=True,
    grounds="依法应当公布，依据条例第十条。",
    repeats=False,
)


def test_a_file_known_under_older_lists_is_said_to_be_looked_at_again() -> None:
    (again,) = reasons_against_waiting_files([FileFact("名单.xlsx", ScanState.DONE, "已查完", 1)])
    assert "要再查一遍，查完才能往下办" in again.message
    assert "已查完" not in again.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"may_waive": False}, WAIVE_RIGHT.code),
        ({"has_edited": True}, WAIVE_OWN.code),
        ({"has_sent": True}, WAIVE_OWN.code),
        ({"has_asked": True}, WAIVE_OWN.code),
        ({"findings": (("unreadable", "block"),)}, WAIVE_NEVER.code),
        ({"findings": (("classification_mark", "block"),)}, WAIVE_NEVER.code),
        ({"findings": (("mobile", "justify"),)}, WAIVE_NEEDLESS.code),
        ({"is_there": False}, WAIVE_NEEDLESS.code),
    ],
)
def test_who_waives_what(change: dict[str, object], code: str) -> None:
    assert reasons_against_waiving(WAIVER) == []
    assert [reason.code for reason in reasons_against_waiving(replace(WAIVER, **change))] == [code]
    assert reasons_against_waiving(replace(WAIVER, may_waive=False, is_on_duty=True)) == []


def test_what_is_never_waived_is_not_explained_away_either() -> None:
    for kind in NEVER_WAIVED:
        note = NoteFacts(
            may_note=True, findings=((kind, "block"),), is_there=True, text="确实没有", repeats=False
        )
        codes = {reason.code for reason in reasons_against_noting(note)}
        assert NOTE_NEEDLESS.code in codes


@pytest.mark.parametrize(
    ("state", "minutes", "lost"),
    [
        ("waiting", 9, False),
        ("waiting", 10, True),
        ("running", 29, False),
        ("running", 30, True),
        ("failed", 5, True),
        ("done", 999, False),
    ],
)
def test_when_a_scan_is_lost(state: str, minutes: float, lost: bool) -> None:
    assert is_lost(state=state, minutes_silent=minutes) is lost
