"""认定: whether a document is an 行政规范性文件. Six positive and eight negative tests; a person answers, the machine suggests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.core.basis import Basis
from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import DEFINITION, EXCLUDED, FOUR_EYES
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.policies.enums import DocumentKind

ANSWERED_WHOLE = define_rule(
    "dossiers.determine.whole", 1, "六项要件、八项排除情形逐项回答并写明理由。", DEFINITION
)
WHO_DETERMINES = define_rule(
    "dossiers.determine.right", 1, "起草单位提出认定意见，法制机构确认或者改定。", FOUR_EYES
)
DETERMINE_FOUR_EYES = define_rule(
    "dossiers.determine.four_eyes", 1, "提出认定意见的人不确认自己的意见。", FOUR_EYES
)
OVERRIDE_REASON = define_rule(
    "dossiers.determine.override", 1, "改定结果或者认定拿不准的，要写明理由。", EXCLUDED
)
KIND_AGREES = define_rule(
    "dossiers.determine.kind",
    1,
    "立项类别与认定结果一致：认定为是的按行政规范性文件办理，认定为否的不按。",
    DEFINITION,
)


@dataclass(frozen=True, slots=True)
class Test:
    """One question: its code, the Chinese words, whether 是 speaks against being an 行政规范性文件, its basis."""

    __test__ = False

    code: str
    question: str
    is_negative: bool
    basis: Basis


TESTS: Mapping[str, Test] = {
    test.code: test
    for test in (
        Test("maker", "由行政机关或者法律、法规授权的组织制定", False, DEFINITION),
        Test("power", "依照法定权限、程序制定", False, DEFINITION),
        Test("public", "公开发布", False, DEFINITION),
        Test("rights", "涉及公民、法人和其他组织的权利义务", False, DEFINITION),
        Test("general", "具有普遍约束力", False, DEFINITION),
        Test("repeated", "在一定期限内反复适用", False, DEFINITION),
        Test("internal", "内部执行的管理规范", True, EXCLUDED),
        Test("system", "工作制度", True, EXCLUDED),
        Test("staffing", "机构编制", True, EXCLUDED),
        Test("minutes", "会议纪要", True, EXCLUDED),
        Test("plan", "工作方案（含任务分解、工作要点、实施计划）", True, EXCLUDED),
        Test("report", "请示、报告", True, EXCLUDED),
        Test("honours", "表彰、奖惩", True, EXCLUDED),
        Test("appointment", "人事任免", True, EXCLUDED),
    )
}

_SPEAKING: Mapping[str, re.Pattern[str]] = {
    "internal": re.compile(r"内部管理|内部控制|机关内部|厅机关.{0,6}管理规定"),
    "system": re.compile(r"工作制度|工作规则|议事规则|值班制度"),
    "staffing": re.compile(r"机构编制|人员编制|内设机构|“三定”"),
    "minutes": re.compile(r"会议纪要"),
    "plan": re.compile(r"工作方案|任务分解|工作要点|实施计划|工作安排|行动方案|分工方案"),
    "report": re.compile(r"请示$|的请示|报告$|的报告$"),
    "honours": re.compile(r"表彰|通报表扬|奖励决定|处分决定|命名.{0,12}先进"),
    "appointment": re.compile(r"任免|任职的通知|免职|职务任免|聘任"),
}
"""Words of a title that speak for a negative test."""
_PUBLIC = re.compile(r"此件(?:主动)?公开发布|此件主动公开")
_BINDING = re.compile(r"应当|不得|必须|有权|处罚|许可|备案")
_OUTSIDERS = re.compile(r"公民|法人|经营者|从业人员|当事人|申请人|车主|乘客|企业")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A proposed answer with the words that speak for it."""

    answer: Answer
    reason: str


def suggested_answers(title: str, text: str) -> dict[str, Suggested]:
    """Proposed answers from title and text, one for every test; a person confirms them. What the words do not show is
    拿不准, never a guess in favour: 工作方案 and its like are told from the title alone, where a document names itself.
    """
    squeezed = re.sub(r"\s+", "", title)
    found = {code: _negative(pattern, squeezed) for code, pattern in _SPEAKING.items()}
    found["public"] = (
        Suggested(Answer.YES, f"文中写明“{_PUBLIC.findall(text)[0]}”。")
        if _PUBLIC.search(text)
        else Suggested(Answer.UNSURE, "文中没有写明是否公开发布。")
    )
    found["rights"] = _rights(text)
    for code, question in (
        ("maker", "制定机关"),
        ("power", "权限和程序"),
        ("general", "适用对象"),
        ("repeated", "适用期限"),
    ):
        found[code] = Suggested(Answer.UNSURE, f"请对照{question}判断。")
    return {code: found[code] for code in TESTS}


def _negative(pattern: re.Pattern[str], title: str) -> Suggested:
    hit = pattern.search(title)
    if hit is not None:
        return Suggested(Answer.YES, f"标题有“{hit.group()}”。")
    return Suggested(Answer.NO, "标题没有这类字样。")


