"""Cleared or not public (design invariant 1)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import DISCLOSURE, INTEGRITY, REVIEW_FIRST, THREE_SYNC
from gongkai.clearance.enums import Disclosure
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

UNCLEARED = define_rule("clearance.live.uncleared", 13, "未经发布前审查并审定的版本不得公开。", REVIEW_FIRST)
CHANGED = define_rule(
    "clearance.live.changed",
    13,
    "公开内容与审定内容不一致的，不得公开：改动后须重新送审。",
    INTEGRITY,
)
NOT_PROACTIVE = define_rule(
    "clearance.live.not_proactive", 13, "公开属性不是主动公开的内容不得上线。", DISCLOSURE
)
NOT_JOINT = define_rule(
    "clearance.live.not_joint",
    2,
    "以厅名义印发、主动公开的政策文件，应与已审定的解读和图解同步公开，否则都不公开。",
    THREE_SYNC,
)


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What the gate knows of a document that is to be, or to stay, public."""

    title: str
    is_cleared: bool
    digest_matches: bool
    disclosure: str
    needs_joint: bool
    has_joint: bool
    has_debt: bool


def reasons_against_being_live(facts: LiveFacts) -> list[Reason]:
    """Every reason why a document may not be public as it stands."""
    name = in_title_marks(facts.title)
    reasons = []
    if not facts.is_cleared:
        message = f"{name}的这一版本没有审定记录，不得公开。"
        reasons.append(UNCLEARED.reason(message, remedy="请提交审查，三级审查通过后由网站运维发布已审版本。"))
    elif not facts.digest_matches:
        message = f"{name}与审定的内容不一致（正文、附件、图片或共用内容有改动），不得公开。"
        reasons.append(CHANGED.reason(message, remedy="请恢复为审定的内容，或将改动后的版本重新送审。"))
    if facts.disclosure not in ("", Disclosure.PROACTIVE):
        message = f"{name}的公开属性不是“主动公开”，不得上线。"
        reasons.append(NOT_PROACTIVE.reason(message, field="disclosure"))
    if facts.needs_joint and not facts.has_joint and not facts.has_debt:
        message = f"{name}是以厅名义印发的主动公开政策文件，没有与解读、图解组成同步发布组。"
        reasons.append(NOT_JOINT.reason(message, remedy="请在“同步发布”中配上解读和图解，一并送审。"))
    return reasons
