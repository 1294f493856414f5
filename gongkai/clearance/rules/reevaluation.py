"""Re-evaluation of one item: what may be concluded about it, who may look at that and who confirms it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis_reevaluation import (
    GROUNDS,
    REEVALUATE,
    REEVALUATION_FOUR_EYES,
    SECRET_STUBS,
    SEPARATE,
    THIRD_PARTY_CONSENT,
)
from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.enums_reevaluation import OPENING, Conclusion, GroundCheck, ItemState
from gongkai.core.reasons import Reason, define_rule

CONCLUSION = define_rule("clearance.reevaluation.conclusion", 13, "每一件都要有评估结论和理由。", REEVALUATE)
CHECKED = define_rule(
    "clearance.reevaluation.ground_checked",
    13,
    "不予公开的，评估时重新核对法定理由；改用另一项的写明是哪一项。",
    GROUNDS,
)
CONTRADICTS = define_rule(
    "clearance.reevaluation.contradicts", 13, "理由仍然成立的不转为公开，理由不成立的不维持。", REEVALUATE
)
SAME = define_rule("clearance.reevaluation.same", 13, "已经是依申请公开的，不再转为依申请公开。", REEVALUATE)
THIRD = define_rule(
    "clearance.reevaluation.third_party",
    13,
    "涉及商业秘密、个人隐私的，第三方同意或涉及重大公共利益才公开。",
    THIRD_PARTY_CONSENT,
)
OFF_SYSTEM = define_rule(
    "clearance.reevaluation.off_system",
    13,
    "涉密事项在本系统只能维持；解密在保密渠道办理，解密后按普通信息重新登记。",
    SECRET_STUBS,
)
PARTS = define_rule(
    "clearance.reevaluation.parts",
    13,
    "部分公开的写明公开哪些、不公开哪些，不公开的部分理由要成立。",
    SEPARATE,
)
ONLY_HOLDER = define_rule(
    "clearance.reevaluation.holder",
    13,
    "评估结论由保管单位提出，厅办公室可代为提出。",
    REEVALUATION_FOUR_EYES,
)
STATE = define_rule(
    "clearance.reevaluation.state", 13, "评估逐步办理：提出、审查（公开的）、确认。", REEVALUATION_FOUR_EYES
)
TWO_PEOPLE = define_rule(
    "clearance.reevaluation.two_people",
    13,
    "提出、合法性审查、保密审查、确认由不同的人办。",
    REEVALUATION_FOUR_EYES,
)
RIGHT = define_rule(
    "clearance.reevaluation.right",
    13,
    "合法性审查由法制审核人员办，保密审查由保密审查人员办，确认由厅办公室办。",
    REEVALUATION_FOUR_EYES,
)
EVALUATED_IS_KEPT = define_rule(
    "clearance.reevaluation.kept", 13, "列入过定期评估的文件不删除，评估记录要对得上。", REEVALUATE
)
NOTE = define_rule("clearance.reevaluation.note", 13, "不同意和退回的，写明为什么。", REEVALUATION_FOUR_EYES)


def needs_review(conclusion: str) -> bool:
    """Whether legality and secrecy look at a conclusion before the office does: it opens something."""
    return conclusion in OPENING


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A conclusion about to be put forward about one item."""

    label: str
    is_own: bool
    state: str
    is_round_open: bool
    disclosure: str
    ground: str
    is_stub: bool
    conclusion: str
    check: str
    new_ground: str
    third_party: str
    reason: str


def reasons_against_proposing(facts: ProposalFacts) -> list[Reason]:
    """Why this conclusion may not be put forward by this person."""
    reasons = []
    if not facts.is_own:
        remedy = "请转告保管单位提出；没有保管单位的，由厅办公室提出。"
        reasons.append(ONLY_HOLDER.reason(f"{facts.label}不是您单位保管的。", remedy=remedy))
    reasons += _against_state(facts.label, facts.state, ItemState.WAITING, facts.is_round_open)
    if facts.conclusion not in Conclusion.values:
        reasons.append(CONCLUSION.reason("请选评估结论。", field="conclusion"))
    if not facts.reason.strip():
        message = "请写理由：情况有没有变化，为什么这样定。"
        reasons.append(CONCLUSION.reason(message, field="reason"))
    if facts.is_stub and facts.conclusion in OPENING:
        remedy = "请在保密渠道核定；解密后按普通信息登记，再评估。"
        message = f"{facts.label}是涉密事项，本系统里只能维持。"
        return [*reasons, OFF_SYSTEM.reason(message, remedy=remedy, field="conclusion")]
    return reasons + _against_substance(facts)


