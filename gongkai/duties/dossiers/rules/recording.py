"""What must be written down about a step that was done outside, and when it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gongkai.core.days import against_day
from gongkai.core.reasons import Reason, Rule, define_rule
from gongkai.duties.dossiers.basis import (
    COLLECTIVE,
    COMPETITION,
    CONFIRMED_WITH_OTHERS,
    EXPERTS,
    FILED_IN_FIFTEEN_DAYS,
    HEARING,
    MAKER_DISCLOSES,
    MARKET_CONSULTED,
    RISK,
    THIRTY_DAYS,
)
from gongkai.duties.dossiers.basis_house import STEPS_RECORDED, THIRTY_FOR_ALL
from gongkai.duties.dossiers.enums import PaperKind, Step, Trait
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.track import ChainFacts, reasons_against_step
from gongkai.duties.policies.enums import DocumentKind, Signature

RECORD_RIGHT = define_rule(
    "dossiers.record.right",
    1,
    "步骤由起草单位或者厅办公室、法制机构登记；会议的决定由没有起草、改稿的人登记。",
    STEPS_RECORDED,
)
RECORD_WHOLE = define_rule("dossiers.record.whole", 1, "登记步骤写明结果、日期，附上凭据。", STEPS_RECORDED)
RECORD_DATES = define_rule("dossiers.record.dates", 1, "登记的日期不在将来，开始不晚于结束。", STEPS_RECORDED)
BY_HAND = define_rule("dossiers.record.by_hand", 1, "有专门办理页面的步骤不手工登记。", STEPS_RECORDED)
RELEASED_BY_LEAD = define_rule(
    "dossiers.record.released_by_lead",
    1,
    "其他部门牵头的，由牵头部门公开，本厅登记公开的网址；不另欠图解。",
    MAKER_DISCLOSES,
)
THIRTY = define_rule(
    "dossiers.record.thirty_days",
    4,
    "重大行政决策公开征求意见一般不少于 30 日；不足的写明理由。",
    THIRTY_DAYS,
)
THIRTY_MARKET = define_rule(
    "dossiers.record.thirty_days_market",
    4,
    "涉及经营者的文件公开征求意见一般不少于 30 日；不足的写明理由。",
    MARKET_CONSULTED,
)
THIRTY_OTHERS = define_rule(
    "dossiers.record.thirty_days_others",
    4,
    "其他文件公开征求意见也不少于 30 日；不足的写明理由。",
    THIRTY_FOR_ALL,
)

MIN_CONSULTATION_DAYS = 30
RECORDED: Mapping[Step, tuple[PaperKind, bool]] = {
    Step.CONSULTATION: (PaperKind.CONSULTATION, False),
    Step.ADOPTION: (PaperKind.ADOPTION, True),
    Step.EXPERTS: (PaperKind.EXPERTS, True),
    Step.RISK: (PaperKind.RISK, True),
    Step.HEARING: (PaperKind.HEARING, True),
    Step.COMPETITION: (PaperKind.COMPETITION, True),
    Step.DELIBERATION: (PaperKind.MINUTES, True),
    Step.FILING: (PaperKind.FILING, True),
}
"""Steps that are recorded by hand, with the kind of paper that proves each and whether it is asked for."""
BY_LINK: Mapping[Step, tuple[PaperKind, bool]] = {Step.RELEASE: (PaperKind.CONSENT, True)}
"""What is recorded besides where another department leads: its public address, and the word of Art. 11 with it."""
WITH_ORGAN: Mapping[Step, str] = {
    Step.DELIBERATION: "会议名称",
    Step.FILING: "接受备案的机关",
    Step.EXPERTS: "专家组",
    Step.RISK: "评估机关",
    Step.HEARING: "主持听证的机关",
}
"""Steps of which must be said who did them, and what that is called."""
_DAYS: Mapping[Step, str] = {
    Step.CONSULTATION: "截止日期",
    Step.ADOPTION: "采纳情况形成日期",
    Step.EXPERTS: "论证日期",
    Step.RISK: "评估日期",
    Step.HEARING: "听证日期",
    Step.COMPETITION: "审查日期",
    Step.DELIBERATION: "会议日期",
    Step.RELEASE: "公开日期",
    Step.FILING: "报送日期",
}
_BASIS_RULE: Mapping[Step, Rule] = {
    step: define_rule(f"dossiers.record.{step.value}", 4, text, basis)
    for step, text, basis in (
        (Step.EXPERTS, "专家论证意见由专家签名，附论证意见。", EXPERTS),
        (Step.RISK, "风险评估有报告和结论。", RISK),
        (Step.HEARING, "听证有笔录。", HEARING),
        (Step.COMPETITION, "公平竞争审查有审查表和结论。", COMPETITION),
        (Step.DELIBERATION, "集体审议有会议纪要。", COLLECTIVE),
        (Step.RELEASE, "牵头部门公开的，附涉及本厅内容的确认函。", CONFIRMED_WITH_OTHERS),
        (Step.FILING, "备案有报告，公布之日起 15 日内报送。", FILED_IN_FIFTEEN_DAYS),
    )
}


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A step that somebody wants to record as done."""

    may_record: bool
    chain: ChainFacts
    step: Step
    organ: str
    began_on: date | None
    done_on: date | None
    statement: str
    reason: str
    link: str
    has_paper: bool
    today: date


