"""Reasons against urging units to tell their progress (催报)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.supervision import basis
from gongkai.duties.supervision.rules.acts import PERIOD_COME, STILL_OPEN

MAY_URGE = define_rule("supervision.may_urge", 0, "由汇总单位或厅办公室催报。", basis.URGING)
TO_BE_URGED = define_rule(
    "supervision.to_be_urged", 0, "只催还没有填报的单位，同一期间每个单位一天催一次。", basis.URGING
)
SOMEBODY_THERE = define_rule(
    "supervision.somebody_there", 0, "催报要有人收得到：单位里要有能填报的人。", basis.URGING
)


@dataclass(frozen=True, slots=True)
class UrgingFacts:
    """An urging about to be done. ``silent`` counts the units that have not told, ``waiting`` those of them that were
    not urged today; ``unreached`` names those of the waiting ones in which nobody may report.
    """

    is_gatherer: bool
    is_office: bool
    is_closed: bool
    is_period_open: bool
    silent: int
    waiting: int
    unreached: Sequence[str]


def reasons_against_urging(facts: UrgingFacts) -> list[Reason]:
    """Why nobody can be urged now, every reason at once."""
    reasons = []
    if not facts.is_gatherer and not facts.is_office:
        message = "您不在这项任务的汇总单位任职，也不负责核查。"
        reasons.append(MAY_URGE.reason(message, remedy="请由汇总单位或厅办公室催报。"))
    if facts.is_closed:
        reasons.append(STILL_OPEN.reason("这项任务已经销号，不用再催。"))
    if not facts.is_period_open:
        reasons.append(PERIOD_COME.reason("这个期间还没有开始，或在计划确认之前。"))
    if reasons:
        return reasons
    if not facts.silent:
        return [TO_BE_URGED.reason("没有要催的单位：都填报了，或系统已有证据。")]
    if not facts.waiting:
        remedy = "提醒已在各单位的通知里，请明天再催，或直接打电话。"
        return [TO_BE_URGED.reason("没有填报的单位今天都催过了。", remedy=remedy)]
    if len(facts.unreached) == facts.waiting:
        others = "其余没有填报的单位今天都催过了；" if facts.silent > facts.waiting else ""
        message = f"{others}{nobody_there(facts.unreached)}"
        return [SOMEBODY_THERE.reason(message, remedy=WAY_TO_SOMEBODY)]
    return []


WAY_TO_SOMEBODY = (
    "请联系系统管理员，给该单位的承办人员登记任职并授予“承办单位”角色（处室为起草人员或处室负责人）。"
)


def nobody_there(units: Sequence[str]) -> str:
    """A sentence that names units in which nobody may report."""
    return f"{'、'.join(units)}没有能填报的人，填报和催报都没有人收到。"
