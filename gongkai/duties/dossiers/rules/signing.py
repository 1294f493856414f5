"""When a document may be signed, and what must be told of a signature given elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers.basis import (
    DISCLOSURE_MARKED,
    NO_REVIEW_NO_MEETING,
    ORAL_CONFIRMED,
    SIGNED_BY_HEAD,
)
from gongkai.duties.dossiers.enums import SigningMedium, Step
from gongkai.duties.dossiers.official.wording import same_words
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.track import ChainFacts, reasons_against_step

SIGN_RIGHT = define_rule(
    "dossiers.sign.right", 1, "公文由厅领导签发；起草、修改过文稿的人不能签发。", SIGNED_BY_HEAD
)
SIGN_SEEN = define_rule("dossiers.sign.seen", 1, "签发的就是看到的那一稿。", SIGNED_BY_HEAD)
SIGN_PROOF = define_rule(
    "dossiers.sign.proof",
    1,
    "在系统外签发的，登记签发人、真实时间和签批单；登记人不是起草人。",
    SIGNED_BY_HEAD,
)
SIGN_TIME = define_rule(
    "dossiers.sign.time", 1, "签发时间不在将来，不早于会签、合法性审核、集体审议。", NO_REVIEW_NO_MEETING
)
ORAL_IN_WRITING = define_rule(
    "dossiers.sign.oral", 1, "口头同意签发的，1 个工作日内补书面确认。", ORAL_CONFIRMED
)
SIGN_DISCLOSURE = define_rule(
    "dossiers.sign.disclosure", 1, "没有标明公开属性的公文不签发。", DISCLOSURE_MARKED
)


@dataclass(frozen=True, slots=True)
class SigningFacts:
    """A signature about to be given, or given elsewhere and about to be recorded."""

    chain: ChainFacts
    medium: SigningMedium
    may_act: bool
    has_edited: bool
    leader_has_edited: bool
    leader_may_sign: bool
    """Whether the account told as the signer is a leader's; true where only a name is known."""
    is_own_signature: bool
    """Whether the clerk records a signature as given by themselves."""
    is_ours_to_sign: bool
    """Whether the document is signed in this system at all: full mode, and the department's own signature."""
    text_title: str
    title: str
    seen: int
    leader_account: str
    """The full name of the account told as the signer; empty where only a name is known."""
    leader_name: str
    opinion: str
    signed_at: datetime | None
    has_scan: bool
    has_disclosure: bool
    now: datetime


def reasons_against_signing(facts: SigningFacts) -> list[Reason]:
    """Every reason why a document may not be signed, or a signature not recorded."""
    reasons = reasons_against_step(Step.SIGNING, facts.chain)
    reasons += _against_person(facts)
    if not facts.has_disclosure:
        remedy = "请起草单位先在立项信息里标明。"
        reasons.append(SIGN_DISCLOSURE.reason("公文没有标明公开属性。", remedy=remedy))
    if facts.seen != facts.chain.version:
        message = f"您看的是第 {facts.seen} 稿，现在是第 {facts.chain.version} 稿。"
        reasons.append(SIGN_SEEN.reason(message, remedy="请看过最新一稿再签发。"))
    if facts.text_title.strip() and not same_words(facts.text_title, facts.title).is_same:
        message = f"文稿的标题是“{facts.text_title}”，立项信息里是“{facts.title}”。"
        reasons.append(SIGN_SEEN.reason(message, remedy="请起草单位先改成一致，再签发。"))
    if not facts.opinion.strip():
        reasons.append(SIGN_PROOF.reason("没有写签发意见。", field="opinion", remedy="例如：同意印发。"))
    if facts.medium != SigningMedium.SYSTEM:
        reasons += _against_proof(facts)
    return reasons + _against_time(facts)


def _against_person(facts: SigningFacts) -> list[Reason]:
    is_recording = facts.medium != SigningMedium.SYSTEM
    if not is_recording and not facts.is_ours_to_sign:
        remedy = "请厅办公室照签批单登记签发。"
        return [SIGN_RIGHT.reason("这件公文不在本系统签发（OA 办文，或者不以本厅名义印发）。", remedy=remedy)]
    if is_recording and facts.leader_has_edited:
        return [SIGN_RIGHT.reason("签发人起草或者改过这份文稿，不能由他签发。", field="leader")]
    if is_recording and not facts.leader_may_sign:
        return [
            SIGN_RIGHT.reason("选的签发人不是厅领导。", field="leader", remedy="请照签批单选签发的厅领导。")
        ]
    if is_recording and facts.is_own_signature:
        return [SIGN_PROOF.reason("不能登记自己的签发。", field="leader", remedy="请办公室另一人登记。")]
    if not facts.may_act:
        if is_recording:
            return [SIGN_PROOF.reason("系统外的签发由厅办公室登记。")]
        return [SIGN_RIGHT.reason("公文由厅领导签发。")]
    if facts.has_edited:
        rule = SIGN_PROOF if is_recording else SIGN_RIGHT
        message = (
            "您起草或者改过这份文稿，不能登记它的签发。"
            if is_recording
            else "您起草或者改过这份文稿，不能签发。"
        )
        return [rule.reason(message, remedy="请没有经手文稿的同事办理。")]
    return []


def _against_proof(facts: SigningFacts) -> list[Reason]:
    reasons = []
    if not facts.leader_name.strip():
        reasons.append(SIGN_PROOF.reason("没有写签发人。", field="leader_name"))
    if facts.leader_account and facts.leader_account not in facts.leader_name:
        message = f"选的签发人是{facts.leader_account}，填的是“{facts.leader_name.strip()[:40]}”。"
        reasons.append(SIGN_PROOF.reason(message, field="leader_name", remedy="请只留一个，照签批单。"))
    if facts.medium in (SigningMedium.OA, SigningMedium.PAPER) and not facts.has_scan:
        reasons.append(
            SIGN_PROOF.reason("没有附签批单。", field="file", remedy="请上传签批单的扫描件或者导出件。")
        )
    return reasons


def _against_time(facts: SigningFacts) -> list[Reason]:
    if facts.signed_at is None:
        return [SIGN_TIME.reason("没有填签发时间。", field="signed_at")]
    if facts.signed_at > facts.now:
        return [SIGN_TIME.reason("签发时间晚于现在。", field="signed_at")]
    signed_on = facts.signed_at.astimezone(SHANGHAI).date()
    remedy = "请核对签批单上的日期。"
    return reasons_against_day(
        SIGN_TIME,
        Step.SIGNING,
        signed_on,
        facts.chain,
        today=facts.now.astimezone(SHANGHAI).date(),
        field="signed_at",
        remedy=remedy,
    )


def reasons_against_confirming(
    *, may_act: bool, is_drafter: bool, is_oral: bool, is_confirmed: bool, has_paper: bool
) -> list[Reason]:
    """Every reason why a written confirmation may not be recorded."""
    reasons = []
    if not may_act or is_drafter:
        reasons.append(ORAL_IN_WRITING.reason("书面确认由厅办公室登记，登记人不是起草人。"))
    if not is_oral:
        reasons.append(ORAL_IN_WRITING.reason("只有口头同意的要补书面确认。"))
    if is_confirmed:
        reasons.append(ORAL_IN_WRITING.reason("已经补了书面确认。"))
    if not has_paper:
        reasons.append(
            ORAL_IN_WRITING.reason("没有附书面确认。", field="file", remedy="请上传签字件的扫描件。")
        )
    return reasons
