"""What was judged on paper: countersigning sheets, reviews of legality, and days that contradict each other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_review import Conclusion, Verdict
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.countersigning_paper import PaperWord, SheetFacts
from gongkai.duties.dossiers.rules.countersigning_paper import reasons_against_recording as against_sheet
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.legality_on_paper import ON_PAPER, OnPaperFacts, Standard
from gongkai.duties.dossiers.rules.legality_on_paper import reasons_against_recording as against_review
from gongkai.duties.dossiers.rules.track import ChainFacts, Done
from gongkai.duties.policies.enums import DocumentKind, Signature

TODAY = date(2026, 11, 20)
ENTERED = datetime(2026, 11, 20, 2, tzinfo=UTC)


def _word(**changed: Any) -> PaperWord:
    plain: dict[str, Any] = {
        "name": "财务处",
        "is_own": True,
        "is_misnamed": False,
        "has_signed_here": False,
        "said_on": None,
        "verdict": Verdict.AGREE,
        "text": "",
        "place": "2",
    }
    return PaperWord(**{**plain, **changed})


AGREED = _word(name="运输处", place="0")
OUTSIDE = _word(name="示例省财政厅", is_own=False, place="1")


def _codes(reasons: list[Any]) -> list[str]:
    return [reason.code.split(".", 2)[2] for reason in reasons]


def _chain(*, returned: date | None = None, **done: Done) -> ChainFacts:
    shape = Shape(DocumentKind.NORMATIVE, Signature.DEPARTMENT, True, frozenset(), True, False)
    ready = {Step(name): one for name, one in done.items()}
    back = dict.fromkeys((Step.ADOPTION, Step.LEGALITY), returned) if returned else {}
    return ChainFacts(shape, ready, exempted={}, pending={}, version=2, is_ended=False, returned=back)


SHEET: dict[str, Any] = {
    "may_ask": False,
    "may_record_own": True,
    "chain": _chain(),
    "is_oa": True,
    "is_ended": False,
    "is_signed": False,
    "words": [AGREED, OUTSIDE],
    "drafting": "法规处",
    "has_paper": True,
    "dated_on": date(2026, 11, 2),
    "asked_on": date(2026, 11, 16),
    "today": TODAY,
    "version": 2,
    "newest": 2,
}


@pytest.mark.rule("dossiers.countersign.paper")
@pytest.mark.rule("dossiers.countersign.whom")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"may_record_own": False}, [("ask", ""), ("four_eyes", "")]),
        ({"may_record_own": False, "may_ask": True}, [("four_eyes", "")]),
        ({"may_record_own": False, "may_ask": True, "words": [OUTSIDE]}, []),
        ({"is_oa": False, "dated_on": TODAY}, [("paper", "")]),
        ({"is_oa": False, "words": [OUTSIDE]}, [("paper", "dated_on")]),
        ({"is_oa": False, "words": [OUTSIDE], "asked_on": None}, []),
        ({"is_ended": True}, [("open", "")]),
        ({"is_signed": True}, [("ask", "")]),
        ({"is_signed": True, "words": [OUTSIDE]}, [("ask", "")]),
        ({"words": [_word(is_misnamed=True)]}, [("whom", "organ2")]),
        ({"words": [_word(has_signed_here=True)]}, [("paper", "")]),
        ({"words": [_word(said_on=date(2026, 11, 2))]}, []),
        ({"words": [_word(said_on=date(2026, 11, 3))]}, [("paper", "dated_on")]),
        ({"version": 1}, [("version", "")]),
        ({"version": 0, "newest": 0}, [("version", "")]),
        ({"has_paper": False}, [("paper", "file")]),
        ({"dated_on": None}, [("paper", "dated_on")]),
        ({"dated_on": date(2026, 11, 21)}, [("paper", "dated_on")]),
        ({"words": []}, [("whom", "unit0")]),
        ({"words": [_word(name="法规处")]}, [("whom", "unit2")]),
        ({"words": [_word(), _word(place="3")]}, [("whom", "unit2"), ("whom", "unit3")]),
        ({"words": [_word(verdict=None)]}, [("words", "verdict2")]),
        ({"words": [_word(verdict=Verdict.DISAGREE, text=" ")]}, [("words", "text2")]),
        ({"words": [_word(verdict=Verdict.DISAGREE, text="第二条不妥")]}, []),
    ],
)
def test_a_sheet_is_recorded_whole(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    reasons = against_sheet(SheetFacts(**{**SHEET, **changed}))
    assert [(reason.code.split(".")[-1], reason.field) for reason in reasons] == expected


OWN: dict[str, Any] = {
    "lacking": (),
    "open_comments": 0,
    "is_determined": True,
    "is_decision": False,
    "has_counsel": False,
    "sent_on": None,
    "earliest_on": None,
}
REVIEW: dict[str, Any] = {
    "chain": _chain(),
    "may_record": True,
    "is_writer": False,
    "is_done_here": False,
    "is_open": False,
    "failed_here": "",
    "organ": "省司法厅",
    "conclusion": Conclusion.LAWFUL,
    "dated_on": date(2026, 11, 6),
    "today": TODAY,
    "has_paper": True,
    "own": None,
}


@pytest.mark.rule("dossiers.legality.outside")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"may_record": False}, ["legality.outside"]),
        ({"is_writer": True}, ["legality.outside"]),
        ({"is_done_here": True}, ["legality.own_name"]),
        ({"is_open": True}, ["legality.outside"]),
        ({"failed_here": "不合法"}, ["legality.outside"]),
        ({"organ": " "}, ["legality.outside"]),
        ({"conclusion": None}, ["legality.outside"]),
        ({"dated_on": None}, ["legality.outside"]),
        ({"dated_on": date(2026, 11, 21)}, ["legality.outside"]),
        ({"has_paper": False}, ["legality.outside"]),
        ({"chain": _chain(adoption=Done(ENTERED, on=date(2026, 11, 6)))}, []),
        ({"chain": _chain(adoption=Done(ENTERED, on=date(2026, 11, 9)))}, ["legality.outside"]),
        ({"chain": _chain(adoption=Done(ENTERED))}, []),
        ({"chain": _chain(returned=date(2026, 11, 6))}, []),
        ({"chain": _chain(returned=date(2026, 11, 7))}, ["legality.outside"]),
    ],
)
def test_a_review_on_paper(changed: dict[str, Any], expected: list[str]) -> None:
    found = against_review(OnPaperFacts(**{**REVIEW, **changed}))
    assert [reason.code.removeprefix("dossiers.") for reason in found] == expected


@pytest.mark.rule("dossiers.legality.outside")
@pytest.mark.parametrize(
    ("changed", "conclusion", "expected"),
    [
        ({}, Conclusion.LAWFUL, []),
        ({"lacking": ("起草说明", "制定依据")}, Conclusion.LAWFUL, ["file", "file"]),
        ({"open_comments": 2}, Conclusion.LAWFUL, ["comments"]),
        ({"is_determined": False}, Conclusion.LAWFUL, ["determined"]),
        ({"is_determined": False, "open_comments": 1}, Conclusion.UNLAWFUL, []),
        ({"sent_on": date(2026, 11, 9)}, Conclusion.LAWFUL, ["outside"]),
        ({"is_decision": True}, Conclusion.LAWFUL, ["counsel", "shortest"]),
        ({"is_decision": True, "has_counsel": True, "sent_on": date(2026, 10, 26)}, Conclusion.LAWFUL, []),
        (
            {
                "is_decision": True,
                "has_counsel": True,
                "sent_on": date(2026, 11, 2),
                "earliest_on": date(2026, 11, 11),
            },
            Conclusion.LAWFUL,
            ["shortest"],
        ),
    ],
)
def test_the_departments_own_review_on_paper_meets_the_same_standard(
    changed: dict[str, Any], conclusion: Conclusion, expected: list[str]
) -> None:
    own = Standard(**{**OWN, **changed})
    found = against_review(OnPaperFacts(**{**REVIEW, "own": own, "conclusion": conclusion}))
    assert [reason.code.split(".")[-1] for reason in found] == expected


def test_only_what_judges_a_text_has_to_come_after_the_return() -> None:
    chain = _chain(returned=date(2026, 11, 7))

    def against(step: Step) -> list[Any]:
        return reasons_against_day(
            ON_PAPER, step, date(2026, 11, 6), chain, today=date(2026, 11, 20), field="on", remedy=""
        )

    assert against(Step.ADOPTION) == []
    assert [reason.field for reason in against(Step.LEGALITY)] == ["on"]


@pytest.mark.parametrize(
    ("on", "is_later"), [(None, False), (date(2026, 11, 20), False), (date(2026, 11, 19), True)]
)
def test_what_happened_before_it_was_written_down(on: date | None, is_later: bool) -> None:
    assert Done(ENTERED, on=on).entered_later is is_later


def test_the_day_is_the_one_in_shanghai() -> None:
    evening = datetime(2026, 11, 19, 17, tzinfo=UTC)  # already the 20th in Shanghai
    assert Done(evening, on=date(2026, 11, 19)).entered_later
