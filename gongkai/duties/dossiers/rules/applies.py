"""Which steps of the chain a document needs: computed from kind, signature, disclosure and traits, each with its ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.core.basis import Basis
from gongkai.core.reasons import define_rule
from gongkai.duties.dossiers.basis import (
    CHAIN,
    COLLECTIVE,
    COMPETITION,
    CONSULT_FIRST,
    EXPERTS,
    FILED_IN_FIFTEEN_DAYS,
    HEARING,
    KIND_FIRST,
    MAKER_DISCLOSES,
    MARKET_CONSULTED,
    RISK,
    SIGNED_BY_HEAD,
    UNIFIED_NUMBER,
)
from gongkai.duties.dossiers.basis_house import DRAFTS_KEPT, LISTED_IN_FORCE
from gongkai.duties.dossiers.basis_review import COUNTERSIGNED
from gongkai.duties.dossiers.enums import Step, Trait
from gongkai.duties.dossiers.rules.terms import FILING_TERM, FilingTerm
from gongkai.duties.policies.enums import DocumentKind, Signature

STEPS_FROM_KIND = define_rule(
    "dossiers.steps_from_kind",
    1,
    "公文要走哪些步骤，由立项时认定的类别、署名、公开属性和事项特征算出；不适用的步骤写明理由。",
    KIND_FIRST,
)

RULE_MAKING = frozenset({DocumentKind.NORMATIVE, DocumentKind.DECISION, DocumentKind.POLICY})
"""Kinds that say something new to the public: consulted on where they will be public, and reviewed for legality."""
COLLECTIVE_KINDS = frozenset({DocumentKind.NORMATIVE, DocumentKind.DECISION})
FILED_KINDS = frozenset({DocumentKind.NORMATIVE})
PROVINCE_SIGNATURES = frozenset({Signature.PROVINCE, Signature.PROVINCE_OFFICE})


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a dossier decides which steps it needs. ``disclosure`` is empty while undecided."""

    kind: DocumentKind
    signature: Signature
    is_proactive: bool
    traits: frozenset[Trait]
    has_countersigners: bool
    is_history: bool
    """Made before this system: what was done then is not made to look as if it had been done here."""
    filing: FilingTerm = FILING_TERM
    """What its filing is measured by."""


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether a step is needed, and the Chinese sentence why or why not, with its basis."""

    is_needed: bool
    ground: str
    basis: Basis


_Decide = Callable[[Shape], tuple[bool, str]]


def _always(word: str) -> _Decide:
    return lambda shape: (True, word)


def _led_elsewhere(shape: Shape) -> bool:
    return shape.signature == Signature.JOINT_OTHER


def _consultation(shape: Shape) -> tuple[bool, str]:
    if shape.kind not in RULE_MAKING:
        return False, f"{shape.kind.label}不新设对公众的规定，不须征求意见。"
    if _led_elsewhere(shape):
        return False, "由牵头部门负责征求意见。"
    if not shape.is_proactive:
        return False, "不主动公开的文件，不须公开征求意见。"
    where = "省政府门户网站" if shape.signature in PROVINCE_SIGNATURES else "厅网站"
    return True, f"拟主动公开的{shape.kind.label}，在{where}公开征求意见。"


def _trait(trait: Trait, needed: str) -> _Decide:
    def decide(shape: Shape) -> tuple[bool, str]:
        if shape.kind not in RULE_MAKING:
            return False, f"{shape.kind.label}不适用。"
        if trait in shape.traits:
            return True, needed
        return False, f"立项时认定：不属于“{trait.label}”的事项。"

    return decide


def _countersign(shape: Shape) -> tuple[bool, str]:
    if shape.has_countersigners:
        return True, "送会签的单位都要答复。"
    return False, "没有要会签的单位。"


def _legality(shape: Shape) -> tuple[bool, str]:
    if shape.kind not in RULE_MAKING:
        return False, f"{shape.kind.label}不须合法性审核。"
    if _led_elsewhere(shape):
        return False, "由牵头部门送审核机构审核。"
    if shape.signature in PROVINCE_SIGNATURES:
        return True, "以省政府（办公厅）名义印发，由省司法厅审核；审核意见登记入卷。"
    return True, "由本厅法制机构审核。"


def _deliberation(shape: Shape) -> tuple[bool, str]:
    if shape.kind not in COLLECTIVE_KINDS:
        return False, f"{shape.kind.label}不须集体审议。"
    if _led_elsewhere(shape):
        return False, "由牵头部门提请审议。"
    return True, f"{shape.kind.label}经会议集体审议决定。"


def _numbering(shape: Shape) -> tuple[bool, str]:
    if _led_elsewhere(shape):
        return True, "登记牵头部门的发文字号。"
    if shape.signature in PROVINCE_SIGNATURES:
        return True, "登记省政府（办公厅）的发文字号。"
    return True, "由厅办公室统一登记、统一编号。"


def _release(shape: Shape) -> tuple[bool, str]:
    if not shape.is_proactive:
        return False, "不主动公开。"
    if _led_elsewhere(shape):
        return True, "由牵头部门公开；本厅登记链接，涉及本厅的内容事先确认。"
    return True, "与解读、图解同步发布。" if shape.kind in RULE_MAKING else "审查后发布。"


def _filing(shape: Shape) -> tuple[bool, str]:
    if shape.kind not in FILED_KINDS:
        return False, f"{shape.kind.label}不须备案。"
    if shape.signature not in (Signature.DEPARTMENT, Signature.JOINT_LEAD):
        return False, "由制定机关或者主办部门报送备案。"
    return True, f"公布之日起 {shape.filing.days} 日内报省政府备案。"


def _in_force(shape: Shape) -> tuple[bool, str]:
    if shape.kind not in RULE_MAKING:
        return False, f"{shape.kind.label}不列入现行有效文件库。"
    if not shape.is_proactive:
        return False, "不主动公开，不列入公开的文件库。"
    if _led_elsewhere(shape):
        return False, "由牵头部门列入文件库；本厅登记公开链接。"
    return True, "列入现行有效文件库，效力由日期算出。"


_DECIDE: Mapping[Step, tuple[_Decide, Basis]] = {
    Step.INITIATION: (_always("认定类别、署名和公开属性。"), KIND_FIRST),
    Step.DRAFTING: (_always("形成文稿。"), DRAFTS_KEPT),
    Step.CONSULTATION: (_consultation, CONSULT_FIRST),
    Step.ADOPTION: (_consultation, CONSULT_FIRST),
    Step.EXPERTS: (_trait(Trait.EXPERTS, "专业性、技术性较强，组织专家论证。"), EXPERTS),
    Step.RISK: (_trait(Trait.RISK, "可能造成不利影响，组织风险评估。"), RISK),
    Step.HEARING: (_trait(Trait.HEARING, "涉及切身利益或者分歧较大，召开听证会。"), HEARING),
    Step.COMPETITION: (_trait(Trait.MARKET, "涉及经营者经济活动，开展公平竞争审查。"), COMPETITION),
    Step.COUNTERSIGN: (_countersign, COUNTERSIGNED),
    Step.LEGALITY: (_legality, CHAIN),
    Step.DELIBERATION: (_deliberation, COLLECTIVE),
    Step.SIGNING: (_always("由负责人签发。"), SIGNED_BY_HEAD),
    Step.NUMBERING: (_numbering, UNIFIED_NUMBER),
    Step.RELEASE: (_release, MAKER_DISCLOSES),
    Step.FILING: (_filing, FILED_IN_FIFTEEN_DAYS),
    Step.IN_FORCE: (_in_force, LISTED_IN_FORCE),
}


_CONSULTED = frozenset({Step.CONSULTATION, Step.ADOPTION})
_OF_HISTORY = frozenset({Step.INITIATION, Step.RELEASE, Step.IN_FORCE})


def steps_of(shape: Shape) -> dict[Step, Applies]:
    """Every step in order, with whether it is needed and why."""
    found = {}
    for step in Step:
        decide, basis = _DECIDE[step]
        is_needed, ground = decide(shape)
        if is_needed and step in _CONSULTED and Trait.MARKET in shape.traits:
            basis = MARKET_CONSULTED
        if step is Step.FILING:
            basis = shape.filing.basis
        found[step] = Applies(is_needed, ground, basis)
        if shape.is_history and step not in _OF_HISTORY:
            found[step] = Applies(False, "历史文件：制发程序早已在系统外办结，不补造记录。", basis)
    return found
