"""Rounds of re-evaluation: when one may be opened and closed, its parameters, and what is to be opened to the public. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis_reevaluation import (
    REEVALUATE,
    REEVALUATION_DATES,
    REEVALUATION_ROUNDS,
    THROUGH_THE_GATE,
)
from gongkai.core.reasons import Reason, define_rule

YEARLY = define_rule("clearance.reevaluation.yearly", 13, "每年对不予公开的政府信息评估一次。", REEVALUATE)
ONE_AT_A_TIME = define_rule(
    "clearance.reevaluation.one_at_a_time", 13, "上一次评估办结了，再开始下一次。", REEVALUATION_ROUNDS
)
DUE_DAY = define_rule(
    "clearance.reevaluation.due_day", 13, "评估的办完日期在今天之后、半年之内。", REEVALUATION_DATES
)
OFFICE = define_rule("clearance.reevaluation.office", 13, "年度评估由厅办公室组织。", REEVALUATION_ROUNDS)
ALL_CONCLUDED = define_rule(
    "clearance.reevaluation.all_concluded", 13, "每一件都确认了结论，评估才能办结。", REEVALUATION_ROUNDS
)
INTACT = define_rule(
    "clearance.reevaluation.intact", 13, "办结时清单与开始时定稿的逐字一致。", REEVALUATION_ROUNDS
)
BOUNDS = define_rule("clearance.reevaluation.bounds", 13, "评估参数在规定的范围内。", REEVALUATION_DATES)
RIGHT_PAGE = define_rule(
    "clearance.reevaluation.right_page",
    13,
    "转公开的信息对应本单位建的一个页面，一个页面只对应一件。",
    THROUGH_THE_GATE,
)
MOST_DAYS = 183


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """A round about to be opened on a day. ``open_year`` is the round that is still open, if any."""

    may: bool
    year: int
    today: date
    due_on: date | None
    is_year_taken: bool
    open_year: int | None


def reasons_against_opening_round(facts: OpeningFacts) -> list[Reason]:
    """Why a round may not be opened."""
    reasons = []
    if not facts.may:
        reasons.append(OFFICE.reason("年度评估由厅办公室开始。", remedy="请报厅办公室。"))
    if facts.year not in (facts.today.year, facts.today.year - 1):
        message = f"{facts.year} 年的评估不能现在开始。"
        remedy = f"请选 {facts.today.year} 年，或补办 {facts.today.year - 1} 年的。"
        reasons.append(YEARLY.reason(message, remedy=remedy, field="year"))
    if facts.is_year_taken:
        message = f"{facts.year} 年的评估已经开始过。"
        reasons.append(YEARLY.reason(message, remedy="请在“历次评估”里打开它。", field="year"))
    if facts.open_year is not None and not facts.is_year_taken:
        message = f"{facts.open_year} 年的评估还没有办结。"
        reasons.append(ONE_AT_A_TIME.reason(message, remedy="请先把它办结。"))
    if facts.due_on is None or not 0 < (facts.due_on - facts.today).days <= MOST_DAYS:
        reasons.append(DUE_DAY.reason("办完日期须在今天之后、半年之内。", field="due_on"))
    return reasons


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """A round about to be closed. ``left`` tells units and how many items of theirs are not confirmed."""

    may: bool
    year: int
    is_open: bool
    is_list_intact: bool
    left: tuple[tuple[str, int], ...]


def reasons_against_closing_round(facts: ClosingFacts) -> list[Reason]:
    """Why a round may not be closed: every unit that still owes something is named."""
    reasons = []
    if not facts.may:
        reasons.append(OFFICE.reason("年度评估由厅办公室办结。", remedy="请报厅办公室。"))
    if not facts.is_open:
        reasons.append(ONE_AT_A_TIME.reason(f"{facts.year} 年的评估已经办结。"))
    for unit, count in facts.left:
        message = f"{unit}还有 {count} 件没有确认结论。"
        reasons.append(ALL_CONCLUDED.reason(message, remedy="请催办，或由办公室逐件确认。"))
    if not facts.is_list_intact:
        message = "清单与开始时定稿的不一致，有人绕过系统改过数据。"
        reasons.append(INTACT.reason(message, remedy="请系统管理员核对数据库和审计记录后再办结。"))
    return reasons


@dataclass(frozen=True, slots=True)
class BoundFacts:
    """One parameter about to be set."""

    label: str
    value: int
    least: int
    most: int
    field: str


def reasons_against_parameter(facts: BoundFacts) -> list[Reason]:
    """Why a parameter may not have this value."""
    if facts.least <= facts.value <= facts.most:
        return []
    message = f"“{facts.label}”不能是 {facts.value}。"
    return [BOUNDS.reason(message, remedy=f"请填 {facts.least} 至 {facts.most}。", field=facts.field)]


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A page about to be named as the one by which something decided is opened."""

    label: str
    is_own: bool
    is_done: bool
    found: bool
    is_document: bool
    is_pages_unit_own: bool
    taken_by: str


def reasons_against_linking(facts: LinkFacts) -> list[Reason]:
    """Why this page may not stand for what is to be opened."""
    reasons = []
    if not facts.is_own:
        message = f"{facts.label}不是您单位的待办。"
        reasons.append(RIGHT_PAGE.reason(message, remedy="请转告保管单位办理。"))
    if facts.is_done:
        reasons.append(RIGHT_PAGE.reason(f"{facts.label}已经公开，不用再办。"))
    if not facts.found:
        message = "没有这个页面。"
        remedy = "请先起草页面，再从列表里选它。"
        return [*reasons, RIGHT_PAGE.reason(message, remedy=remedy, field="page")]
    if not facts.is_document or not facts.is_pages_unit_own:
        message = "选的页面是栏目，或不是您单位起草的。"
        reasons.append(RIGHT_PAGE.reason(message, remedy="请选本单位起草的内容页面。", field="page"))
    if facts.taken_by:
        message = f"这个页面已经对应{facts.taken_by}。"
        reasons.append(RIGHT_PAGE.reason(message, remedy="请为这一件另起草一个页面。", field="page"))
    return reasons
