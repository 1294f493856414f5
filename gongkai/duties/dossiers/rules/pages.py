"""When the public page of a document is made, and when a page of before gets its dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.basis import (
    CHANGED_AFTER_SIGNING,
    KIND_FIRST,
    MAKER_DISCLOSES,
    SIGNED_BY_HEAD,
)

MAKE_PAGE = define_rule(
    "dossiers.page.make", 1, "公开页面由签发的文稿生成，一卷一页；不主动公开的不生成。", SIGNED_BY_HEAD
)
REMAKE_PAGE = define_rule(
    "dossiers.page.remake",
    1,
    "重新签发以后，页面草稿照新的签发稿重做，重新审查后才上线。",
    CHANGED_AFTER_SIGNING,
)
LED_ELSEWHERE = define_rule(
    "dossiers.page.led_elsewhere", 1, "由其他部门牵头公开的，本厅登记链接，不另设页面。", MAKER_DISCLOSES
)
HISTORY_BY_OFFICE = define_rule(
    "dossiers.page.history", 1, "历史文件由厅办公室立卷：写明它为什么没有办文记录。", KIND_FIRST
)

OF_BEFORE = define_rule("dossiers.page.of_before", 1, "本系统开始办文以后成文的，不是历史文件。", KIND_FIRST)


@dataclass(frozen=True, slots=True)
class MakeFacts:
    """A page that somebody wants to make of a dossier."""

    may_make: bool
    is_ended: bool
    is_signed: bool
    is_proactive: bool
    is_led_elsewhere: bool
    has_page: bool
    has_column: bool


def reasons_against_making(facts: MakeFacts) -> list[Reason]:
    """Every reason why the page may not be made now."""
    reasons = []
    if not facts.may_make:
        reasons.append(
            MAKE_PAGE.reason("您不能为这一卷生成公开页面。", remedy="请起草单位或者厅办公室办理。")
        )
    if facts.is_ended:
        reasons.append(MAKE_PAGE.reason("这一卷已经办结。"))
    if facts.has_page:
        reasons.append(MAKE_PAGE.reason("这一卷已经有公开页面。"))
    if not facts.is_signed:
        reasons.append(MAKE_PAGE.reason("公文还没有签发。", remedy="签发以后由签发稿生成。"))
    if not facts.is_proactive:
        reasons.append(MAKE_PAGE.reason("公文不主动公开。"))
    if facts.is_led_elsewhere:
        reasons.append(LED_ELSEWHERE.reason())
    if not facts.has_column:
        reasons.append(MAKE_PAGE.reason("网站还没有“政策文件库”栏目。", remedy="请网站运维先建栏目。"))
    return reasons


@dataclass(frozen=True, slots=True)
class RemakeFacts:
    """A page to be made anew from the text that is signed now. ``differs``: whether its newest draft says anything else."""

    may_make: bool
    is_ended: bool
    is_history: bool
    is_signed: bool
    has_page: bool
    is_corrected: bool
    """Whether a misprint of the signed text was accepted: the page says that instead."""
    differs: bool


def reasons_against_remaking(facts: RemakeFacts) -> list[Reason]:
    """Every reason why the draft of a page may not be made anew."""
    reasons = []
    if not facts.may_make:
        reasons.append(
            REMAKE_PAGE.reason("您不能重做这一卷的页面草稿。", remedy="请起草单位或者厅办公室办理。")
        )
    if facts.is_ended:
        reasons.append(REMAKE_PAGE.reason("这一卷已经办结。"))
    if facts.is_history:
        reasons.append(REMAKE_PAGE.reason("历史文件没有签发稿。", remedy="请在页面里照原件办理。"))
    elif not facts.has_page:
        reasons.append(REMAKE_PAGE.reason("这一卷还没有公开页面。", remedy="请先“生成公开页面”。"))
    elif not facts.is_signed:
        reasons.append(REMAKE_PAGE.reason("公文还没有重新签发。", remedy="签发以后照签发稿重做。"))
    elif facts.is_corrected:
        message = "这份文件已经认可更正，页面不再照签发稿重做。"
        reasons.append(REMAKE_PAGE.reason(message, remedy="请照认可的文字改页面。"))
    elif not facts.differs:
        reasons.append(REMAKE_PAGE.reason("页面草稿与签发稿、公文卷一致，不必重做。"))
    return reasons


def went_public_at(
    first: datetime | None, last: datetime | None, signed_at: datetime | None
) -> datetime | None:
    """When the text that stands went public: again, where the document was signed anew after its page had been public."""
    return last if first is not None and signed_at is not None and first < signed_at else first


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """A page that somebody wants to enter as a document of before. ``began_on`` is the day on which the first dossier was
    begun here, None before that; ``written_on`` the date that the document bears.
    """

    may_keep: bool
    has_edited: bool
    has_dossier: bool
    title: str
    has_unit: bool
    reason: str
    written_on: date | None
    began_on: date | None


def reasons_against_history(facts: HistoryFacts) -> list[Reason]:
    """Every reason why a page may not be entered as a document of before."""
    name, reasons = in_title_marks(facts.title), []
    if not facts.may_keep:
        reasons.append(HISTORY_BY_OFFICE.reason("历史文件由厅办公室立卷。"))
    if facts.has_edited:
        remedy = "请厅办公室没有经手页面的同事立卷。"
        reasons.append(HISTORY_BY_OFFICE.reason(f"您写过{name}的页面，不能由您认作历史文件。", remedy=remedy))
    if facts.has_dossier:
        reasons.append(HISTORY_BY_OFFICE.reason(f"{name}已经有公文卷。"))
    if not facts.has_unit:
        reasons.append(HISTORY_BY_OFFICE.reason(f"{name}没有起草单位。", remedy="请先在页面里选定单位。"))
    if not facts.reason.strip():
        reasons.append(HISTORY_BY_OFFICE.reason("请写明为什么没有办文记录。", field="reason"))
    if facts.written_on is None:
        reasons.append(OF_BEFORE.reason(f"{name}没有成文日期。", remedy="请先在页面里照原件填写。"))
    elif facts.began_on is not None and facts.written_on >= facts.began_on:
        message = f"{name}成文于 {facts.written_on:%Y-%m-%d}，那时本系统已经在办文（{facts.began_on:%Y-%m-%d} 起）。"
        reasons.append(
            OF_BEFORE.reason(
                message, remedy="请立项办理，办文方式选“OA 办文”，各步照书面材料按真实日期补录。"
            )
        )
    return reasons
