"""Pure rules of interpretations and infographics."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.interpretations.basis import REAL_INFOGRAPHIC
from gongkai.duties.interpretations.enums import FactKind

TOO_FEW_KINDS = define_rule("interpretations.infographic.kinds", 2, "图解至少含三类事实。", REAL_INFOGRAPHIC)
NO_CLAUSE = define_rule(
    "interpretations.infographic.clause", 2, "图解的每条事实都注明文件条款。", REAL_INFOGRAPHIC
)
MIN_KINDS = 3
_WITHOUT_CLAUSE = frozenset({FactKind.DATE, FactKind.CONTACT})


def reasons_against_infographic(facts: Sequence[tuple[str, str]]) -> list[Reason]:
    """Why facts, given as (kind, clause), make no infographic."""
    reasons = []
    kinds = {kind for kind, _ in facts}
    if len(kinds) < MIN_KINDS:
        message = f"图解现有 {len(kinds)} 类事实，至少要有 {MIN_KINDS} 类。"
        reasons.append(
            TOO_FEW_KINDS.reason(message, field="facts", remedy="请补充数字、变化、步骤、范围或时间。")
        )
    for kind, clause in facts:
        if not clause.strip() and kind not in _WITHOUT_CLAUSE:
            label = FactKind(kind).label
            reasons.append(NO_CLAUSE.reason(f"“{label}”的一条事实没有注明依据条款。", field="facts"))
    return reasons