def _against_substance(facts: ProposalFacts) -> list[Reason]:
    """What the ground of the item has against the conclusion."""
    reasons = []
    if facts.conclusion == Conclusion.TO_REQUEST and facts.disclosure == Disclosure.ON_REQUEST:
        message = f"{facts.label}现在就是依申请公开。"
        remedy = f"不变的，请选“{Conclusion.MAINTAIN.label}”（维持依申请公开）；要放开的，选转为主动公开。"
        reasons.append(SAME.reason(message, remedy=remedy, field="conclusion"))
    if facts.disclosure != Disclosure.WITHHELD or facts.conclusion not in Conclusion.values:
        return reasons
    reasons += _against_check(facts)
    if facts.ground == WithheldGround.THIRD_PARTY and facts.conclusion in OPENING and not facts.third_party:
        remedy = "请选是第三方同意，还是涉及重大公共利益；都不是的，不能公开。"
        reasons.append(THIRD.reason("没有写明凭什么公开第三方的信息。", remedy=remedy, field="third_party"))
    return reasons


def _against_check(facts: ProposalFacts) -> list[Reason]:
    reasons = []
    if facts.check not in GroundCheck.values:
        message = "请选原来的法定理由现在是否还成立。"
        return [CHECKED.reason(message, field="check")]
    if facts.check == GroundCheck.HOLDS and not facts.ground:
        message = f"{facts.label}原来没有登记法定理由，谈不上仍然成立。"
        reasons.append(CHECKED.reason(message, remedy="请选改用另一项理由并选是哪一项。", field="check"))
    if facts.check == GroundCheck.CHANGED and facts.new_ground in ("", facts.ground):
        message = "请选改用的是哪一项理由（不同于原来的）。"
        reasons.append(CHECKED.reason(message, field="new_ground"))
    if facts.check == GroundCheck.CHANGED and facts.new_ground == WithheldGround.STATE_SECRET:
        remedy = "请停止在本系统处理，转到保密渠道；登记簿里注销这一件，只登记代号。"
        reasons.append(OFF_SYSTEM.reason("国家秘密不能写进本系统。", remedy=remedy, field="new_ground"))
    stands = facts.check != GroundCheck.GONE
    if facts.conclusion == Conclusion.MAINTAIN and not stands:
        message = "理由已经不成立，不能维持不予公开。"
        reasons.append(
            CONTRADICTS.reason(message, remedy="请选一种公开方式，或选改用另一项理由。", field="check")
        )
    if facts.conclusion in (Conclusion.TO_PROACTIVE, Conclusion.TO_REQUEST) and stands:
        message = "理由还成立，不能转为公开。"
        remedy = "理由不成立的请选“原理由已经不成立”；只有一部分能公开的，选部分公开。"
        reasons.append(CONTRADICTS.reason(message, remedy=remedy, field="check"))
    if facts.conclusion == Conclusion.PARTIAL and not stands:
        message = "理由整个不成立，应当全部公开。"
        remedy = "请选转为主动公开；还有部分不能公开的，理由选仍然成立或改用另一项。"
        reasons.append(PARTS.reason(message, remedy=remedy, field="check"))
    return reasons


def _against_state(label: str, state: str, wanted: str, is_round_open: bool) -> list[Reason]:
    if not is_round_open:
        return [
            STATE.reason(f"{label}所在的年度评估已经办结。", remedy="有新情况的，请在下一年度评估时提出。")
        ]
    if state != wanted:
        message = f"{label}现在是“{ItemState(state).label}”，不在这一步。"
        return [STATE.reason(message, remedy="请回到清单看最新情况；要改结论的，请办公室退回。")]
    return []


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Somebody about to look at, confirm or send back a conclusion. ``took_part``: in an earlier step, as its words."""

    label: str
    may: bool
    who_may: str
    state: str
    wanted: tuple[str, ...]
    is_round_open: bool
    is_done_already: bool
    took_part: str
    agrees: bool
    note: str


def reasons_against_step(facts: StepFacts) -> list[Reason]:
    """Why this person may not take this step, whatever they think of it; not agreeing takes a note."""
    reasons = []
    if not facts.may:
        reasons.append(RIGHT.reason(f"这一步由{facts.who_may}办。", remedy=f"请转告{facts.who_may}。"))
    if facts.state not in facts.wanted:
        reasons += _against_state(facts.label, facts.state, "", facts.is_round_open)
    elif not facts.is_round_open:
        reasons += _against_state(facts.label, facts.state, facts.state, is_round_open=False)
    elif facts.is_done_already:
        message = f"{facts.label}的这一项审查已经办过了。"
        reasons.append(STATE.reason(message, remedy="请回到清单看还差哪一步。"))
    if facts.took_part:
        message = f"{facts.label}的{facts.took_part}是您办的，这一步不能再由您办。"
        reasons.append(TWO_PEOPLE.reason(message, remedy=f"请{facts.who_may}的另一位同事办。"))
    if not facts.agrees and not facts.note.strip():
        reasons.append(NOTE.reason("请写明不同意在哪里，提出结论的单位会看到。", field="note"))
    return reasons
