"""送审证明包: what a document of 省政府、省政府办公厅 carries to 省司法厅, and what of it is missing."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_archive import LEGALITY_OUTSIDE
from gongkai.duties.dossiers.enums import StepState
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.policies.enums import Signature

PROOF_WHOLE = define_rule(
    "dossiers.proof.whole",
    4,
    "以省政府（办公厅）名义印发的，送省司法厅审核时附征求意见、采纳情况的证明，起草说明和送审稿。",
    LEGALITY_OUTSIDE,
)
PROOF_FOR_PROVINCE = define_rule(
    "dossiers.proof.for_province", 4, "送审证明包只给送省司法厅审核的文件。", LEGALITY_OUTSIDE
)
_LEFT = frozenset({StepState.EXEMPT, StepState.UNNEEDED})


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """What lies in a dossier of what is to be proven."""

    may_take: bool
    signature: Signature
    legality: StepState
    consultation: StepState
    adoption: StepState
    version: int
    has_explanation: bool
    has_notice: bool
    """A link or a paper of the consultation."""
    has_table: bool
    """The paper that tells what was taken up."""


def reasons_against_proof(facts: ProofFacts) -> list[Reason]:
    """Everything that is missing, each named with the way out."""
    reasons = []
    if not facts.may_take:
        remedy = "请起草单位或者厅办公室下载。"
        reasons.append(PROOF_FOR_PROVINCE.reason("您不能下载这一卷的送审证明包。", remedy=remedy))
    if facts.signature not in PROVINCE_SIGNATURES or facts.legality is StepState.UNNEEDED:
        reasons.append(PROOF_FOR_PROVINCE.reason("这件公文不送省司法厅审核，不用送审证明包。"))
        return reasons
    if not facts.version:
        reasons.append(PROOF_WHOLE.reason("没有送审稿。", remedy="请先提交文稿。"))
    if not facts.has_explanation:
        remedy = "请以“起草说明”入卷。"
        reasons.append(PROOF_WHOLE.reason("没有起草说明。", remedy=remedy))
    return reasons + _against_consultation(facts)


def _against_consultation(facts: ProofFacts) -> list[Reason]:
    reasons = []
    if facts.consultation not in _LEFT and not (facts.consultation is StepState.DONE and facts.has_notice):
        reasons.append(
            PROOF_WHOLE.reason(
                "没有公开征求意见的网址或者材料。",
                remedy="请先登记征求意见；依法可以免办的，请申请免办。",
            )
        )
    if facts.adoption not in _LEFT and not (facts.adoption is StepState.DONE and facts.has_table):
        remedy = "请先登记意见采纳情况，附采纳情况表。"
        reasons.append(PROOF_WHOLE.reason("没有意见采纳情况表。", remedy=remedy))
    return reasons
