"""Pure rules of interpretations and infographics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.interpretations.basis import REAL_INFOGRAPHIC, SAME_INSTANT
from gongkai.duties.interpretations.enums import FactKind

TOO_FEW_KINDS = define_rule("interpretations.infographic.kinds", 2, "图解至少含三类事实。", REAL_INFOGRAPHIC)
NO_CLAUSE = define_rule(
    "interpretations.infographic.clause", 2, "图解的每条事实都注明文件条款。", REAL_INFOGRAPHIC
)
EMPTY_TEXT = define_rule("interpretations.text.empty", 2, "政策解读有正文。", SAME_INSTANT)
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


def reasons_against_empty_text(is_blank: bool) -> list[Reason]:
    """Why an interpretation says nothing."""
    if not is_blank:
        return []
    return [
        EMPTY_TEXT.reason("解读没有正文。", field="body", remedy="请写清谁受影响、改了什么、怎么办，再送审。")
    ]


TIE_UNNEEDED = define_rule(
    "interpretations.tie.unneeded", 2, "不以本厅名义印发或不主动公开的文件不组同步发布组。", SAME_INSTANT
)
TIE_COLUMN = define_rule(
    "interpretations.tie.column", 2, "解读和图解放在“政策解读”栏目下，先有栏目才能起草。", SAME_INSTANT
)


@dataclass(frozen=True, slots=True)
class TieFacts:
    """A document, and how many companions are still to be drafted for it."""

    title: str
    is_needed: bool
    has_column: bool
    drafts: int


def reasons_against_tying(facts: TieFacts) -> list[Reason]:
    """What speaks against these pages as the companions of a document, beside the gate's own reasons."""
    name = in_title_marks(facts.title)
    reasons = []
    if not facts.is_needed:
        remedy = "直接提交审查即可；如确是本厅主动公开的政策文件，请先改正类别、署名或公开属性。"
        reasons.append(TIE_UNNEEDED.reason(f"{name}不须与解读、图解同步。", remedy=remedy))
    if facts.drafts and not facts.has_column:
        reasons.append(TIE_COLUMN.reason("网站还没有“政策解读”栏目。", remedy="请网站运维先建栏目。"))
    return reasons
