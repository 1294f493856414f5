"""The duty roster by which an urgent paper is signed (急件)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis import DUTY_ROSTER
from gongkai.core.reasons import Reason, define_rule

NO_RIGHT = define_rule("clearance.roster.right", 13, "值班表由厅办公室安排。", DUTY_ROSTER)
PAST = define_rule(
    "clearance.roster.past", 13, "已经过去的值班安排是急件审签的依据，不能补登、改动或删除。", DUTY_ROSTER
)
ONE_PERSON = define_rule("clearance.roster.one_person", 13, "值班领导和核对人不能是同一人。", DUTY_ROSTER)
NOT_SUITED = define_rule(
    "clearance.roster.suited",
    13,
    "值班领导须有终审权，核对人须有复审权，都须在岗。",
    DUTY_ROSTER,
)
TAKEN = define_rule("clearance.roster.taken", 13, "一天只有一条值班安排。", DUTY_ROSTER)


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """A shift about to be entered, changed or taken away. ``before`` is its day until now, None for a new one; ``day``
    the one it is to have, None when it is taken away.
    """

    may_configure: bool
    today: date
    before: date | None
    day: date | None
    is_one_person: bool
    leader_is_suited: bool
    checker_is_suited: bool
    is_taken: bool


def reasons_against_shift(facts: ShiftFacts) -> list[Reason]:
    """Every reason why the roster may not be changed so."""
    reasons = []
    if not facts.may_configure:
        reasons.append(NO_RIGHT.reason("您没有安排值班的权限。", remedy="请找厅办公室办理。"))
    if any(day is not None and day < facts.today for day in (facts.before, facts.day)):
        remedy = "请安排今天或以后的日子；过去的安排有误，请在新的记录里说明。"
        reasons.append(PAST.reason("这一天已经过去，它的值班安排不能再动。", field="day", remedy=remedy))
    if facts.is_taken:
        remedy = "请打开那一天的安排修改。"
        reasons.append(TAKEN.reason("这一天已经有值班安排。", field="day", remedy=remedy))
    if facts.is_one_person:
        remedy = "请为核对人另选一位。"
        reasons.append(ONE_PERSON.reason("值班领导和核对人选了同一个人。", field="checker", remedy=remedy))
    if not facts.leader_is_suited:
        remedy = "请另选在岗的厅领导。"
        reasons.append(NOT_SUITED.reason("所选值班领导没有终审权或不在岗。", field="leader", remedy=remedy))
    if not facts.checker_is_suited:
        remedy = "请另选在岗、有复审权的人员。"
        reasons.append(NOT_SUITED.reason("所选核对人没有复审权或不在岗。", field="checker", remedy=remedy))
    return reasons
