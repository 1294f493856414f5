"""合法性审核: what is sent, who reviews, how long, what it may end in; comments on clauses; parameters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.enums_review import CommentOutcome, Conclusion, Point, PointVerdict, ReviewState
from gongkai.duties.dossiers.rules.comments import (
    AnswerFacts,
    CommentFacts,
    reasons_against_answering,
    reasons_against_commenting,
)
from gongkai.duties.dossiers.rules.legality import (
    ConfirmFacts,
    MaterialFacts,
    OpinionFacts,
    SendFacts,
    TurnFacts,
    lacking,
    materials_of,
    reasons_against_accepting,
    reasons_against_concluding,
    reasons_against_confirming,
    reasons_against_handing_back,
    reasons_against_sending,
    reasons_against_supplementing,
)
from gongkai.duties.dossiers.rules.terms import (
    LEGALITY_DAYS,
    LEGALITY_LEAST,
    PARAMETERS,
    TermFacts,
    reasons_against_term,
)

TODAY = date(2026, 11, 20)


def _codes(reasons: list[Any]) -> list[str]:
    return [reason.code.removeprefix("dossiers.legality.") for reason in reasons]


WHOLE: dict[str, Any] = {
    "papers": frozenset([PaperKind.EXPLANATION, PaperKind.GROUNDS]),
    "needed": frozenset([Step.ADOPTION, Step.COMPETITION]),
    "settled": frozenset([Step.ADOPTION, Step.COMPETITION]),
    "version": 1,
    "has_determination": True,
}


@pytest.mark.rule("dossiers.legality.file")
@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({}, []),
        ({"version": 0}, ["送审稿"]),
        ({"papers": frozenset()}, ["起草说明", "制定依据"]),
        ({"settled": frozenset([Step.ADOPTION])}, ["公平竞争审查表"]),
        ({"settled": frozenset()}, ["征求意见及采纳情况", "公平竞争审查表"]),
        ({"settled": frozenset(), "needed": frozenset()}, []),
        (
            {"needed": frozenset([Step.EXPERTS, Step.RISK, Step.HEARING])},
            ["专家论证意见", "风险评估报告", "听证笔录"],
        ),
        ({"has_determination": False}, ["规范性文件认定"]),
    ],
)
def test_what_a_file_lacks_is_named_at_once(changed: dict[str, Any], names: list[str]) -> None:
    assert lacking(materials_of(MaterialFacts(**{**WHOLE, **changed}))) == names


def test_a_paper_stands_for_a_step() -> None:
    papers = frozenset([PaperKind.EXPLANATION, PaperKind.GROUNDS, PaperKind.COMPETITION])
    facts = MaterialFacts(**{**WHOLE, "papers": papers, "settled": frozenset([Step.ADOPTION])})
    assert lacking(materials_of(facts)) == []


SEND: dict[str, Any] = {
    "may_send": True,
    "is_province": False,
    "is_open_on_newest": False,
    "failed_on_newest": "",
    "lacking": [],
    "urgency": "",
    "urgency_reason": "",
}


@pytest.mark.rule("dossiers.legality.send")
@pytest.mark.rule("dossiers.legality.own_name")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"may_send": False}, ["send"]),
        ({"is_province": True}, ["own_name"]),
        ({"is_open_on_newest": True}, ["send"]),
        ({"lacking": ["起草说明", "制定依据"]}, ["file", "file"]),
        ({"urgency": "emergency"}, ["shortest"]),
    ],
)
def test_sending(changed: dict[str, Any], codes: list[str]) -> None:
    assert _codes(reasons_against_sending(SendFacts(**{**SEND, **changed}))) == codes


def _turn(state: ReviewState = ReviewState.ACCEPTED, **changed: Any) -> TurnFacts:
    return TurnFacts(**{"may_review": True, "is_writer": False, "is_ended": False, "state": state, **changed})


@pytest.mark.rule("dossiers.legality.review")
@pytest.mark.rule("dossiers.legality.four_eyes")
@pytest.mark.rule("dossiers.legality.turn")
def test_whose_turn_it_is() -> None:
    sent = ReviewState.SENT
    assert reasons_against_accepting(_turn(sent)) == []
    assert _codes(reasons_against_accepting(_turn())) == ["turn"]
    assert _codes(reasons_against_accepting(_turn(sent, may_review=False))) == ["review"]
    assert _codes(reasons_against_accepting(_turn(sent, is_writer=True))) == ["four_eyes"]
    assert _codes(reasons_against_accepting(_turn(sent, is_ended=True))) == ["turn"]
    assert reasons_against_handing_back(_turn(sent), lacks="缺依据") == []
    assert _codes(reasons_against_handing_back(_turn(), lacks="")) == ["file"]
    assert _codes(reasons_against_handing_back(_turn(ReviewState.LACKING), lacks="缺")) == ["turn"]
    whole = {"may_send": True, "is_ended": False, "state": ReviewState.LACKING, "supplement": "补了依据"}
    assert reasons_against_supplementing(**whole) == []
    for changed in ({"may_send": False}, {"is_ended": True}, {"state": sent}, {"supplement": ""}):
        assert len(reasons_against_supplementing(**{**whole, **changed})) == 1


OPINION: dict[str, Any] = {
    "conclusion": Conclusion.LAWFUL,
    "verdicts": dict.fromkeys(Point, PointVerdict.SOUND),
    "words": dict.fromkeys(Point, "符合。"),
    "statement": "",
    "version": 2,
    "newest": 2,
    "today": TODAY,
    "earliest_on": None,
    "is_decision": False,
    "has_counsel": False,
    "open_comments": 0,
    "is_determined": True,
    "needs_competition": False,
    "competition": "",
}
UNSOUND = {**OPINION["verdicts"], Point.CONTENT: PointVerdict.UNSOUND}


@pytest.mark.rule("dossiers.legality.points")
@pytest.mark.rule("dossiers.legality.shortest")
@pytest.mark.rule("dossiers.legality.counsel")
@pytest.mark.rule("dossiers.legality.newest")
@pytest.mark.rule("dossiers.legality.comments")
@pytest.mark.rule("dossiers.legality.determined")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"newest": 3}, ["newest"]),
        ({"earliest_on": TODAY}, []),
        ({"earliest_on": date(2026, 11, 23)}, ["shortest"]),
        ({"verdicts": {}}, ["points"] * 4),
        ({"words": {}}, ["points"] * 4),
        ({"conclusion": None}, ["points"]),
        ({"verdicts": UNSOUND}, ["points"]),
        ({"verdicts": UNSOUND, "conclusion": Conclusion.UNLAWFUL, "statement": "第二条增设许可"}, []),
        ({"verdicts": UNSOUND, "conclusion": Conclusion.AMEND}, ["points"]),
        ({"conclusion": Conclusion.UNLAWFUL, "statement": "不行"}, ["points"]),
        ({"conclusion": Conclusion.AMEND, "statement": "改第二条"}, []),
        ({"is_decision": True}, ["counsel"]),
        ({"is_decision": True, "has_counsel": True}, []),
        ({"open_comments": 2}, ["comments"]),
        ({"open_comments": 2, "conclusion": Conclusion.AMEND, "statement": "改"}, []),
        ({"is_determined": False}, ["determined"]),
        ({"needs_competition": True}, ["points"]),
        ({"needs_competition": True, "competition": "已审查"}, []),
    ],
)
def test_concluding(changed: dict[str, Any], codes: list[str]) -> None:
    assert _codes(reasons_against_concluding(_turn(), OpinionFacts(**{**OPINION, **changed}))) == codes


def test_nothing_is_concluded_while_something_lacks() -> None:
    facts = OpinionFacts(**OPINION)
    assert _codes(reasons_against_concluding(_turn(ReviewState.LACKING), facts)) == ["turn"]
    assert _codes(reasons_against_concluding(_turn(is_writer=True), facts)) == ["four_eyes"]


CONFIRM: dict[str, Any] = {"is_lawful": True, "covered": 1, "newest": 2, "seen": 2, "reason": "改错别字"}


@pytest.mark.parametrize(
    "changed", [{"is_lawful": False}, {"covered": 2}, {"seen": 1}, {"reason": ""}], ids=str
)
def test_confirming(changed: dict[str, Any]) -> None:
    turn = _turn(ReviewState.CONCLUDED)
    assert reasons_against_confirming(turn, ConfirmFacts(**CONFIRM)) == []
    assert _codes(reasons_against_confirming(turn, ConfirmFacts(**{**CONFIRM, **changed}))) == ["newest"]


COMMENT: dict[str, Any] = {
    "may_comment": True,
    "is_ended": False,
    "is_newest": True,
    "anchor": "a2",
    "anchors": frozenset(["a1", "a2"]),
    "text": "改为五日",
}


@pytest.mark.rule("dossiers.comment.right")
@pytest.mark.rule("dossiers.comment.place")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"may_comment": False}, "right"),
        ({"is_ended": True}, "right"),
        ({"is_newest": False}, "place"),
        ({"anchor": "t9"}, "place"),
        ({"text": " "}, "place"),
    ],
)
def test_commenting(changed: dict[str, Any], code: str) -> None:
    assert reasons_against_commenting(CommentFacts(**COMMENT)) == []
    assert reasons_against_commenting(CommentFacts(**{**COMMENT, "anchor": ""})) == []
    found = reasons_against_commenting(CommentFacts(**{**COMMENT, **changed}))
    assert [reason.code for reason in found] == [f"dossiers.comment.{code}"]


ANSWER: dict[str, Any] = {
    "may_answer": True,
    "is_ended": False,
    "is_own": False,
    "is_answered": False,
    "outcome": CommentOutcome.TAKEN,
    "answer": "",
}


@pytest.mark.rule("dossiers.comment.answer")
@pytest.mark.parametrize(
    "changed",
    [
        {"may_answer": False},
        {"is_ended": True},
        {"is_own": True},
        {"is_answered": True},
        {"outcome": None},
        {"outcome": CommentOutcome.DECLINED},
        {"outcome": CommentOutcome.PARTLY},
    ],
    ids=str,
)
def test_answering(changed: dict[str, Any]) -> None:
    assert reasons_against_answering(AnswerFacts(**ANSWER)) == []
    assert len(reasons_against_answering(AnswerFacts(**{**ANSWER, **changed}))) == 1


IN_FORCE = {code: term.default for code, term in PARAMETERS.items()}


@pytest.mark.rule("dossiers.terms.set")
@pytest.mark.parametrize(
    ("code", "days", "source", "count"),
    [
        (LEGALITY_DAYS, 10, "厅办会议", 0),
        (LEGALITY_DAYS, 4, "厅办会议", 1),
        (LEGALITY_LEAST, 16, "厅办会议", 1),
        (LEGALITY_DAYS, 0, "厅办会议", 1),
        (LEGALITY_DAYS, None, "", 2),
    ],
)
def test_terms(code: str, days: int | None, source: str, count: int) -> None:
    assert len(reasons_against_term(TermFacts(True, code, days, source, IN_FORCE))) == count
    assert len(reasons_against_term(TermFacts(False, code, days, source, IN_FORCE))) == count + 1
