"""A document of before is published as it was issued: its words stand once it has its dossier. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import CHANGED_AFTER_SIGNING

AS_ISSUED = define_rule(
    "dossiers.history.as_issued",
    1,
    "历史文件立卷以后，页面的标题、文号、发文机关、成文日期、正文不再改动；录入有误的由厅办公室对照原件认可更正，修改内容另立新卷。",
    CHANGED_AFTER_SIGNING,
)


@dataclass(frozen=True, slots=True)
class Change:
    """Whether a page says something else than what was kept, and the letters around the first difference, where known."""

    differs: bool
    before: str
    after: str


def reasons_against_change(change: Change) -> list[Reason]:
    """Why the page of a document of before may not be sent as it is."""
    if not change.differs:
        return []
    where = f"：原来“…{change.before}…”，现在“…{change.after}…”" if change.before or change.after else ""
    remedy = "请照原件改回；原来录入有误的，请厅办公室在公文卷里“认可更正”；要修改文件内容的，另立新卷。"
    return [AS_ISSUED.reason(f"历史文件立卷以后文字有改动{where}。", field="body", remedy=remedy)]


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A misprint that somebody wants to accept. ``has_edited``: whether they wrote a version of the page."""

    may_keep: bool
    has_edited: bool
    is_history: bool
    has_page: bool
    differs: bool
    reason: str


def reasons_against_correction(facts: CorrectionFacts) -> list[Reason]:
    """Every reason why what the page says now may not be accepted as what the document says."""
    reasons = []
    if not facts.may_keep:
        reasons.append(AS_ISSUED.reason("更正由厅办公室认可。", remedy="请厅办公室对照原件办理。"))
    if facts.has_edited:
        remedy = "请厅办公室没有经手页面的同事认可。"
        reasons.append(AS_ISSUED.reason("您改过这个页面，不能由您认可更正。", remedy=remedy))
    if not facts.is_history or not facts.has_page:
        reasons.append(AS_ISSUED.reason("只有历史文件的页面这样更正。", remedy="其他文件退回重新签发。"))
    elif not facts.differs:
        reasons.append(AS_ISSUED.reason("页面与立卷时一致，没有要认可的更正。"))
    if not facts.reason.strip():
        message = "请写明原来哪里录入有误、对照的是什么。"
        reasons.append(AS_ISSUED.reason(message, field="reason"))
    return reasons
