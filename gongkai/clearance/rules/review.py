"""Submitting for review and deciding a step (design invariant 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongkai.clearance.basis import (
    COMPLETE_PAPER,
    DISCLOSURE,
    DUTY_ROSTER,
    FOUR_EYES,
    ITEM_BY_ITEM,
    RE_REVIEW,
    REVIEW_FIRST,
    THREE_LEVELS,
    THREE_SYNC,
)
from gongkai.clearance.enums import Disclosure, Step, Urgency, Verdict
from gongkai.clearance.rules.addresses import reasons_against_standing_elsewhere
from gongkai.clearance.rules.chains import ChainFacts, reasons_against_chain
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

EDITED_IT = define_rule(
    "clearance.decide.edited_it",
    13,
    "自上次审定以来编辑过该内容的人，不得审查它，审查人也不例外。",
    FOUR_EYES,
)
SUBMITTED_IT = define_rule("clearance.decide.submitted_it", 13, "送审人不得审查自己送审的内容。", FOUR_EYES)
DECIDED_BEFORE = define_rule(
    "clearance.decide.decided_before", 13, "同一人不得在同一张审查单上审两级。", FOUR_EYES
)
GRANTOR_BARRED = define_rule(
    "clearance.decide.grantor_barred", 13, "授权人本人不得审查的内容，被授权人也不得代审。", FOUR_EYES
)
NOT_REVIEWER = define_rule(
    "clearance.decide.not_reviewer", 13, "每一级由规定的审查人或其书面授权人审查。", THREE_LEVELS
)
NOT_IN_REVIEW = define_rule(
    "clearance.decide.not_in_review", 13, "只能对正在审查的审查单、在其当前步骤上表示意见。", THREE_LEVELS
)
CONTENT_MOVED = define_rule(
    "clearance.decide.content_moved", 13, "送审后内容有改动的，审查单作废，须重新送审。", RE_REVIEW
)
NO_OPINION = define_rule(
    "clearance.decide.no_opinion",
    13,
    "每一级审查都须写明意见，通过、退回都一样；退回的写清改哪里、怎么改。",
    REVIEW_FIRST,
)
OPINION_LENGTH = 2
"""Fewest characters of an opinion: 「同意」 is one, a full stop is none."""
GROUNDS = {
    Step.UNIT_HEAD: (REVIEW_FIRST,),
    Step.OFFICE: (REVIEW_FIRST, ITEM_BY_ITEM),
    Step.FINAL: (REVIEW_FIRST, THREE_LEVELS),
    Step.DUTY_CHECK: (DUTY_ROSTER,),
    Step.DUTY_LEADER: (DUTY_ROSTER,),
}
"""What each level examines on, offered to its reviewer."""


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


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A person about to decide a step. Ids only; ``acts_for`` is whose place they take, or None.

    ``opinion`` is None while they only look and have not been asked for one.
    """

    user: int
    acts_for: int | None
    step: str
    eligible: frozenset[int]
    editors: frozenset[int]
    submitter: int
    decided: frozenset[int]
    is_current: bool
    is_unchanged: bool
    verdict: str
    opinion: str | None
    moved: tuple[str, ...]


def _against_person(facts: DecisionFacts) -> list[Reason]:
    reasons = []
    holder = facts.acts_for if facts.acts_for is not None else facts.user
    if holder not in facts.eligible:
        step = Step(facts.step).label
        reasons.append(NOT_REVIEWER.reason(f"您不是本步骤（{step}）的审查人，也没有有效的书面授权。"))
    if facts.user in facts.editors:
        reasons.append(
            EDITED_IT.reason("您编辑过这份内容，不能审查它。", remedy="请由同级的其他审查人审查。")
        )
    if facts.user == facts.submitter:
        reasons.append(SUBMITTED_IT.reason("这份内容是您送审的，不能由您审查。"))
    if facts.user in facts.decided:
        reasons.append(DECIDED_BEFORE.reason("您已在前面的步骤审查过，不能再审这一级。"))
    if facts.acts_for is not None and facts.acts_for in facts.editors | facts.decided | {facts.submitter}:
        reasons.append(GRANTOR_BARRED.reason("授权您的人编辑、送审或审查过这份内容，您不能代其审查。"))
    return reasons


def reasons_against_deciding(facts: DecisionFacts) -> list[Reason]:
    """Every reason why this person may not give this verdict on this step."""
    if not facts.is_current:
        return [
            NOT_IN_REVIEW.reason("这张审查单不在审查中，或已走到下一步。", remedy="请刷新后查看最新状态。")
        ]
    reasons = _against_person(facts)
    if not facts.is_unchanged:
        remedy = "请退回送审人，由其重新送审。"
        if facts.verdict == Verdict.APPROVED:
            reasons.append(CONTENT_MOVED.reason("送审后内容有改动，与您看到的版本不同。", remedy=remedy))
    if facts.verdict == Verdict.APPROVED:
        reasons += reasons_against_standing_elsewhere(facts.moved)
    return reasons + _against_opinion(facts)


def _against_opinion(facts: DecisionFacts) -> list[Reason]:
    if facts.opinion is None or len(facts.opinion.strip()) >= OPINION_LENGTH:
        return []
    if facts.verdict == Verdict.RETURNED:
        remedy = "请在“意见”里写清改哪里、怎么改。"
        return [NO_OPINION.reason("退回修改须写明意见。", field="opinion", remedy=remedy)]
    remedy = "请在“意见”里写明审了什么、是否同意。"
    return [NO_OPINION.reason("通过须写明意见。", field="opinion", remedy=remedy)]
