"""What hints at a change of circumstances of something that is not public, computed for whoever concludes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis_reevaluation import (
    ASKED_BY_MANY,
    GROUNDS,
    PROCESS_INFORMATION,
    REEVALUATION_DATES,
    SECRET_STUBS,
)
from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.enums_reevaluation import Conclusion
from gongkai.core.basis import Basis
from gongkai.core.reasons import define_rule

MANY = define_rule(
    "clearance.reevaluation.asked_by_many", 13, "多次依申请提供的提示转为主动公开。", ASKED_BY_MANY
)
ENDED = define_rule(
    "clearance.reevaluation.process_ended",
    13,
    "过程已经结束的过程性信息提示重新核对理由。",
    PROCESS_INFORMATION,
)
OLD = define_rule("clearance.reevaluation.old", 13, "形成满设定年数的提示核对情势变化。", REEVALUATION_DATES)
TERM_ENDED = define_rule(
    "clearance.reevaluation.term_ended", 13, "保密期限届满的只提示，不作判断。", SECRET_STUBS
)
UNGROUNDED = define_rule(
    "clearance.reevaluation.ungrounded", 13, "不予公开而没有法定理由的提示补正或公开。", GROUNDS
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that points to a change of circumstances: rule, sentence, basis; ``suggests`` a conclusion or nothing."""

    code: str
    text: str
    basis: Basis
    suggests: str

    def as_data(self) -> dict[str, str]:
        """Plain data, kept with the item as it was when the list was made."""
        return {
            "code": self.code,
            "text": self.text,
            "basis": self.basis.citation,
            "suggests": str(self.suggests),
        }


@dataclass(frozen=True, slots=True)
class HintFacts:
    """What is known of an item on a day, and what the department takes for old and for often."""

    disclosure: str
    ground: str
    is_stub: bool
    formed_on: date | None
    process_ended_on: date | None
    secrecy_until: date | None
    given_times: int
    old_years: int
    often: int


def hints_for(facts: HintFacts, *, today: date) -> list[Hint]:
    """What hints at a change, strongest first. Of a stub only that its term is over: nothing is decided here."""
    if facts.is_stub:
        return _of_stub(facts, today)
    found = []
    if facts.disclosure == Disclosure.WITHHELD and not facts.ground:
        text = "标明不予公开，没有法定理由：补一项理由，或者公开。"
        found.append(Hint(UNGROUNDED.code, text, UNGROUNDED.basis, ""))
    if facts.given_times >= facts.often:
        text = f"已依申请提供 {facts.given_times} 次，达到设定的 {facts.often} 次，可以纳入主动公开。"
        found.append(Hint(MANY.code, text, MANY.basis, Conclusion.TO_PROACTIVE))
    ended = facts.process_ended_on
    if facts.ground == WithheldGround.PROCESS and ended is not None and ended <= today:
        text = f"所属过程 {ended:%Y-%m-%d} 已经结束（决定已作出），“过程性信息”这一理由要重新核对。"
        found.append(Hint(ENDED.code, text, ENDED.basis, Conclusion.TO_PROACTIVE))
    if facts.formed_on is not None and (years := years_between(facts.formed_on, today)) >= facts.old_years:
        text = f"形成已满 {years} 年，看一看当时的情况变了没有。"
        found.append(Hint(OLD.code, text, OLD.basis, ""))
    return found


def _of_stub(facts: HintFacts, today: date) -> list[Hint]:
    until = facts.secrecy_until
    if until is None or until >= today:
        return []
    text = f"登记的保密期限 {until:%Y-%m-%d} 已满。是否解密由定密责任人在保密渠道核定，本系统不作判断。"
    return [Hint(TERM_ENDED.code, text, TERM_ENDED.basis, "")]


def years_between(first: date, last: date) -> int:
    """Full years from one day to a later one; on 29 February counted up to 1 March in common years."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def suggested(hints: Sequence[Hint]) -> str:
    """The conclusion that the hints suggest: that of the first that suggests one, else to leave it as it is."""
    return next((str(hint.suggests) for hint in hints if hint.suggests), Conclusion.MAINTAIN.value)
