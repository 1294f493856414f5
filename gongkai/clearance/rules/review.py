"""Submitting for review and taking back (design invariant 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongkai.clearance.basis import (
    COMPLETE_PAPER,
    DISCLOSURE,
    DUTY_ROSTER,
    ITEM_BY_ITEM,
    REVIEW_FIRST,
    THREE_LEVELS,
    THREE_SYNC,
)
from gongkai.clearance.enums import Disclosure, Urgency
from gongkai.clearance.rules.chains import ChainFacts, reasons_against_chain
from gongkai.clearance.rules.deciding import NOT_IN_REVIEW
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

NOT_SUBMITTER = define_rule("clearance.submit.right", 13, "送审人应是起草单位的人员。", THREE_LEVELS)
NOT_RECEIVER = define_rule(
    "clearance.hand_over.unit",
    13,
    "送审人离岗，其审查单由起草单位的人员或可办理任何单位内容的人员接办。",
    THREE_LEVELS,
)
NO_UNIT = define_rule("clearance.submit.no_unit", 13, "送审内容须写明起草单位。", THREE_LEVELS)
NO_DISCLOSURE = define_rule(
    "clearance.submit.no_disclosure", 13, "每件政府信息都须确定公开属性；不公开的须写明法定理由。", DISCLOSURE
)
NO_GROUND = define_rule(
    "clearance.disclosure.no_ground",
    13,
    "不予公开须有法定理由（《政府信息公开条例》第十四条至第十六条）。",
    DISCLOSURE,
)
NOT_FOR_RELEASE = define_rule(
    "clearance.submit.not_for_release", 13, "公开属性不是主动公开的内容，不送发布审查。", DISCLOSURE
)
ALREADY_OPEN = define_rule(
    "clearance.submit.already_open", 13, "同一内容同一时间只能在一张审查单上。", ITEM_BY_ITEM
)
NOTHING_CHANGED = define_rule(
    "clearance.submit.nothing_changed", 13, "最新版本已经审定，没有需要再审的改动。", ITEM_BY_ITEM
)
NO_CONTENT = define_rule(
    "clearance.submit.no_content", 13, "送审的是已保存的版本；没有版本的数据集不能送审。", REVIEW_FIRST
)
INCOMPLETE = define_rule(
    "clearance.submit.incomplete", 13, "送审内容的必填项须填写完整、正确。", COMPLETE_PAPER
)
PACKAGE_INCOMPLETE = define_rule(
    "clearance.submit.package_incomplete",
    2,
    "须三同步的政策文件，解读和图解应与文件在同一张审查单上送审。",
    THREE_SYNC,
)
URGENT_NO_GROUNDS = define_rule(
    "clearance.submit.urgent_grounds", 13, "急件须写明突发事件或紧急理由。", DUTY_ROSTER
)
NO_ROSTER = define_rule(
    "clearance.submit.no_roster",
    13,
    "当日值班表上须有在职、有审签权的值班领导和有复审权的核对人，才能走急件。",
    DUTY_ROSTER,
)
SIGNED_ON_DUTY = define_rule(
    "clearance.submit.signed_on_duty",
    13,
    "已经值班审签、还欠完整审查的版本，不得再走急件。",
    DUTY_ROSTER,
)
NO_CHAIN = define_rule("clearance.submit.no_chain", 13, "该类内容须已配置审查流程。", REVIEW_FIRST)


def reasons_against_withholding(disclosure: str, ground: str | None) -> list[Reason]:
    """Why a document may not be marked 不予公开: it names no legal ground.

    ``ground`` is a value of ``WithheldGround``, empty while none is chosen; None for kinds that have no such field.
    """
    if disclosure != Disclosure.WITHHELD or ground or ground is None:
        return []
    remedy = "请在《政府信息公开条例》第十四条至第十六条的理由中选择一项。"
    return [NO_GROUND.reason("不予公开须选择法定理由。", field="withheld_ground", remedy=remedy)]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One thing to be submitted."""

    title: str
    has_unit: bool
    has_content: bool
    disclosure: str
    needs_disclosure: bool
    on_open_slip: str
    is_cleared_already: bool
    is_signed_on_duty: bool
    missing_companions: tuple[str, ...]
    withheld_ground: str | None


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """A package about to be submitted."""

    items: tuple[ItemFacts, ...]
    may_submit: bool
    is_member_of_unit: bool
    urgency: str
    urgent_grounds: str
    has_roster: bool
    chain: ChainFacts | None


