"""Reasons against importing, confirming, reporting, consolidating and closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.supervision import basis
from gongkai.duties.supervision.enums import ClosureStatus, DeadlineType, NoticeStatus
from gongkai.duties.supervision.rules.states import CLOSABLE, DATED

RIGHT = define_rule(
    "supervision.right", 0, "按角色办事：厅办公室导入和核查，处室和事业单位填报。", basis.ROLES
)
READABLE = define_rule("supervision.readable", 0, "只导入读得懂的任务分解通知。", basis.READABLE)
ONCE = define_rule("supervision.once", 0, "同一份通知只导入一次。", basis.READABLE)
DRAFT_ONLY = define_rule("supervision.draft_only", 0, "计划确认后，通知内容不能再改。", basis.BREAKDOWN)
HAS_TASKS = define_rule("supervision.has_tasks", 0, "计划至少有一项任务。", basis.BREAKDOWN)
NAMED_UNITS = define_rule(
    "supervision.named_units", 0, "每个单位名称都要对上机构库，或注明是外单位。", basis.BREAKDOWN
)
HAS_UNITS = define_rule("supervision.has_units", 0, "每项任务至少有一个本系统内的责任单位。", basis.BREAKDOWN)
HAS_GATHERER = define_rule("supervision.has_gatherer", 0, "每项任务要有一个汇总单位。", basis.BREAKDOWN)
HAS_DEADLINE = define_rule(
    "supervision.has_deadline", 0, "每项任务要有时限类型；限期任务要有日期。", basis.BREAKDOWN
)
FLAGS_CHECKED = define_rule(
    "supervision.flags_checked", 0, "读取时存疑的每一处，确认前都要有人对照原文核对。", basis.BREAKDOWN
)
OWN_UNIT = define_rule("supervision.own_unit", 0, "只能为本人任职的、承担该任务的单位填报。", basis.OWN_UNIT)
WORDS = define_rule("supervision.words", 0, "填报要写进展，或注明本期无此事项，二者取一。", basis.OWN_UNIT)
STILL_OPEN = define_rule("supervision.still_open", 0, "已销号的任务不再填报。", basis.CLOSING)
PERIOD_COME = define_rule(
    "supervision.period_come", 0, "只能填报已经开始的、计划之内的期间。", basis.OWN_UNIT
)
GATHERER = define_rule("supervision.gatherer", 0, "汇总由汇总单位办理。", basis.OWN_UNIT)
EVERYBODY_TOLD = define_rule(
    "supervision.everybody_told", 0, "有单位没有填报就先行汇总的，须写明原因，记在汇总上。", basis.OWN_UNIT
)
CLOSABLE_KIND = define_rule("supervision.closable_kind", 0, "长期坚持的任务不销号。", basis.CLOSING)
EVIDENCE_FIRST = define_rule("supervision.evidence_first", 0, "申请销号须有证据。", basis.CLOSING)
ONE_REQUEST = define_rule("supervision.one_request", 0, "同一任务只有一个待核查的销号申请。", basis.CLOSING)
OTHER_EYES = define_rule(
    "supervision.other_eyes",
    0,
    "申请人，以及为这项任务填报、汇总、举证过的人（由人代办的，授权人也算），不论凭本人权限还是受授权，都不得核查其销号申请。",
    basis.CLOSING,
)
OWN_REQUEST = define_rule(
    "supervision.own_request",
    0,
    "受授权代为核查的，不得核查本单位提出的销号申请，也不得代经办过这项任务的人核查。",
    basis.CLOSING,
)
STILL_ASKED = define_rule("supervision.still_asked", 0, "销号申请只核查一次。", basis.CLOSING)
SAY_WHY = define_rule("supervision.say_why", 0, "退回销号申请要写明原因。", basis.CLOSING)


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task before its plan is confirmed. ``unnamed`` lists unit names not settled, ``unchecked`` counts open flags."""

    number: int
    title: str
    deadline: str
    has_date: bool
    has_units: bool
    has_gatherer: bool
    unnamed: tuple[str, ...]
    unchecked: int
    url: str = ""


