"""What speaks against striking a task off the list: said to whoever checks, who may still accept it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.supervision import basis

WEIGH_CAUTIONS = define_rule(
    "supervision.weigh_cautions",
    0,
    "系统证据未达成、有单位没有填报或者逾期的，核查通过要写明理由。",
    basis.CLOSING,
)

NAMED = 3
"""How many of the things that the system's evidence lacks are named; the task's page lists them all."""


@dataclass(frozen=True, slots=True)
class CautionFacts:
    """How a task stands when its request to close is checked.

    ``evidence`` is the state of the duty that proves it (empty where none does), ``missing`` what that duty lacks;
    ``silent`` and ``units`` count the units that have not told of the period and all of them; ``asked_on`` is the day
    of the request, by which the task says it was done.
    """

    asked_on: date
    due_on: date | None
    evidence: str
    missing: tuple[str, ...]
    period: str
    silent: int
    units: int


def cautions_about_closing(facts: CautionFacts) -> list[str]:
    """Whole Chinese sentences, each a warning and no block; empty where nothing speaks against it."""
    found = []
    if facts.evidence in {"at_risk", "failing"}:
        word = "要注意" if facts.evidence == "at_risk" else "有问题"
        lacking = "；".join(one.rstrip("。") for one in facts.missing[:NAMED])
        if len(facts.missing) > NAMED:
            lacking = f"{lacking}等 {len(facts.missing)} 项"
        found.append(f"系统证据{word}，没有达成{f'：{lacking}' if lacking else ''}。")
    if facts.silent:
        found.append(f"{facts.period}有 {facts.silent} 个单位没有填报（共 {facts.units} 个）。")
    late = (facts.asked_on - facts.due_on).days if facts.due_on else 0
    if late > 0:
        found.append(f"逾期：时限 {facts.due_on}，晚 {late} 天申请销号。")
    return found


def reasons_against_accepting(cautions: list[str], opinion: str) -> list[Reason]:
    """Why a request may not be accepted without a word on what speaks against it."""
    if not cautions or opinion.strip():
        return []
    message = f"这项任务还有 {len(cautions)} 处要说明，没有写核查意见。"
    remedy = "仍要通过的，写明为什么可以销号；不通过的，写明还缺什么后退回。"
    return [WEIGH_CAUTIONS.reason(message, remedy=remedy, field="opinion")]
