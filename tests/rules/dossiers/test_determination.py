"""认定: fourteen answers make 是, 否 or 待认定; the seed notice comes out 否."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.dossiers.rules.determination import (
    TESTS,
    DecisionFacts,
    ProposalFacts,
    reasons_against_deciding,
    reasons_against_kind,
    reasons_against_proposing,
    result_of,
    suggested_answers,
)
from gongkai.duties.policies.enums import DocumentKind
from tests.rules.supervision.notices import seed_text

YES, NO, UNSURE = DeterminationResult.YES, DeterminationResult.NO, DeterminationResult.UNSURE
ALL_YES = {code: Answer.NO if test.is_negative else Answer.YES for code, test in TESTS.items()}


def test_six_positive_and_eight_negative() -> None:
    assert [test.is_negative for test in TESTS.values()] == [False] * 6 + [True] * 8


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({}, YES),
        ({"plan": Answer.YES}, NO),
        ({"appointment": Answer.YES, "general": Answer.UNSURE}, NO),
        ({"rights": Answer.NO}, NO),
        ({"repeated": Answer.UNSURE}, UNSURE),
        ({"minutes": Answer.UNSURE}, UNSURE),
    ],
)
def test_result(changed: dict[str, Answer], result: DeterminationResult) -> None:
    assert result_of({**ALL_YES, **changed}) == result


@given(st.dictionaries(st.sampled_from(list(TESTS)), st.sampled_from(list(Answer))))
def test_yes_only_where_every_answer_says_so(given_answers: dict[str, Answer]) -> None:
    assert (result_of(given_answers) == YES) == (given_answers == ALL_YES)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("关于印发某某工作方案的通知", "plan"),
        ("当前政务公开重点工作任务分解", "plan"),
        ("厅长办公会议纪要", "minutes"),
        ("关于表彰先进集体的决定", "honours"),
        ("关于张某等同志职务任免的通知", "appointment"),
        ("关于增设项目的请示", "report"),
        ("厅机关值班制度", "system"),
    ],
)
def test_a_title_speaks_for_itself(title: str, code: str) -> None:
    found = suggested_answers(title, "")[code]
    assert found.answer == Answer.YES
    assert "标题有“" in found.reason


def test_an_ordinary_title_is_not_hit_and_never_guessed_yes() -> None:
    found = suggested_answers("某省网络预约出租汽车经营服务管理办法", "经营者应当提前公示。")
    assert all(found[code].answer == Answer.NO for code, test in TESTS.items() if test.is_negative)
    assert result_of({code: one.answer for code, one in found.items()}) == UNSURE


def test_the_seed_notice_is_no_normative_document() -> None:
    text = seed_text()
    title = "印发《辽宁省交通运输厅关于进一步做好当前政务公开重点工作的任务分解》的通知"
    found = suggested_answers(title, text)
    assert found["plan"].answer == Answer.YES
    assert "任务分解" in found["plan"].reason
    assert result_of({code: one.answer for code, one in found.items()}) == NO


def _proposal(**changed: Any) -> ProposalFacts:
    values = {
        "may_draft": True,
        "is_ended": False,
        "answers": ALL_YES,
        "reasons": dict.fromkeys(TESTS, "有"),
        **changed,
    }
    return ProposalFacts(**values)


@pytest.mark.rule("dossiers.determine.whole")
@pytest.mark.rule("dossiers.determine.right")
def test_against_proposing() -> None:
    assert reasons_against_proposing(_proposal()) == []
    assert len(reasons_against_proposing(_proposal(answers={}))) == len(TESTS)
    lone = reasons_against_proposing(_proposal(reasons={**dict.fromkeys(TESTS, "有"), "plan": " "}))
    assert [reason.field for reason in lone] == ["plan_reason"]
    assert [r.code for r in reasons_against_proposing(_proposal(may_draft=False))] == [
        "dossiers.determine.right"
    ]
    assert reasons_against_proposing(_proposal(is_ended=True))


def _decision(**changed: Any) -> DecisionFacts:
    values = {
        "may_decide": True,
        "is_ended": False,
        "has_proposal": True,
        "is_decided": False,
        "is_own": False,
        "computed": NO,
        "result": NO,
        "reason": "",
        **changed,
    }
    return DecisionFacts(**values)


@pytest.mark.rule("dossiers.determine.override")
@pytest.mark.rule("dossiers.determine.four_eyes")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"result": YES}, ["dossiers.determine.override"]),
        ({"result": YES, "reason": "实为管理办法"}, []),
        ({"computed": UNSURE}, ["dossiers.determine.override"]),
        ({"computed": UNSURE, "reason": "对照条文"}, []),
        ({"result": UNSURE}, ["dossiers.determine.override"]),
        ({"is_own": True}, ["dossiers.determine.four_eyes"]),
        ({"is_decided": True}, ["dossiers.determine.right"]),
        ({"has_proposal": False}, ["dossiers.determine.right"]),
        ({"may_decide": False}, ["dossiers.determine.right"]),
        ({"is_ended": True}, ["dossiers.determine.right"]),
    ],
)
def test_against_deciding(changed: dict[str, Any], codes: list[str]) -> None:
    assert [reason.code for reason in reasons_against_deciding(_decision(**changed))] == codes


@pytest.mark.rule("dossiers.determine.kind")
@pytest.mark.parametrize(
    ("kind", "result", "agrees"),
    [
        (DocumentKind.NORMATIVE, YES, True),
        (DocumentKind.NORMATIVE, NO, False),
        (DocumentKind.POLICY, YES, False),
        (DocumentKind.DECISION, NO, True),
        (DocumentKind.NORMATIVE, UNSURE, True),
    ],
)
def test_kind_and_determination_agree(kind: DocumentKind, result: DeterminationResult, agrees: bool) -> None:
    assert (reasons_against_kind(kind, result) == []) is agrees
