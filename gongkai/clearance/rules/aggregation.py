"""数据汇聚: no content that combines with others goes on without an assessment; who assesses; how exits open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.clearance.basis import AGGREGATION, FOUR_EYES
from gongkai.clearance.enums_aggregation import AggregationDecision, AssessmentState
from gongkai.clearance.screening.aggregate.limits import ALL_PARAMETERS
from gongkai.clearance.verbs import ASSESS_AGGREGATION, OPEN_EXIT
from gongkai.core.accounts.verbs import holders_of
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

NOT_ASSESSED = define_rule(
    "clearance.aggregation.not_assessed",
    13,
    "与已公开内容合在一起有泄密或识别个人风险的，先作数据汇聚评估，再送审、审查、上线。",
    AGGREGATION,
)
AGAINST = define_rule(
    "clearance.aggregation.against", 13, "汇聚评估没有同意公开的内容，不得送审、审定、上线。", AGGREGATION
)
GROWN = define_rule(
    "clearance.aggregation.grown",
    13,
    "评估只对当时的内容有效：内容有改动，或相关内容新增列、新增名单、行数超过允许增长的，须重新评估。",
    AGGREGATION,
)
RIGHT = define_rule(
    "clearance.aggregation.right",
    13,
    f"数据汇聚评估由{holders_of(ASSESS_AGGREGATION, joined_by='或')}作出。",
    AGGREGATION,
)
OWN = define_rule(
    "clearance.aggregation.own", 13, "编辑过该内容、提出评估或登记出口的人，不得自己评估。", FOUR_EYES
)
GROUNDS = define_rule("clearance.aggregation.grounds", 13, "汇聚评估须有结论和理由。", AGGREGATION)
CONDITIONS = define_rule(
    "clearance.aggregation.conditions", 13, "降精度、删列或部分公开的，须写明怎么改。", AGGREGATION
)
DECIDED = define_rule(
    "clearance.aggregation.decided", 13, "评估结论作出后不得更改，只能另行评估。", AGGREGATION
)
STALE = define_rule(
    "clearance.aggregation.stale", 13, "评估的须是现在的内容；提出以后有改动的，重新提出。", AGGREGATION
)
PURPOSE = define_rule("clearance.aggregation.purpose", 13, "提出评估须写明为什么需要公开。", AGGREGATION)
REQUEST_RIGHT = define_rule(
    "clearance.aggregation.request_right",
    13,
    "评估由有权送审该内容、编制数据或登记出口的人提出。",
    AGGREGATION,
)
NEEDLESS = define_rule(
    "clearance.aggregation.needless", 13, "没有发现汇聚风险、或已有有效评估的，不须再提出。", AGGREGATION
)
WAITING = define_rule("clearance.aggregation.waiting", 13, "同一内容同一时间只提一张评估单。", AGGREGATION)
EXIT_RIGHT = define_rule(
    "clearance.exit.right",
    13,
    f"批量出口由{holders_of(OPEN_EXIT, joined_by='或')}登记、开放和关闭。",
    AGGREGATION,
)
EXIT_EMPTY = define_rule("clearance.exit.empty", 13, "批量出口须有名称，并选定正在公开的内容。", AGGREGATION)
EXIT_STATE = define_rule(
    "clearance.exit.state", 13, "已开放的出口不必再开放；没有开放的不必关闭。", AGGREGATION
)
PARAMETER = define_rule(
    "clearance.aggregation.parameter", 13, "汇聚评估的参数须在允许范围内，改动须写明依据。", AGGREGATION
)
PARAMETER_RIGHT = define_rule(
    "clearance.aggregation.parameter_right", 13, "汇聚评估的参数由有权配置审查流程的人设定。", AGGREGATION
)
_ASK = "请在送审页点“提出汇聚评估”，由保密审查人员评估后再办。"
_AGAINST = {
    AggregationDecision.COARSEN: "请按评估要求降低精度或删去有关的列，保存后重新提出评估。",
    AggregationDecision.PARTIAL: "请按评估要求只留可以公开的部分，保存后重新提出评估。",
    AggregationDecision.CLOSED: "不得公开；情况有变化的，改动内容后重新提出评估。",
    AggregationDecision.REFER: "请等保密行政管理部门答复，再由保密审查人员另作评估。",
}


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """Whether content that combines has an assessment that still speaks of it.

    ``risks`` are the messages of what needs one; ``state`` is empty where there is no assessment at all; ``growth`` says
    what has come in since.
    """

    title: str
    risks: tuple[str, ...]
    state: str
    decision: str
    conditions: str
    growth: tuple[str, ...]
    url: str


def reasons_against_going_on(facts: StandingFacts) -> list[Reason]:
    """Why content may not be sent, approved or released beside what is public; hints are not among ``risks``."""
    name = in_title_marks(facts.title)
    if facts.state == AssessmentState.AGAINST:  # also where nothing would need one any more: it was looked at
        decision = AggregationDecision(facts.decision)
        message = f"{name}的汇聚评估结论是“{decision.label}”。"
        asked = f"要求：{facts.conditions}" if facts.conditions else ""
        return [AGAINST.reason(f"{message}{asked}", remedy=_AGAINST[decision], url=facts.url)]
    if not facts.risks or facts.state == AssessmentState.VALID:
        return []
    found = "；".join(risk.rstrip("。") for risk in facts.risks)
    if facts.state == AssessmentState.WAITING:
        message = f"{name}正在等待汇聚评估：{found}。"
        return [NOT_ASSESSED.reason(message, remedy="请等保密审查人员作出结论。", url=facts.url)]
    if facts.state in (AssessmentState.CHANGED, AssessmentState.GROWN):
        since = "；".join(facts.growth) or "内容有改动"
        return [GROWN.reason(f"{name}评估以后{since}，须重新评估。", remedy=_ASK, url=facts.url)]
    return [NOT_ASSESSED.reason(f"{name}需要汇聚评估：{found}。", remedy=_ASK, url=facts.url)]


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Somebody asks for an assessment."""

    title: str
    may_request: bool
    purpose: str
    is_needed: bool
    waiting: str


