"""What must be said at 立项, and what of it may still be changed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import DISCLOSURE_MARKED, KIND_FIRST, MAKER_DISCLOSES
from gongkai.duties.dossiers.basis_house import STEPS_IN_ORDER
from gongkai.duties.dossiers.enums import Trait
from gongkai.duties.dossiers.rules.applies import RULE_MAKING
from gongkai.duties.policies.enums import DocumentKind, Signature

OPEN_WHOLE = define_rule("dossiers.open.whole", 1, "立项时写明标题、类别和理由、署名、发文机关。", KIND_FIRST)
OPEN_RIGHT = define_rule("dossiers.open.right", 1, "公文由起草单位立项、修改。", KIND_FIRST)
DISCLOSURE_GIVEN = define_rule(
    "dossiers.open.disclosure",
    1,
    "公文标明公开属性；不主动公开的写明理由，不予公开的选定法定理由。",
    DISCLOSURE_MARKED,
)
NO_SECRET_HERE = define_rule(
    "dossiers.open.no_secret", 13, "涉及国家秘密的公文不在本系统办理。", DISCLOSURE_MARKED
)
TRAITS_DECIDED = define_rule(
    "dossiers.open.traits",
    4,
    "事项特征逐项认定并写明理由，据此确定要不要专家论证、风险评估、听证和公平竞争审查。",
    KIND_FIRST,
)
JOINT_NAMED = define_rule("dossiers.open.joint", 1, "联合发文写全各机关，主办机关在前。", MAKER_DISCLOSES)
IDENTITY_SETTLED = define_rule(
    "dossiers.open.settled", 1, "审核以后类别、署名、公开属性不再改动；要改的先退回。", STEPS_IN_ORDER
)

_NAMES = {"title": "标题", "kind_reason": "类别认定理由", "issuer": "发文机关"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is decided at 立项. ``traits`` pairs each decided trait with (applies, reason)."""

    title: str
    kind: DocumentKind
    kind_reason: str
    signature: Signature
    issuer: str
    disclosure: str
    withheld_ground: str
    disclosure_reason: str
    traits: Mapping[Trait, tuple[bool, str]]


def reasons_against_identity(identity: Identity) -> list[Reason]:
    """Everything that is missing or does not fit together in what was decided at 立项."""
    reasons = [
        OPEN_WHOLE.reason(f"没有填“{label}”。", field=field)
        for field, label in _NAMES.items()
        if not getattr(identity, field).strip()
    ]
    reasons += _against_disclosure(identity)
    reasons += _against_traits(identity)
    is_joint = identity.signature in (Signature.JOINT_LEAD, Signature.JOINT_OTHER)
    if is_joint and identity.issuer.strip() and len(organs_in(identity.issuer)) < 2:
        remedy = "请写全各发文机关，用顿号隔开，主办机关写在前面。"
        reasons.append(JOINT_NAMED.reason("联合发文只写了一个机关。", field="issuer", remedy=remedy))
    return reasons


def organs_in(issuer: str) -> tuple[str, ...]:
    """The organs named, in order."""
    marks = (
        issuer.replace("，", "、")
        .replace(",", "、")
        .replace("；", "、")
        .replace(" ", "、")
        .replace("\u3000", "、")
    )
    return tuple(one for one in marks.split("、") if one)


def _against_disclosure(identity: Identity) -> list[Reason]:
    if not identity.disclosure:
        return []  # may be left open until the text goes to review
    reasons = []
    if identity.disclosure != Disclosure.PROACTIVE and not identity.disclosure_reason.strip():
        reasons.append(DISCLOSURE_GIVEN.reason("没有写不主动公开的理由。", field="disclosure_reason"))
    if identity.disclosure == Disclosure.WITHHELD and not identity.withheld_ground:
        reasons.append(DISCLOSURE_GIVEN.reason("没有选不予公开的法定理由。", field="withheld_ground"))
    if identity.withheld_ground == WithheldGround.STATE_SECRET:
        remedy = "请按保密规定在涉密系统办理；本系统只在“未公开信息登记簿”登记代号。"
        reasons.append(
            NO_SECRET_HERE.reason(
                "涉及国家秘密的公文不能在本系统办理。", field="withheld_ground", remedy=remedy
            )
        )
    if identity.disclosure != Disclosure.WITHHELD and identity.withheld_ground:
        reasons.append(
            DISCLOSURE_GIVEN.reason(
                "只有不予公开的才选法定理由。",
                field="withheld_ground",
                remedy="请改选公开属性，或者清空法定理由。",
            )
        )
    return reasons


def _against_traits(identity: Identity) -> list[Reason]:
    if identity.kind not in RULE_MAKING:
        return []
    decided = identity.traits
    reasons = []
    for trait in Trait:
        if trait not in decided:
            reasons.append(
                TRAITS_DECIDED.reason(f"没有认定是否“{trait.label}”。", field=f"trait_{trait.value}")
            )
        elif not decided[trait][1].strip():
            message = f"“{trait.label}”没有写认定理由。"
            reasons.append(TRAITS_DECIDED.reason(message, field=f"trait_{trait.value}_reason"))
    return reasons


def reasons_against_changing(changed: Sequence[str], *, is_reviewed: bool, is_ended: bool) -> list[Reason]:
    """Why what was decided at 立项 may not be changed any more; ``changed`` are Chinese names of what differs."""
    if is_ended:
        return [IDENTITY_SETTLED.reason("这一卷已经办结，立项信息不能改。")]
    if not changed or not is_reviewed:
        return []
    message = f"公文已经送审、审核或者签发，不能改{'、'.join(changed)}。"
    return [IDENTITY_SETTLED.reason(message, remedy="确需改的，请先退回起草，改后重新审核。")]