def reasons_against_confirming(status: str, tasks: list[DraftTask]) -> list[Reason]:
    """Why a notice may not become a plan yet, every reason at once."""
    if status != NoticeStatus.DRAFT:
        return [DRAFT_ONLY.reason("这份通知已经确认或作废，不能再确认。")]
    if not tasks:
        return [HAS_TASKS.reason("没有一项任务纳入计划。", remedy="至少把一项勾选为“纳入计划”。")]
    return [reason for task in tasks for reason in _about_task(task)]


def _about_task(task: DraftTask) -> list[Reason]:
    name = f"第{task.number}项“{task.title}”"
    reasons = []
    if task.unnamed:
        message = f"{name}里的“{'”“'.join(task.unnamed)}”还没有对上单位。"
        remedy = "在核对页选定单位，或勾选“外单位，不在系统内填报”。"
        reasons.append(NAMED_UNITS.reason(message, remedy=remedy, url=task.url))
    if not task.has_units:
        remedy = "在核对页补上责任单位，或把这项改为不纳入计划。"
        reasons.append(HAS_UNITS.reason(f"{name}没有本系统内的责任单位。", remedy=remedy, url=task.url))
    elif not task.has_gatherer:
        remedy = "在核对页指定汇总单位。"
        reasons.append(HAS_GATHERER.reason(f"{name}没有汇总单位。", remedy=remedy, url=task.url))
    if task.unchecked:
        remedy = "请对照原文，改好后勾选“已逐处对照原文核对”。"
        message = f"{name}有 {task.unchecked} 处存疑还没有核对。"
        reasons.append(FLAGS_CHECKED.reason(message, remedy=remedy, url=task.url))
    kind = DeadlineType(task.deadline)
    if kind is DeadlineType.NONE or (kind in DATED and not task.has_date):
        what = "没有时限" if kind is DeadlineType.NONE else "是限期任务，但没有日期"
        remedy = "在核对页选定时限类型并补上日期。"
        reasons.append(HAS_DEADLINE.reason(f"{name}{what}。", remedy=remedy, url=task.url))
    return reasons


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report about to be made."""

    is_own_unit: bool
    is_task_unit: bool
    is_closed: bool
    is_period_open: bool
    is_nil: bool
    has_words: bool


def reasons_against_reporting(facts: ReportFacts) -> list[Reason]:
    """Why a unit's progress may not be told."""
    reasons = []
    if not facts.is_own_unit:
        reasons.append(OWN_UNIT.reason("您不在这个单位任职，不能替它填报。", remedy="请由该单位的人员填报。"))
    if not facts.is_task_unit:
        reasons.append(
            OWN_UNIT.reason("这个单位不承担这项任务。", remedy="请核对单位，或请厅办公室调整分工。")
        )
    if facts.is_closed:
        reasons.append(STILL_OPEN.reason("这项任务已经销号。", remedy="如需恢复，请联系厅办公室。"))
    if not facts.is_period_open:
        reasons.append(
            PERIOD_COME.reason("这个期间还没有开始，或在计划确认之前。", remedy="请选择本期或以往各期。")
        )
    if facts.is_nil and facts.has_words:
        message = "既写了进展，又勾选了“本期无此事项”。"
        reasons.append(WORDS.reason(message, remedy="二者保留一个。", field="text"))
    if not facts.is_nil and not facts.has_words:
        remedy = "写几句进展；本期没有发生的，点“本期无此事项”。"
        reasons.append(WORDS.reason("没有写进展。", remedy=remedy, field="text"))
    return reasons


