"""Releasing what has been cleared, and keeping what was (design invariants 3 and 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.clearance.basis import (
    FOUR_EYES,
    INTEGRITY,
    ITEM_BY_ITEM,
    LEAVE_TRACE,
    REVIEW_FIRST,
    SCHEDULING,
)
from gongkai.clearance.enums import SPENT_SLIP_STATES, ScheduleStatus, SlipState
from gongkai.clearance.rules.addresses import reasons_against_standing_elsewhere
from gongkai.clearance.rules.live import LiveFacts, reasons_against_being_live
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

NOT_GRANTED = define_rule(
    "clearance.release.not_granted", 13, "只有终审通过（已审定）的审查单可以上线。", REVIEW_FIRST
)
SUPERSEDED = define_rule(
    "clearance.release.superseded", 13, "上线的应是最近一次审定的版本，不得倒回旧版。", INTEGRITY
)
WITHDRAWN_SINCE = define_rule(
    "clearance.release.withdrawn_since",
    13,
    "审定之后又被撤下或清除的内容，须重新审查才能上线。",
    ITEM_BY_ITEM,
)
ALREADY_LIVE = define_rule("clearance.release.already_live", 13, "该版本已经上线。", INTEGRITY)
PARENT_NOT_LIVE = define_rule(
    "clearance.release.parent_not_live", 13, "上级栏目未上线的内容没有公开地址，不能上线。", REVIEW_FIRST
)
NO_RIGHT = define_rule(
    "clearance.release.no_right", 13, "审定与上线分设：上线由网站运维人员办理。", FOUR_EYES
)
TOOK_PART = define_rule(
    "clearance.release.took_part", 13, "受授权代为上线的人，不得编辑、送审或审查过该内容。", FOUR_EYES
)
DUE_IN_PAST = define_rule("clearance.release.due_in_past", 13, "定时上线的时间须在将来。", SCHEDULING)
NOT_WAITING = define_rule(
    "clearance.schedule.not_waiting", 13, "只有还在等待的定时上线可以取消。", SCHEDULING
)

SENT_IS_KEPT = define_rule(
    "clearance.delete.sent", 13, "送审过的内容不得删除，审查单要一直对得上它。", LEAVE_TRACE
)
KEPT_FOR_RECORD = define_rule(
    "clearance.delete.kept_for_record",
    13,
    "审定过的内容不得删除，只能撤下；公开过的内容不得无声消失。",
    LEAVE_TRACE,
)


@dataclass(frozen=True, slots=True)
class ReleaseItemFacts:
    """One member of a package about to be released."""

    live: LiveFacts
    is_latest_clearance: bool
    is_live_already: bool
    withdrawn_at: datetime | None
    parent_is_live: bool
    is_moved: bool


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A granted slip about to go live."""

    slip_state: str
    slip_number: str
    may_release: bool
    granted_at: datetime | None
    items: tuple[ReleaseItemFacts, ...]
    stands_in_having_taken_part: bool


def _against_item(item: ReleaseItemFacts, granted_at: datetime | None) -> list[Reason]:
    name = in_title_marks(item.live.title)
    reasons = reasons_against_being_live(item.live)
    if not item.is_latest_clearance:
        reasons.append(SUPERSEDED.reason(f"{name}之后又有新的审定版本，不能再发布这一版。"))
    if item.withdrawn_at is not None and (granted_at is None or item.withdrawn_at >= granted_at):
        reasons.append(WITHDRAWN_SINCE.reason(f"{name}审定后已被撤下，须重新送审。"))
    if item.is_moved:
        reasons += reasons_against_standing_elsewhere([item.live.title])
    if not item.parent_is_live:
        message = f"{name}的上级栏目尚未上线。"
        reasons.append(PARENT_NOT_LIVE.reason(message, remedy="请先发布上级栏目，或与上级栏目一并送审。"))
    return reasons


def _against_state(state: SlipState, number: str) -> Reason:
    if state in SPENT_SLIP_STATES:
        message = f"审查单 {number} 的审定已不能再用：{state.label}。"
        return NOT_GRANTED.reason(message, remedy="请发布后次审定的版本；已撤下的内容须重新送审。")
    message = f"审查单 {number} 的状态是“{state.label}”，还没有审定。"
    return NOT_GRANTED.reason(message, remedy="请等三级审查全部通过。")


def reasons_against_releasing(facts: ReleaseFacts) -> list[Reason]:
    """Every reason why a package may not go live, all members together."""
    reasons = []
    if not facts.may_release:
        reasons.append(NO_RIGHT.reason("您没有上线的权限。", remedy="请通知网站运维人员办理。"))
    if facts.stands_in_having_taken_part:
        message = "您编辑、送审或审查过这份内容，不能代他人上线。"
        reasons.append(TOOK_PART.reason(message, remedy="请网站运维人员本人或另一位被授权人办理。"))
    if facts.slip_state != SlipState.GRANTED:
        reasons.append(_against_state(SlipState(facts.slip_state), facts.slip_number))
    for item in facts.items:
        reasons.extend(_against_item(item, facts.granted_at))
    if facts.items and not reasons and all(item.is_live_already for item in facts.items):
        reasons.append(ALREADY_LIVE.reason("审定的版本已经上线，无须再发布。"))
    return reasons


# Why a schedule that no longer waits cannot be called off, and what can be done instead; "" means there is none.
_NOT_WAITING = {
    "": ("没有设定定时上线。", "请刷新审查单查看现在的状态。"),
    ScheduleStatus.DONE: ("已经按定时上线。", "需要停止公开的，请用“撤下”。"),
    ScheduleStatus.FAILED: ("定时上线到点受阻，没有上线。", "请看审查单上的原因，处理后另定时间。"),
    ScheduleStatus.CANCELLED: ("定时上线已经取消。", "请刷新审查单查看现在的状态。"),
}


def reasons_against_cancelling_schedule(*, slip_number: str, may_release: bool, status: str) -> list[Reason]:
    """Every reason why a scheduled release may not be called off; ``status`` is empty where none was set."""
    reasons = []
    if not may_release:
        reasons.append(NO_RIGHT.reason("您没有取消定时上线的权限。", remedy="请通知网站运维人员办理。"))
    if status in _NOT_WAITING:
        message, remedy = _NOT_WAITING[status]
        reasons.append(NOT_WAITING.reason(f"审查单 {slip_number} {message}", remedy=remedy))
    return reasons
