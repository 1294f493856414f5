"""A review of legality that was given on paper: by the province's organ, or in OA by the department's own. Pure.

What is asked of an opinion given in this system is asked of one that came on paper: a whole file, a settled
determination, the shortest time and the counsel's word of a major decision. Else OA would be the way around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import WHO_REVIEWS
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_review import Conclusion
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.legality import (
    COUNSEL_HEARD,
    FILE_COMPLETE,
    OWN_NAME,
    SHORTEST,
    reasons_against_lawful,
)
from gongkai.duties.dossiers.rules.track import ChainFacts

ON_PAPER = define_rule(
    "dossiers.legality.outside",
    1,
    "外单位的、OA 里出具的审核意见凭书面材料登记，登记人不是起草人；在本系统没有通过的一稿不另行登记。",
    WHO_REVIEWS,
)


@dataclass(frozen=True, slots=True)
class Standard:
    """What is asked of the department's own opinion besides its paper; an outside organ answers for its own."""

    lacking: Sequence[str]
    open_comments: int
    is_determined: bool
    is_decision: bool
    has_counsel: bool
    sent_on: date | None
    earliest_on: date | None
    """First day on which an opinion on a major decision could be given; None where none runs or haste was grounded."""


@dataclass(frozen=True, slots=True)
class OnPaperFacts:
    """A review on paper, and who records it. ``own`` is None for an outside organ's."""

    chain: ChainFacts
    may_record: bool
    is_writer: bool
    is_done_here: bool
    """Whether this document is reviewed in this system: full mode, and the department's own name."""
    is_open: bool
    failed_here: str
    """What a reviewer concluded in this system on this very version, where it was not 合法."""
    organ: str
    conclusion: Conclusion | None
    dated_on: date | None
    today: date
    has_paper: bool
    own: Standard | None


def reasons_against_recording(facts: OnPaperFacts) -> list[Reason]:
    """Every reason why a review on paper may not be recorded like this."""
    reasons = _against_place(facts) + _against_words(facts)
    reasons += reasons_against_day(
        ON_PAPER,
        Step.LEGALITY,
        facts.dated_on,
        facts.chain,
        today=facts.today,
        field="dated_on",
        remedy="请核对意见上的日期。",
    )
    if facts.own is not None:
        reasons += _against_own(facts, facts.own)
    return reasons


def _against_place(facts: OnPaperFacts) -> list[Reason]:
    reasons = []
    if not facts.may_record:
        reasons.append(ON_PAPER.reason("您不能登记审核意见。", remedy="请厅办公室或者法制机构登记。"))
    if facts.is_writer:
        message = "这份文稿是您起草或者修改的，不能由您登记审核意见。"
        reasons.append(ON_PAPER.reason(message, remedy="请另一人登记。"))
    if facts.is_done_here:
        message = "这件公文在本系统办理，以本厅名义印发，由本厅法制机构在本系统审核。"
        reasons.append(OWN_NAME.reason(message, remedy="请起草单位送审。"))
    if facts.is_open:
        reasons.append(ON_PAPER.reason("这件公文正在本厅审核。", remedy="请审核人在本系统出具意见。"))
    if facts.failed_here:
        message = f"这一稿在本系统审核的结论是“{facts.failed_here}”，不能另行登记。"
        reasons.append(ON_PAPER.reason(message, remedy="请按意见改出新的一稿，再审核。"))
    return reasons


def _against_words(facts: OnPaperFacts) -> list[Reason]:
    reasons = []
    if not facts.organ.strip():
        reasons.append(ON_PAPER.reason("请填写审核机关。", field="organ"))
    if facts.conclusion is None:
        reasons.append(ON_PAPER.reason("请选审核结论。", field="conclusion"))
    if facts.dated_on is None:
        reasons.append(ON_PAPER.reason("请填写审核意见的日期。", field="dated_on"))
    elif facts.dated_on > facts.today:
        reasons.append(ON_PAPER.reason("审核意见的日期晚于今天。", field="dated_on"))
    if not facts.has_paper:
        remedy = "可以在这里上传，或者先作为“合法性审核意见”放入卷内。"
        reasons.append(ON_PAPER.reason("请附书面的审核意见。", field="file", remedy=remedy))
    return reasons


def _against_own(facts: OnPaperFacts, own: Standard) -> list[Reason]:
    reasons = [
        FILE_COMPLETE.reason(f"缺“{name}”。", remedy="请放入卷内，或者先办完这一步。") for name in own.lacking
    ]
    if facts.conclusion == Conclusion.LAWFUL:
        reasons += reasons_against_lawful(open_comments=own.open_comments, is_determined=own.is_determined)
    if own.sent_on is not None and facts.dated_on is not None and own.sent_on > facts.dated_on:
        reasons.append(ON_PAPER.reason("送审日期晚于审核意见的日期。", field="sent_on"))
    if not own.is_decision:
        return reasons
    if not own.has_counsel:
        remedy = "请把它另外作为“合法性审核意见”放入卷内，再在这里选。"
        reasons.append(
            COUNSEL_HEARD.reason("请选法律顾问或者公职律师的书面意见。", field="counsel", remedy=remedy)
        )
    if own.sent_on is None:
        reasons.append(SHORTEST.reason("重大行政决策请填写送审日期。", field="sent_on"))
    if own.earliest_on is not None and facts.dated_on is not None and facts.dated_on < own.earliest_on:
        day = f"{own.earliest_on.year}年{own.earliest_on.month}月{own.earliest_on.day}日"
        remedy = "确属紧急的，请选紧急事由并写明理由。"
        reasons.append(
            SHORTEST.reason(f"审查时间不足 7 个工作日（{day}满）。", field="urgency_reason", remedy=remedy)
        )
    return reasons