def reasons_against_requesting(facts: RequestFacts) -> list[Reason]:
    """Every reason why an assessment may not be asked for; ``waiting`` is the number of one that waits."""
    reasons = []
    if not facts.may_request:
        reasons.append(REQUEST_RIGHT.reason("您不能替这项内容提出评估。", remedy="请起草单位的人员提出。"))
    if facts.waiting:
        message = f"{in_title_marks(facts.title)}已在评估单 {facts.waiting} 上等待评估。"
        reasons.append(WAITING.reason(message, remedy="请等保密审查人员作出结论。"))
    elif not facts.is_needed:
        reasons.append(NEEDLESS.reason(f"{in_title_marks(facts.title)}现在不需要汇聚评估。"))
    if not facts.purpose.strip():
        remedy = "请写明公开的依据和用途。"
        reasons.append(PURPOSE.reason("没有写为什么需要公开。", field="purpose", remedy=remedy))
    return reasons


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Somebody decides on an assessment. ``took_part``: they edited the content, asked, or entered the exit."""

    may_assess: bool
    took_part: bool
    is_decided: bool
    is_as_requested: bool
    decision: str
    grounds: str
    conditions: str


def reasons_against_assessing(facts: DecisionFacts) -> list[Reason]:
    """Every reason why this person may not decide so."""
    reasons = []
    if not facts.may_assess:
        reasons.append(RIGHT.reason("您没有作汇聚评估的权限。", remedy="请保密审查人员评估。"))
    if facts.took_part:
        message = "您编辑过、提出过或登记过这项内容，不能自己评估。"
        reasons.append(OWN.reason(message, remedy="请另一位保密审查人员评估。"))
    if facts.is_decided:
        reasons.append(DECIDED.reason("这张评估单已有结论。", remedy="需要改变结论的，请重新提出评估。"))
    elif not facts.is_as_requested:
        message = "提出评估以后内容有改动，这张单对不上现在的内容。"
        reasons.append(STALE.reason(message, remedy="请起草单位按现在的内容重新提出。"))
    if facts.decision not in AggregationDecision.values:
        reasons.append(GROUNDS.reason("没有选结论。", field="decision", remedy="请在五种结论里选一种。"))
    if not facts.grounds.strip():
        reasons.append(GROUNDS.reason("没有写理由。", field="grounds", remedy="请写明依据和判断。"))
    asks = facts.decision in (AggregationDecision.COARSEN, AggregationDecision.PARTIAL)
    if asks and not facts.conditions.strip():
        remedy = "请写明保留几位小数、删去哪些列，或公开哪一部分。"
        reasons.append(CONDITIONS.reason("没有写怎么改。", field="conditions", remedy=remedy))
    return reasons


@dataclass(frozen=True, slots=True)
class ExitFacts:
    """An exit about to open: whether it holds anything public, and how its assessment stands."""

    title: str
    is_empty: bool
    state: str
    decision: str
    conditions: str
    growth: tuple[str, ...]
    url: str


def reasons_against_opening(facts: ExitFacts) -> list[Reason]:
    """Why a bulk exit may not open, or does not stand open any more: it always needs an assessment."""
    reasons = []
    if facts.is_empty:
        message = f"{in_title_marks(facts.title)}里没有正在公开的内容。"
        reasons.append(EXIT_EMPTY.reason(message, remedy="请选定正在公开的数据集，或先公开它们。"))
    always = ("一次大批量提供，须先作汇聚评估",)
    standing = StandingFacts(
        facts.title, always, facts.state, facts.decision, facts.conditions, facts.growth, facts.url
    )
    remedy = "请在批量出口页点“提出汇聚评估”。"
    for reason in reasons_against_going_on(standing):
        changed = reason.remedy == _ASK
        again = Reason(reason.code, reason.message, reason.basis, remedy, reason.field, reason.url)
        reasons.append(again if changed else reason)
    return reasons


def reasons_against_registering_exit(
    *, may_open: bool, title: str, contents: int, is_whole: bool
) -> list[Reason]:
    """Every reason why an exit may not be entered in the list."""
    reasons = []
    if not may_open:
        reasons.append(EXIT_RIGHT.reason("您没有登记批量出口的权限。"))
    if not title.strip():
        reasons.append(EXIT_EMPTY.reason("没有写名称。", field="title", remedy="请写公众看得懂的名称。"))
    if not contents and not is_whole:
        remedy = "请至少选一个数据集，或选“全部公开的表格”。"
        reasons.append(EXIT_EMPTY.reason("没有选内容。", field="datasets", remedy=remedy))
    return reasons


def reasons_against_switching_exit(*, may_open: bool, is_open: bool, to_open: bool) -> list[Reason]:
    """Why an exit may not be switched by this person; whether its contents allow it is asked apart."""
    reasons = []
    if not may_open:
        reasons.append(EXIT_RIGHT.reason("您没有开放、关闭批量出口的权限。"))
    if is_open == to_open:
        reasons.append(EXIT_STATE.reason("这个出口已经开放。" if is_open else "这个出口没有开放。"))
    return reasons


def reasons_against_setting(
    *, may_configure: bool, values: Sequence[tuple[str, int]], grounds: str
) -> list[Reason]:
    """Every reason why these numbers may not be set; each as (code, value)."""
    reasons = []
    if not may_configure:
        reasons.append(PARAMETER_RIGHT.reason("您没有设定汇聚评估参数的权限。"))
    for code, value in values:
        one = ALL_PARAMETERS.get(code)
        if one is None:
            reasons.append(PARAMETER.reason(f"没有“{code}”这个参数。"))
        elif not one.least <= value <= one.most:
            message = f"“{one.label}”须在 {one.least} 到 {one.most} {one.unit}之间。"
            reasons.append(PARAMETER.reason(message, field=code))
    if values and not grounds.strip():
        remedy = "请写明文件名称、条款或会议决定。"
        reasons.append(PARAMETER.reason("没有写改动的依据。", field="grounds", remedy=remedy))
    return reasons
