"""The register and the site side by side: each disagreement is found once, with its clock and its lamp."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.clearance.enums import Disclosure
from gongkai.duties.dossiers.enums import RegisterFinding as Kind
from gongkai.duties.dossiers.rules.reconciling import (
    Found,
    Online,
    Row,
    coverage_of,
    findings_of,
    is_to_be_public,
    matched,
)
from gongkai.duties.policies.enums import Signature

TODAY = date(2026, 11, 28)
ROW = Row(
    key=1,
    number="示交办〔2026〕9号",
    title="关于某事的通知",
    signature=Signature.DEPARTMENT,
    disclosure=Disclosure.PROACTIVE,
    written_on=date(2026, 11, 2),
    printed_on=date(2026, 11, 3),
    unit=7,
)
PAGE = Online(
    key=5,
    number="示交办〔2026〕9号",
    title="关于某事的通知",
    written_on=date(2026, 11, 2),
    printed_on=date(2026, 11, 3),
    unit=7,
)


def find(rows: list[Row], online: list[Online], days: int | None = 28, **more: Any) -> list[Found]:
    due = lambda formed: None if days is None else formed + timedelta(days)  # noqa: E731
    return findings_of(rows, online, today=TODAY, due=due, **more)


def test_what_agrees_is_no_finding() -> None:
    assert find([ROW], [PAGE]) == []


@pytest.mark.rule("dossiers.reconcile.in_time")
@pytest.mark.parametrize(
    ("days", "lamp", "word"),
    [
        (40, "green", "前上线"),
        (33, "amber", "快到期"),
        (26, "amber", "快到期"),
        (25, "red", "超期"),
        (None, "amber", "待该年"),
    ],
)
def test_what_is_to_be_public_and_is_not_has_a_clock(days: int | None, lamp: str, word: str) -> None:
    (one,) = find([ROW], [], days)
    assert (one.kind, one.lamp) == (Kind.NOT_ONLINE, lamp)
    assert word in one.say
    assert one.due_on == (None if days is None else ROW.written_on + timedelta(days))


@pytest.mark.rule("dossiers.reconcile.only_proactive")
@pytest.mark.parametrize("disclosure", [Disclosure.ON_REQUEST, Disclosure.WITHHELD])
def test_what_is_public_and_should_not_be_is_an_alarm(disclosure: Disclosure) -> None:
    (one,) = find([replace(ROW, disclosure=disclosure)], [PAGE])
    assert (one.kind, one.lamp) == (Kind.ALARM, "red")
    assert find([replace(ROW, disclosure=disclosure)], []) == []


@pytest.mark.rule("dossiers.reconcile.maker")
@pytest.mark.parametrize("signature", [Signature.JOINT_OTHER, Signature.PROVINCE])
def test_what_others_lead_is_theirs_to_publish(signature: Signature) -> None:
    row = replace(ROW, signature=signature)
    assert find([row], []) == []
    assert not is_to_be_public(row)


@pytest.mark.rule("dossiers.reconcile.registered")
@pytest.mark.parametrize(
    ("row", "page", "kinds"),
    [
        ({"number": "示交办〔2026〕8号"}, {"title": "另一件"}, [Kind.NOT_ONLINE, Kind.UNREGISTERED]),
        ({"title": "关于别的事的通知"}, {}, [Kind.DIFFERS]),
        ({"title": "关于“某事”的通知 "}, {}, []),
        ({"written_on": date(2026, 11, 3)}, {}, [Kind.DIFFERS]),
        ({"printed_on": None}, {}, []),
        ({"printed_on": date(2026, 11, 9)}, {}, [Kind.DIFFERS]),
        ({"is_void": True}, {}, [Kind.VOID]),
        ({"disclosure": ""}, {}, [Kind.UNMARKED]),
        ({}, {"needs_joint": True}, [Kind.NO_INTERPRETATION, Kind.NO_INFOGRAPHIC]),
        ({}, {"needs_joint": True, "has_interpretation": True}, [Kind.NO_INFOGRAPHIC]),
        ({}, {"needs_joint": True, "has_interpretation": True, "has_infographic": True}, []),
    ],
)
def test_each_disagreement_is_found(row: dict[str, Any], page: dict[str, Any], kinds: list[Kind]) -> None:
    assert [one.kind for one in find([replace(ROW, **row)], [replace(PAGE, **page)])] == kinds


def test_gaps_and_void_numbers_are_told() -> None:
    found = find([ROW], [PAGE], gaps=["示交办〔2026〕3号"], void_numbers=[PAGE.number])
    assert [(one.kind, one.number) for one in found] == [(Kind.VOID, ""), (Kind.GAP, "示交办〔2026〕3号")]


def test_a_like_title_is_only_proposed_and_a_person_confirms() -> None:
    page = replace(PAGE, number="")
    match = matched([ROW], [page])
    assert match.pages == {}
    assert match.proposals == {1: page}
    first = find([ROW], [page])
    assert "标题相同" in first[0].say
    confirmed = replace(ROW, page=5)
    assert matched([confirmed], [page]).pages == {1: page}
    assert [one.kind for one in find([confirmed], [page])] == [Kind.DIFFERS], "the page lacks its number"


def test_coverage_divides_by_the_register_and_nothing_by_nothing_is_a_dash() -> None:
    rows = [
        ROW,
        replace(ROW, key=2, number="示交办〔2026〕10号", title="乙"),
        replace(ROW, key=3, number="", title="丙", disclosure=Disclosure.WITHHELD, unit=8),
        replace(ROW, key=4, number="示交办〔2026〕11号", title="丁", is_void=True),
    ]
    due = lambda formed: formed + timedelta(10)  # noqa: E731
    found = coverage_of(rows, matched(rows, [PAGE]), today=TODAY, due=due)
    assert [(one.unit, one.due, one.online, one.late, one.shown) for one in found] == [
        (7, 2, 1, 1, "50%"),
        (8, 0, 0, 0, "—"),
    ]