def day_of(step: Step) -> str:
    """What the day of a recorded step is called."""
    return _DAYS.get(step, "办结日期")


def recorded_in(signature: Signature) -> Mapping[Step, tuple[PaperKind, bool]]:
    """The steps that are recorded by hand in a dossier of a signature."""
    return {**RECORDED, **BY_LINK} if signature == Signature.JOINT_OTHER else RECORDED


def reasons_against_recording(facts: RecordFacts) -> list[Reason]:
    """Every reason why a step may not be recorded."""
    if facts.step not in recorded_in(facts.chain.shape.signature):
        remedy = "请在这一步自己的页面办理。"
        return [BY_HAND.reason(f"“{facts.step.label}”不能手工登记。", remedy=remedy)]
    reasons = []
    if not facts.may_record:
        reasons.append(RECORD_RIGHT.reason("您不能登记这一卷的步骤。", remedy="请起草单位或者厅办公室登记。"))
    reasons += reasons_against_step(facts.step, facts.chain)
    reasons += _against_words(facts) + _against_days(facts)
    if facts.step == Step.CONSULTATION:
        reasons += _against_period(facts)
    return reasons


def _against_words(facts: RecordFacts) -> list[Reason]:
    reasons = []
    if not facts.statement.strip():
        reasons.append(RECORD_WHOLE.reason("没有写结果。", field="statement"))
    if facts.step in WITH_ORGAN and not facts.organ.strip():
        reasons.append(RECORD_WHOLE.reason(f"没有写{WITH_ORGAN[facts.step]}。", field="organ"))
    kind, is_asked = recorded_in(facts.chain.shape.signature)[facts.step]
    if is_asked and not facts.has_paper:
        rule = _BASIS_RULE.get(facts.step, RECORD_WHOLE)
        reason = rule.reason(f"没有附“{kind.label}”。", field="file", remedy="请上传扫描件或者电子件。")
        is_filing = facts.step is Step.FILING  # each province has its own law of it
        reasons.append(replace(reason, basis=facts.chain.shape.filing.basis) if is_filing else reason)
    if facts.step == Step.RELEASE and not facts.link.strip():
        remedy = "请填牵头部门公开这份文件的网址。"
        reasons.append(RELEASED_BY_LEAD.reason("没有填公开链接。", field="link", remedy=remedy))
    if facts.step == Step.CONSULTATION and not (facts.link.strip() or facts.has_paper):
        remedy = "请填公告的网址，或者上传公告和意见材料。"
        reasons.append(RECORD_WHOLE.reason("没有征求意见的凭据。", field="link", remedy=remedy))
    return reasons


def _against_days(facts: RecordFacts) -> list[Reason]:
    if facts.done_on is None:
        return [RECORD_DATES.reason(f"没有填{day_of(facts.step)}。", field="done_on")]
    reasons, day = [], day_of(facts.step)
    if facts.done_on > facts.today:
        reasons.append(RECORD_DATES.reason(f"{day}晚于今天。", field="done_on", remedy="办完以后再登记。"))
    if facts.began_on is not None and facts.began_on > facts.done_on:
        reasons.append(RECORD_DATES.reason(f"开始日期晚于{day}。", field="began_on"))
    elif facts.began_on is not None and (message := against_day(facts.began_on, facts.today)):
        reasons.append(RECORD_DATES.reason(message, field="began_on"))
    return reasons + reasons_against_day(
        RECORD_DATES,
        facts.step,
        facts.done_on,
        facts.chain,
        today=facts.today,
        field="done_on",
        remedy="请核对凭据上的日期。",
    )


def _against_period(facts: RecordFacts) -> list[Reason]:
    """Both days count: 1 June to 30 June are thirty days, as practice counts them."""
    if facts.began_on is None:
        return [RECORD_DATES.reason("没有填征求意见的开始日期。", field="began_on")]
    if facts.done_on is None or facts.done_on < facts.began_on or facts.reason.strip():
        return []
    days = (facts.done_on - facts.began_on).days + 1
    if days >= MIN_CONSULTATION_DAYS:
        return []
    message = f"征求意见 {days} 日，不足 30 日。"
    rule = _thirty(facts.chain.shape)
    return [rule.reason(message, field="reason", remedy="请写明缩短期限的理由；公告里也应当说明。")]


def _thirty(shape: Shape) -> Rule:
    """By what thirty days are asked: each law for what it is about, ours for the rest."""
    if shape.kind == DocumentKind.DECISION:
        return THIRTY
    return THIRTY_MARKET if Trait.MARKET in shape.traits else THIRTY_OTHERS
