"""What staff write in their own words names no person's numbers (duty 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.clearance.basis import PERSONAL_INFORMATION
from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import RULES_BY_KIND
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal import find_personal
from gongkai.core.reasons import Reason, define_rule

PERSONAL = define_rule(
    "clearance.free_text.personal",
    13,
    "意见、理由、说明等办理文字长期留存、多人可读，不得写入身份证号、个人手机号、银行卡号、姓名加住址等个人信息。",
    PERSONAL_INFORMATION,
)
_DESCRIBED = frozenset({FindingKind.NAME_WITH_ADDRESS, FindingKind.SENSITIVE_CLASS})
"""Kinds that are no number: what a person lives in, suffers from, believes."""


def personal_data_in(text: str, knowledge: Knowledge) -> list[Finding]:
    """Personal data that would stop public content or ask for a note; hints (a landline, a mailbox) are none."""
    return [one for one in find_personal(text, knowledge) if one.level != FindingLevel.HINT]


def reasons_against_personal_data(label: str, field: str, found: Sequence[Finding]) -> list[Reason]:
    """Why a text may not be kept, kind by kind, from what :func:`personal_data_in` found in it.

    Names the field and shows the masked excerpt of the first, never the number itself.
    """
    kinds = list(dict.fromkeys(FindingKind(one.kind) for one in found))
    return [_reason(label, field, kind, [one for one in found if one.kind == kind]) for kind in kinds]


def _reason(label: str, field: str, kind: FindingKind, found: Sequence[Finding]) -> Reason:
    more = f"等 {len(found)} 处" if len(found) > 1 else ""
    basis = RULES_BY_KIND[kind].basis
    # Said in the sentence: at a field of a form nothing but the sentence is shown.
    message = f"“{label}”里有{kind.label}（“{found[0].excerpt}”）{more}，依{basis.citation}没有保存。"
    if kind in _DESCRIBED:
        remedy = "请改写为不指明是谁的表述，如“第2段所列的人”，再提交。"
    else:
        remedy = "请改写为不含号码的表述，如“第2段所列号码”，再提交。"
    return replace(PERSONAL.reason(message, remedy=remedy, field=field), basis=basis)
