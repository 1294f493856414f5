"""Parameters of countersigning and of the review of legality: defaults, bounds, and who may set them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import TERMS

TERM_SET = define_rule(
    "dossiers.terms.set", 1, "办理天数由厅办公室或者法制机构设定，写明依据；最短天数不长于办理天数。", TERMS
)
COUNTERSIGN_DAYS = "countersign"
LEGALITY_DAYS = "legality"
LEGALITY_LEAST = "legality_least"
DECISION_FLOOR = 7
"""个工作日 that a review of a 重大行政决策 takes at least: 713号 第二十六条; not a parameter."""


@dataclass(frozen=True, slots=True)
class Term:
    """A parameter: its code, Chinese name, default in working days, and where the default comes from."""

    code: str
    label: str
    default: int
    origin: str


PARAMETERS: Mapping[str, Term] = {
    term.code: term
    for term in (
        Term(COUNTERSIGN_DAYS, "会签办理天数", 5, "本系统默认值"),
        Term(
            LEGALITY_DAYS, "合法性审核办理天数", 15, "参照国办发〔2018〕115号，各地规定不一，请核对本地规定"
        ),
        Term(
            LEGALITY_LEAST, "合法性审核最短天数", 5, "参照国办发〔2018〕115号，各地规定不一，请核对本地规定"
        ),
    )
}


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A new number for a parameter, beside the numbers in force."""

    may_set: bool
    code: str
    days: int | None
    source: str
    in_force: Mapping[str, int]


def reasons_against_term(facts: TermFacts) -> list[Reason]:
    """Every reason why a parameter may not be set like this."""
    reasons = []
    if not facts.may_set:
        reasons.append(TERM_SET.reason("您不能设定办理天数。", remedy="请厅办公室或者法制机构设定。"))
    if facts.days is None or not 1 <= facts.days <= 60:
        reasons.append(TERM_SET.reason("办理天数在 1 到 60 个工作日之间。", field="days"))
    else:
        asked = {**facts.in_force, facts.code: facts.days}
        if asked[LEGALITY_LEAST] > asked[LEGALITY_DAYS]:
            reasons.append(TERM_SET.reason("审核的最短天数不能长于办理天数。", field="days"))
    if not facts.source.strip():
        reasons.append(TERM_SET.reason("请写明依据（文件、会议或者厅内规定）。", field="source"))
    return reasons