def _rights(text: str) -> Suggested:
    who, what = _OUTSIDERS.search(text), _BINDING.search(text)
    if who is not None and what is not None:
        return Suggested(Answer.UNSURE, f"文中有“{who.group()}”“{what.group()}”，请判断是否涉及其权利义务。")
    return Suggested(Answer.NO, "文中没有对外部对象规定权利义务的字样。")


def result_of(answers: Mapping[str, Answer]) -> DeterminationResult:
    """Any negative hit or missing element → 否; an unsure or unanswered test → 待认定; otherwise 是."""
    if any(
        answers.get(code) == (Answer.YES if test.is_negative else Answer.NO) for code, test in TESTS.items()
    ):
        return DeterminationResult.NO
    if any(answers.get(code) in (Answer.UNSURE, None) for code in TESTS):
        return DeterminationResult.UNSURE
    return DeterminationResult.YES


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A drafter's proposal. ``answers`` and ``reasons`` by code of the test."""

    may_draft: bool
    is_ended: bool
    answers: Mapping[str, str]
    reasons: Mapping[str, str]


def reasons_against_proposing(facts: ProposalFacts) -> list[Reason]:
    """Every reason why a determination may not be proposed; each unanswered test is named."""
    reasons = []
    if not facts.may_draft:
        reasons.append(
            WHO_DETERMINES.reason("您不能对这件公文提出认定意见。", remedy="由起草单位的人员填写。")
        )
    if facts.is_ended:
        reasons.append(WHO_DETERMINES.reason("这一卷已经办结，不能再认定。"))
    for code, test in TESTS.items():
        if facts.answers.get(code, "") not in Answer.values:
            message = f"“{test.question}”还没有回答。"
            reasons.append(
                ANSWERED_WHOLE.reason(message, field=f"{code}_answer", remedy="请选“是”“否”或者“拿不准”。")
            )
        elif not facts.reasons.get(code, "").strip():
            reasons.append(ANSWERED_WHOLE.reason(f"请写明“{test.question}”的理由。", field=f"{code}_reason"))
    return reasons


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """The legality office's word on a proposal. ``computed`` is what the answers come to."""

    may_decide: bool
    is_ended: bool
    has_proposal: bool
    is_decided: bool
    is_own: bool
    computed: DeterminationResult
    result: DeterminationResult
    reason: str


def reasons_against_deciding(facts: DecisionFacts) -> list[Reason]:
    """Every reason why a determination may not be confirmed or overridden like this."""
    reasons = []
    if not facts.may_decide:
        reasons.append(WHO_DETERMINES.reason("您不能确认认定结果。", remedy="由法制审核人员确认。"))
    if facts.is_ended:
        reasons.append(WHO_DETERMINES.reason("这一卷已经办结，不能再认定。"))
    if not facts.has_proposal:
        reasons.append(
            WHO_DETERMINES.reason("起草单位还没有提出认定意见。", remedy="请起草单位先填写认定表。")
        )
    elif facts.is_decided:
        remedy = "情况有变的，请起草单位重新提出认定意见。"
        reasons.append(WHO_DETERMINES.reason("最近一次认定意见已经确认过了。", remedy=remedy))
    if facts.is_own:
        reasons.append(
            DETERMINE_FOUR_EYES.reason(
                "认定意见是您提出的，不能由您确认。", remedy="请另一名法制审核人员确认。"
            )
        )
    if facts.result == DeterminationResult.UNSURE:
        reasons.append(OVERRIDE_REASON.reason("请确定是或者否。", field="result"))
    elif facts.has_proposal and facts.result != facts.computed and not facts.reason.strip():
        message = f"按各项回答是“{facts.computed.label}”，定为“{facts.result.label}”要写明理由。"
        reasons.append(OVERRIDE_REASON.reason(message, field="reason"))
    return reasons


def reasons_against_undecided(*, is_proposed: bool, is_decided: bool) -> list[Reason]:
    """Why a document is not signed while the question what it is stands open: a proposal after a decision opens it again."""
    if not is_proposed or is_decided:
        return []
    return [
        KIND_AGREES.reason(
            "是不是行政规范性文件提出了认定，还没有确认。", remedy="请法制机构先确认认定结果。"
        )
    ]


def reasons_against_kind(kind: DocumentKind, result: DeterminationResult) -> list[Reason]:
    """Why a document may not pass the review of legality under its kind; 待认定 is settled by whoever decides it."""
    if result == DeterminationResult.UNSURE or (kind == DocumentKind.NORMATIVE) == (
        result == DeterminationResult.YES
    ):
        return []
    message = f"类别与认定不一致：立项类别是“{kind.label}”，认定结果是“{result.label}”。"
    return [KIND_AGREES.reason(message, remedy="请改正立项类别，或者重新认定。")]