def reasons_against_gathering(
    *,
    is_gatherer: bool,
    is_closed: bool,
    is_period_open: bool,
    words: str,
    silent: Sequence[str],
    because: str,
) -> list[Reason]:
    """Why progress may not be consolidated. ``silent``: units that had to tell and have not; ``because``: why it is
    summed up without them.
    """
    reasons = []
    if not is_gatherer:
        remedy = "请由汇总单位的人员办理。"
        reasons.append(GATHERER.reason("您不在这项任务的汇总单位任职。", remedy=remedy))
    if is_closed:
        reasons.append(STILL_OPEN.reason("这项任务已经销号。"))
    if not is_period_open:
        reasons.append(PERIOD_COME.reason("这个期间还没有开始，或在计划确认之前。"))
    if not words.strip():
        reasons.append(
            WORDS.reason("没有写汇总情况。", field="text", remedy="概括各单位的进展，写几句即可。")
        )
    if silent and not because.strip():
        message = f"还有 {len(silent)} 个单位没有填报：{'、'.join(silent)}。"
        remedy = "请先催报；确需先行汇总的，在这里写明原因。"
        reasons.append(EVERYBODY_TOLD.reason(message, field="because", remedy=remedy))
    return reasons


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """A request to strike a task off the list."""

    deadline: str
    is_own_unit: bool
    is_closed: bool
    has_open_request: bool
    has_evidence: bool
    has_words: bool


def reasons_against_asking_closure(facts: ClosureFacts) -> list[Reason]:
    """Why a task may not be proposed for closing, every reason at once."""
    reasons = []
    if not facts.is_own_unit:
        reasons.append(GATHERER.reason("只有牵头或汇总单位能申请销号。", remedy="请由牵头单位申请。"))
    if facts.is_closed:
        reasons.append(STILL_OPEN.reason("这项任务已经销号。"))
    if DeadlineType(facts.deadline) not in CLOSABLE:
        remedy = "长期任务每期填报即可；确需终止的，由厅办公室另发通知。"
        reasons.append(CLOSABLE_KIND.reason("这项任务要求长期坚持或定期办理，不能销号。", remedy=remedy))
    if facts.has_open_request:
        reasons.append(ONE_REQUEST.reason("已有一个销号申请在等核查。", remedy="请等厅办公室核查。"))
    if not facts.has_evidence:
        remedy = "先添加证据：公开网址、文号或办结材料的编号。"
        reasons.append(EVIDENCE_FIRST.reason("还没有任何证据。", remedy=remedy, field="evidence"))
    if not facts.has_words:
        reasons.append(WORDS.reason("没有写完成情况。", field="statement", remedy="写明做了什么、结果如何。"))
    return reasons


@dataclass(frozen=True, slots=True)
class CheckerFacts:
    """Who would check a request to close. ``has_taken_part``: told, gathered or proved; ``is_for_partakers``: all who
    let them have taken part themselves.
    """

    has_right: bool
    is_asker: bool
    has_taken_part: bool
    is_for_own_unit: bool
    is_for_partakers: bool


def reasons_against_checker(facts: CheckerFacts) -> list[Reason]:
    """Why a request to close is not this person's to check, every reason at once."""
    reasons, remedy = [], "请由厅办公室没有经办过这项任务的人员核查。"
    if not facts.has_right:
        reasons.append(RIGHT.reason("您没有“核查销号”的权限。", remedy="请联系厅办公室核查。"))
    if facts.is_asker:
        reasons.append(OTHER_EYES.reason("这是您本人或由人代您提出的申请。", remedy=remedy))
    if facts.has_taken_part:
        message = "您本人或由人代您为这项任务填报、汇总、举证或申请过销号，不能核查。"
        reasons.append(OTHER_EYES.reason(message, remedy=remedy))
    if facts.is_for_own_unit:
        message = "这个申请由您所在单位提出，不能代为核查。"
        reasons.append(OWN_REQUEST.reason(message, remedy=remedy))
    if facts.is_for_partakers:
        message = "授权您的人自己经办过这项任务，不能由您代为核查。"
        reasons.append(OWN_REQUEST.reason(message, remedy=remedy))
    return reasons


def reasons_against_checking(*, status: str, is_accepting: bool, opinion: str) -> list[Reason]:
    """Why a request to close may not be decided this way."""
    reasons = []
    if status != ClosureStatus.ASKED:
        reasons.append(STILL_ASKED.reason("这个申请已经核查过了。"))
    if not is_accepting and not opinion.strip():
        reasons.append(SAY_WHY.reason("没有写退回的原因。", field="opinion", remedy="写明还缺什么。"))
    return reasons
