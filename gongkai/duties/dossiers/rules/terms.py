"""Parameters of countersigning, of the review of legality and of filing: defaults, bounds, who may set them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.core.basis import Basis, Certainty
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.enums import Unit
from gongkai.duties.dossiers.basis import FILED_IN_FIFTEEN_DAYS
from gongkai.duties.dossiers.basis_review import TERMS

TERM_SET = define_rule(
    "dossiers.terms.set",
    1,
    "办理天数、备案期限由厅办公室或者法制机构设定，写明依据；最短天数不长于办理天数。",
    TERMS,
)
COUNTERSIGN_DAYS = "countersign"
LEGALITY_DAYS = "legality"
LEGALITY_LEAST = "legality_least"
FILING_DAYS = "filing"
DECISION_FLOOR = 7
"""个工作日 that a review of a 重大行政决策 takes at least: 713号 第二十六条; not a parameter."""


@dataclass(frozen=True, slots=True)
class Term:
    """A parameter: its code, Chinese name, default, where the default comes from, and what it counts."""

    code: str
    label: str
    default: int
    origin: str
    unit: Unit = Unit.WORKDAY

    @property
    def unit_name(self) -> str:
        """What it counts, for one cell of a table."""
        return "工作日" if self.unit is Unit.WORKDAY else "自然日"


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
        Term(
            FILING_DAYS,
            "备案期限（公布之日起）",
            15,
            f"{FILED_IN_FIFTEEN_DAYS.citation}；其他省份请按本地规定设定",
            Unit.DAY,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class FilingTerm:
    """In how many calendar days after its publication a document is filed, and what says so."""

    days: int
    basis: Basis


FILING_TERM = FilingTerm(PARAMETERS[FILING_DAYS].default, FILED_IN_FIFTEEN_DAYS)
"""Where nobody set another."""


@dataclass(frozen=True, slots=True)
class TermSet:
    """That a number was set: on which day, with which source."""

    on: date
    days: int
    source: str


def filing_term_on(settings: Iterable[TermSet], day: date) -> FilingTerm:
    """What held for what was published on a day: the last setting (oldest first) of that day or before; a later one
    neither prolongs a period that runs nor makes one that was missed look kept.
    """
    held = [one for one in settings if one.on <= day]
    if not held:
        return FILING_TERM
    text = f"行政规范性文件自公布之日起 {held[-1].days} 日内报送备案。"
    own = Basis("dossiers.filing_term", held[-1].source, "", text, Certainty.PARAMETER)
    return FilingTerm(held[-1].days, own)


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
        reasons.append(
            TERM_SET.reason("您不能设定办理天数、备案期限。", remedy="请厅办公室或者法制机构设定。")
        )
    if facts.days is None or not 1 <= facts.days <= 60:
        reasons.append(
            TERM_SET.reason(f"天数在 1 到 60 {PARAMETERS[facts.code].unit.label}之间。", field="days")
        )
    else:
        asked = {**facts.in_force, facts.code: facts.days}
        if asked[LEGALITY_LEAST] > asked[LEGALITY_DAYS]:
            reasons.append(TERM_SET.reason("审核的最短天数不能长于办理天数。", field="days"))
    if not facts.source.strip():
        reasons.append(TERM_SET.reason("请写明依据（文件、会议或者厅内规定）。", field="source"))
    return reasons
