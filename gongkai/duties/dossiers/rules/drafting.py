"""When a new version of the text may be kept."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import CHANGED_AFTER_SIGNING
from gongkai.duties.dossiers.basis_house import DRAFTS_KEPT

DRAFT_RIGHT = define_rule("dossiers.draft.right", 1, "文稿由起草单位修改。", DRAFTS_KEPT)
DRAFT_NEW = define_rule("dossiers.draft.new", 1, "新一稿有正文，与上一稿不同。", DRAFTS_KEPT)
DRAFT_IN_TURN = define_rule(
    "dossiers.draft.in_turn", 1, "两人同时改的，后提交的先看前一人的改动。", DRAFTS_KEPT
)
SIGNED_TEXT_STANDS = define_rule(
    "dossiers.draft.signed", 1, "签发以后文稿不再改；要改的退回，改后报原签发人。", CHANGED_AFTER_SIGNING
)


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A text that somebody wants to keep as the next version; ``seen`` is the version they began from, 0 for none."""

    may_draft: bool
    is_ended: bool
    is_signed: bool
    is_empty: bool
    is_same: bool
    newest: int
    seen: int
    newest_by: str


def reasons_against_version(facts: DraftFacts) -> list[Reason]:
    """Every reason why a text may not become the next version."""
    reasons = []
    if not facts.may_draft:
        remedy = "请在条款上提意见，由起草单位修改。"
        reasons.append(DRAFT_RIGHT.reason("您不在起草单位，不能改文稿。", remedy=remedy))
    if facts.is_ended:
        reasons.append(DRAFT_RIGHT.reason("这一卷已经办结，文稿不能改。"))
    if facts.is_signed:
        remedy = "请先退回起草并写明理由；改后报原签发人复审。"
        reasons.append(SIGNED_TEXT_STANDS.reason("公文已经签发，文稿不能改。", remedy=remedy))
    if facts.is_empty:
        reasons.append(DRAFT_NEW.reason("文稿没有正文。", field="text", remedy="请粘贴正文，或者上传 DOCX。"))
    elif facts.is_same:
        reasons.append(
            DRAFT_NEW.reason(f"与第 {facts.newest} 稿完全相同。", field="text", remedy="没有改动不必提交。")
        )
    if facts.seen != facts.newest:
        message = f"您修改时，{facts.newest_by}已经提交了第 {facts.newest} 稿。"
        remedy = f"您写的还在下面。请对照第 {facts.newest} 稿合并后再提交。"
        reasons.append(DRAFT_IN_TURN.reason(message, remedy=remedy))
    return reasons
