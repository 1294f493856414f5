"""What is public keeps its address, and what a notice points at is an address of the public web."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.clearance.basis import INTEGRITY, LEAVE_TRACE
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

HELD_NOT_MOVED = define_rule(
    "clearance.move.under_review",
    13,
    "正在审查或已审定待上线的内容不得移到别的栏目：公开时要在审查人看到的地方。",
    INTEGRITY,
)
LIVE_NOT_MOVED = define_rule(
    "clearance.move.live",
    13,
    "正在公开的内容不得改变地址：本页的网址代码随新版本重新送审，其下还有公开内容的须先撤下。",
    LEAVE_TRACE,
)
HELD_BELOW = define_rule(
    "clearance.move.waiting_below",
    13,
    "其下还有内容正在审查或已审定待上线的栏目，不得改网址代码：公开时要在审查人看到的地址。",
    INTEGRITY,
)
NO_PUBLIC_ADDRESS = define_rule(
    "clearance.withdraw.replacement_address",
    13,
    "替代内容的地址须是本站地址（以“/”开头）或以“https://”开头的网址。",
    INTEGRITY,
)
NOTHING_THERE = define_rule(
    "clearance.withdraw.replacement_gone",
    13,
    "撤下说明指向的本站地址须有正在公开的替代内容。",
    LEAVE_TRACE,
)
_NAMED = 3
_FORBIDDEN = frozenset("\\\"'<>`")


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """A page about to be saved at another address: moved, or with another slug.

    ``stays_public`` means that the very version that is public would stay so; ``public_below`` counts the public
    pages under it, whose addresses change with it.
    """

    title: str
    is_other_address: bool
    stays_public: bool
    public_below: int


def reasons_against_readdressing(facts: AddressFacts) -> list[Reason]:
    """Why a page may not get another address: it or what stands below it is public where it is."""
    if not facts.is_other_address or not (facts.stays_public or facts.public_below):
        return []
    what = f"{in_title_marks(facts.title)}正在公开" if facts.stays_public else in_title_marks(facts.title)
    below = f"其下有 {facts.public_below} 件内容正在公开" if facts.public_below else ""
    message = "，".join(part for part in (what, below, "不能移动，也不能改网址代码。") if part)
    return [
        LIVE_NOT_MOVED.reason(
            message, remedy="请先撤下这些公开内容，或保留原来的位置和网址代码。", field="slug"
        )
    ]


def reasons_against_leaving_behind(title: str, waiting: Sequence[str]) -> list[Reason]:
    """Why a page may not get another address: what waits below it, by title, was read at the old one."""
    if not waiting:
        return []
    named = "、".join(in_title_marks(one) for one in waiting[:_NAMED])
    more = f"等 {len(waiting)} 件" if len(waiting) > _NAMED else ""
    message = f"{in_title_marks(title)}改了网址代码，其下{named}{more}正在审查或已审定待上线。"
    remedy = (
        "请保留原来的网址代码；确需改的，正在审查的先由送审人撤回，已审定的先上线或另起新版本，"
        "待栏目上线后按新地址重新送审。"
    )
    return [HELD_BELOW.reason(message, remedy=remedy, field="slug")]


def is_public_address(address: str) -> bool:
    """Whether a link may lead there from a public page: a path of this site, or a web address over TLS."""
    if not address.isprintable() or " " in address or _FORBIDDEN & set(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    scheme, _, rest = address.partition("://")
    return scheme.lower() == "https" and bool(rest) and rest[0] not in "/?#:@"


def reasons_against_replacement(address: str, *, is_public: bool) -> list[Reason]:
    """Why a withdrawal's notice may not point at this address; an empty one points nowhere.

    ``is_public`` says whether something public stands there, if it is an address of this site.
    """
    if not address:
        return []
    if is_public_address(address):
        if is_public:
            return []
        remedy = "请打开替代内容，从浏览器的地址栏复制它的地址；没有替代内容的，这一项留空。"
        message = "本站这个地址现在没有公开内容，或正是要撤下的内容。"
        return [NOTHING_THERE.reason(message, remedy=remedy, field="replaced_by")]
    remedy = "请填以“/”开头的本站地址，或以“https://”开头的完整网址。"
    return [NO_PUBLIC_ADDRESS.reason("替代内容的地址不是可公开的网址。", remedy=remedy, field="replaced_by")]


def reasons_against_standing_elsewhere(titles: Iterable[str]) -> list[Reason]:
    """Why what was moved after it was sent is neither approved nor released: reviewers judged the column, too.

    A column that got another address moves all that stands below it.
    """
    remedy = "请移回原来的栏目、恢复其网址代码；要放在新地址的，请退回送审人，由其重新送审。"
    return [
        HELD_NOT_MOVED.reason(
            f"{in_title_marks(title)}送审后被移到别的栏目，或上级栏目改了地址，与审查人看到的位置和地址不同。",
            remedy=remedy,
        )
        for title in titles
    ]
