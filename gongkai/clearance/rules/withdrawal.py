"""撤下 and 紧急清除 (design invariant 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.clearance.basis import LEAVE_TRACE, NO_SECRETS, PURGED_STAYS_AWAY, THREE_SYNC
from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.rules.addresses import reasons_against_replacement
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.verbs import holders_of
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

ERASED = "已随紧急清除抹去。"
"""What stands in a record in place of words that a purge took out; the database lets nothing else be written there."""
PURGED_REASON = "该内容已撤下。"
"""The public reason of an earlier withdrawal of what was purged."""
NO_RIGHT_TO_WITHDRAW = define_rule("clearance.withdraw.right", 13, "撤下由厅办公室办理。", LEAVE_TRACE)
NOT_LIVE = define_rule("clearance.withdraw.not_live", 13, "只能撤下正在公开的内容。", LEAVE_TRACE)
NO_PUBLIC_REASON = define_rule(
    "clearance.withdraw.no_reason", 13, "撤下须写明向社会公开的理由。", LEAVE_TRACE
)
BREAKS_SYNC = define_rule(
    "clearance.withdraw.breaks_sync", 2, "政策文件仍在公开的，不得单独撤下它的解读或图解。", THREE_SYNC
)
HAS_CHILDREN = define_rule(
    "clearance.withdraw.has_children", 13, "栏目下还有公开内容的，不得撤下该栏目。", LEAVE_TRACE
)
NO_RIGHT_TO_PURGE = define_rule(
    "clearance.purge.right", 13, f"紧急清除由{holders_of(PURGE, joined_by='或')}办理。", NO_SECRETS
)
UNKNOWN_CAUSE = define_rule(
    "clearance.purge.cause", 13, "紧急清除只选原因类别，不描述泄露的内容。", NO_SECRETS
)
WHOLE_SITE = define_rule(
    "clearance.purge.whole_site", 13, "首页和站点根页面不能整页紧急清除，须清除其上的具体内容。", NO_SECRETS
)
PURGED_CONTENT = define_rule(
    "clearance.purge.same_content",
    13,
    "与紧急清除的版本完全相同的内容，不得再送审、审定和上线。",
    PURGED_STAYS_AWAY,
)
PURGED_FILE = define_rule(
    "clearance.purge.same_file",
    13,
    "紧急清除的和封存的附件、图片，不得随任何内容送审、审定和上线。",
    PURGED_STAYS_AWAY,
)


@dataclass(frozen=True, slots=True)
class WithdrawalFacts:
    """Something public about to be taken down; no ``public_reason`` while nobody has been asked."""

    title: str
    may_withdraw: bool
    is_live: bool
    public_reason: str | None
    replaced_by: str
    supports_live_policy: str
    live_children: int
    replacement_is_public: bool


def reasons_against_withdrawing(facts: WithdrawalFacts) -> list[Reason]:
    """Every reason why it may not be taken down."""
    reasons = []
    if not facts.may_withdraw:
        reasons.append(NO_RIGHT_TO_WITHDRAW.reason("您没有撤下的权限。", remedy="请报厅办公室办理。"))
    if not facts.is_live:
        reasons.append(NOT_LIVE.reason(f"{in_title_marks(facts.title)}没有公开，无须撤下。"))
    if facts.public_reason is not None and not facts.public_reason.strip():
        reasons.append(NO_PUBLIC_REASON.reason("请写明撤下的理由，将在原地址向社会公开。", field="reason"))
    if facts.supports_live_policy:
        message = f"{in_title_marks(facts.title)}是{in_title_marks(facts.supports_live_policy)}的解读或图解，文件仍在公开，不得单独撤下。"
        reasons.append(BREAKS_SYNC.reason(message, remedy="请连同文件一并撤下，或先发布新的解读、图解。"))
    if facts.live_children:
        message = f"{in_title_marks(facts.title)}下还有 {facts.live_children} 件公开内容。"
        reasons.append(HAS_CHILDREN.reason(message, remedy="请先撤下或移走这些内容。"))
    return reasons + reasons_against_replacement(
        facts.replaced_by.strip(), is_public=facts.replacement_is_public
    )


@dataclass(frozen=True, slots=True)
class PurgeFacts:
    """Content about to be taken out of everything public at once."""

    may_purge: bool
    cause: str
    is_home: bool


def reasons_against_purging(facts: PurgeFacts) -> list[Reason]:
    """Every reason why it may not be purged; no more than the right, a known cause and that it is not the whole site,
    for a leak does not wait.
    """
    reasons = []
    if not facts.may_purge:
        reasons.append(NO_RIGHT_TO_PURGE.reason("您没有紧急清除的权限。", remedy="请立即报厅办公室。"))
    if facts.cause not in PurgeCause.values:
        labels = "、".join(PurgeCause.labels)
        reasons.append(UNKNOWN_CAUSE.reason(f"请选择原因类别：{labels}。", field="cause"))
    if facts.is_home:
        remedy = "请清除首页上显示的那件内容；泄露的是首页自己的文字的，请改好后按急件送审。"
        reasons.append(WHOLE_SITE.reason("这是网站首页或站点根页面，清除它等于关闭整个网站。", remedy=remedy))
    return reasons


@dataclass(frozen=True, slots=True)
class PurgedFacts:
    """One version on its way to the public: whether it was purged as it is, and those of its files that were, or are sealed."""

    title: str
    is_purged: bool
    files: tuple[str, ...]


def reasons_against_purged(items: Iterable[PurgedFacts]) -> list[Reason]:
    """Why a package may not be sent, approved or released: what of it the publisher would never let out."""
    reasons = []
    for item in items:
        name = in_title_marks(item.title)
        if item.is_purged:
            remedy = "请改掉当时清除的内容后重新送审；正在审查的，请退回送审人。"
            reasons.append(PURGED_CONTENT.reason(f"{name}与已被紧急清除的版本完全相同。", remedy=remedy))
        for file in item.files:
            remedy = "请在内容里去掉它，或换成核对过的另一份文件，再重新送审；正在审查的，请退回送审人。"
            message = f"{name}用着已被紧急清除或封存的文件“{file}”。"
            reasons.append(PURGED_FILE.reason(message, remedy=remedy))
    return reasons