def _against_item(item: ItemFacts) -> list[Reason]:
    name = in_title_marks(item.title)
    if not item.has_content:
        return [NO_CONTENT.reason(f"{name}还没有可送审的版本。", remedy="请先编制一个版本并保存。")]
    reasons = []
    if not item.has_unit:
        reasons.append(
            NO_UNIT.reason(f"{name}没有写明起草单位。", field="unit", remedy="请在编辑页选择起草单位。")
        )
    if item.needs_disclosure and not item.disclosure:
        remedy = "请在编辑页选择主动公开、依申请公开或不予公开；不予公开须选法定理由。"
        reasons.append(NO_DISCLOSURE.reason(f"{name}没有确定公开属性。", field="disclosure", remedy=remedy))
    if item.disclosure and item.disclosure != Disclosure.PROACTIVE:
        reasons.append(
            NOT_FOR_RELEASE.reason(f"{name}的公开属性不是主动公开，不能送发布审查。", field="disclosure")
        )
    reasons += reasons_against_withholding(item.disclosure, item.withheld_ground)
    if item.on_open_slip:
        message = f"{name}已在审查单 {item.on_open_slip} 上审查。"
        reasons.append(ALREADY_OPEN.reason(message, remedy="请等待审查结果，或由送审人撤回后再送。"))
    for companion in item.missing_companions:
        message = f"{name}缺少同步发布所需的{companion}。"
        reasons.append(
            PACKAGE_INCOMPLETE.reason(message, remedy=f"请先在“同步发布”里起草{companion}并与文件配成一组。")
        )
    return reasons


def reasons_against_submitting(facts: SubmissionFacts) -> list[Reason]:
    """Every reason why a package may not go into review."""
    reasons = [] if facts.may_submit else [NOT_SUBMITTER.reason("您没有送审的权限。")]
    reasons += [reason for item in facts.items for reason in _against_item(item)]
    if facts.items and all(item.is_cleared_already for item in facts.items):
        reasons.append(NOTHING_CHANGED.reason(remedy="可直接发布已审版本；要修改请先编辑再送审。"))
    if not facts.is_member_of_unit:
        reasons.append(NOT_SUBMITTER.reason("您不是起草单位的人员，不能替该单位送审。"))
    if facts.chain is None:
        reasons.append(NO_CHAIN.reason(remedy="请厅办公室在“设置”的“审查流程”里为该类内容选定流程。"))
    else:
        reasons += _against_chain(Urgency(facts.urgency), facts.chain)
    return reasons + (_against_urgency(facts) if facts.urgency == Urgency.URGENT else [])


def _against_chain(urgency: Urgency, chain: ChainFacts) -> list[Reason]:
    """A chain that was cut short behind the screens is no chain; who sends cannot mend it, the office can."""
    remedy = "请厅办公室在“设置”的“审查流程”里改正后再送审。"
    return [replace(reason, remedy=remedy, field="") for reason in reasons_against_chain(urgency, chain)]


def _against_urgency(facts: SubmissionFacts) -> list[Reason]:
    reasons = []
    if not facts.urgent_grounds.strip():
        reasons.append(URGENT_NO_GROUNDS.reason(field="urgent_grounds"))
    if not facts.has_roster:
        reasons.append(NO_ROSTER.reason(remedy="请厅办公室补登或更正当日值班表。"))
    if facts.items and all(item.is_signed_on_duty for item in facts.items):
        message = "这一版本已经值班审签，欠的是完整审查，不能再走急件。"
        reasons.append(
            SIGNED_ON_DUTY.reason(message, remedy="请按普通件送审，或在原审查单上“补送完整审查”。")
        )
    return reasons


def reasons_against_taking_over(receiver: str, slips: Iterable[tuple[str, str, bool]]) -> list[Reason]:
    """Why a person may not look after slips of somebody who leaves.

    Each slip as its number, its drafting unit, and whether what this unit has in hand is the receiver's to work on.
    """
    return [
        NOT_RECEIVER.reason(
            f"{receiver}不是“{unit}”的人员，不能接办审查单 {number}。",
            remedy="请另选该单位的人员或厅办公室人员。",
        )
        for number, unit, works_there in slips
        if not works_there
    ]


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """A slip about to be taken back."""

    is_in_review: bool
    is_caretaker: bool


def reasons_against_cancelling(facts: CancelFacts) -> list[Reason]:
    """Every reason why a slip may not be taken back."""
    reasons = []
    if not facts.is_in_review:
        reasons.append(NOT_IN_REVIEW.reason("审查单已办结，不能撤回。"))
    if not facts.is_caretaker:
        reasons.append(NOT_SUBMITTER.reason("只有送审人（送审人离岗的，是接办人）可以撤回审查单。"))
    return reasons
