"""Comments on clauses: who may say something, who answers, what an open one holds up. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import COMMENTS_ANSWERED
from gongkai.duties.dossiers.enums_review import CommentOutcome

COMMENT_RIGHT = define_rule(
    "dossiers.comment.right",
    1,
    "条款意见由起草单位、会签单位、法制机构和厅办公室提出，由起草单位答复。",
    COMMENTS_ANSWERED,
)
COMMENT_PLACE = define_rule(
    "dossiers.comment.place", 1, "意见提在文稿有的条款上，写明内容。", COMMENTS_ANSWERED
)
COMMENT_ANSWER = define_rule(
    "dossiers.comment.answer",
    1,
    "意见逐条答复一次；没有完全采纳的说明理由；提意见的人不自己答复。",
    COMMENTS_ANSWERED,
)


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """A comment somebody wants to make. ``anchors`` are those of the version; an empty anchor is the whole text."""

    may_comment: bool
    is_ended: bool
    is_newest: bool
    anchor: str
    anchors: Collection[str]
    text: str


def reasons_against_commenting(facts: CommentFacts) -> list[Reason]:
    """Every reason why this comment may not be made."""
    reasons = []
    if not facts.may_comment:
        remedy = "请起草单位送您的单位会签，或者把意见告诉法制机构。"
        reasons.append(COMMENT_RIGHT.reason("您不能对这份文稿提意见。", remedy=remedy))
    if facts.is_ended:
        reasons.append(COMMENT_RIGHT.reason("这一卷已经办结，不能再提意见。"))
    if not facts.is_newest:
        reasons.append(COMMENT_PLACE.reason("文稿已经有了新的一稿。", remedy="请看过新稿后在新稿上提。"))
    if facts.anchor and facts.anchor not in facts.anchors:
        reasons.append(
            COMMENT_PLACE.reason(
                "文稿里没有这个条款。", field="anchor", remedy="请重新选条款，或者选“全文”。"
            )
        )
    if not facts.text.strip():
        reasons.append(COMMENT_PLACE.reason("请写明意见。", field="text"))
    return reasons


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The drafting unit's answer to a comment."""

    may_answer: bool
    is_ended: bool
    is_own: bool
    is_answered: bool
    outcome: CommentOutcome | None
    answer: str


def reasons_against_answering(facts: AnswerFacts) -> list[Reason]:
    """Every reason why a comment may not be answered like this."""
    reasons = []
    if not facts.may_answer:
        reasons.append(COMMENT_RIGHT.reason("您不能答复这条意见。", remedy="请起草单位答复。"))
    if facts.is_ended:
        reasons.append(COMMENT_RIGHT.reason("这一卷已经办结，不能再答复。"))
    if facts.is_own:
        reasons.append(
            COMMENT_ANSWER.reason("这条意见是您提的，不能由您答复。", remedy="请起草单位其他人员答复。")
        )
    if facts.is_answered:
        reasons.append(COMMENT_ANSWER.reason("这条意见已经答复过了。", remedy="有新的情况，请另提一条意见。"))
    if facts.outcome is None:
        reasons.append(COMMENT_ANSWER.reason("请选采纳情况。", field="outcome"))
    elif facts.outcome != CommentOutcome.TAKEN and not facts.answer.strip():
        reasons.append(COMMENT_ANSWER.reason(f"选“{facts.outcome.label}”的，请说明理由。", field="answer"))
    return reasons
