"""What counts as evidence of a task: something that can be found, entered once, and taken back only openly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.supervision import basis

EVIDENCE_FOUND = define_rule(
    "supervision.evidence_found",
    0,
    "证据要找得到：名称和编号不写“无”“见抽屉”一类的话，文号或材料编号至少四个字并带数字。",
    basis.PROOF,
)
EVIDENCE_ONCE = define_rule(
    "supervision.evidence_once",
    0,
    "同一个网址（不论怎么写）或同一个文号（材料编号），在一项任务里只添加一次。",
    basis.PROOF,
)
EVIDENCE_KEPT = define_rule(
    "supervision.evidence_kept",
    0,
    "证据由添加人或厅办公室移除，须写明原因，移除的仍留在页上；销号申请待核查时和销号后不能移除。",
    basis.PROOF,
)

_WORDS = """
无 没有 暂无 无此项 空 略 从略 见抽屉 在抽屉里 抽屉 见柜子 见附件 附件 见材料 见档案 见纸质 见纸质材料 纸质 有 已有 已办 已完成
待补 待补充 后补 补充中 待定 待填 不详 未知 不清楚 同上 如上 详见上 其他 其它 测试 某 某某
na none null nil no test todo tbd
"""
PLACEHOLDERS = frozenset(_WORDS.split())
"""Words that only fill a field: nobody finds anything by them. Compared without white space and marks."""
MIN_REFERENCE = 4
"""Fewest letters and figures of a reference: 材料 and a number already have more than three."""

_FILLING = re.compile(r"[\s\W_]+")
_FIGURE = re.compile(r"[0-9]|第[〇零一二三四五六七八九十百]+[号期卷册件]")


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """Evidence about to be added. ``addresses`` and ``references`` are those that stand on the task; addresses are in
    their one spelling (:mod:`~gongkai.duties.supervision.rules.addresses`), references as entered.
    """

    title: str
    address: str
    reference: str
    addresses: Collection[str]
    references: Collection[str]


@dataclass(frozen=True, slots=True)
class RemovalFacts:
    """Evidence about to be removed."""

    is_adder: bool
    is_office: bool
    is_removed: bool
    is_closure_asked: bool
    is_struck_off: bool
    because: str


def plain(text: str) -> str:
    """A text by its letters and figures alone, in one width and case: what makes two references the same."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", text)).casefold()


def is_placeholder(text: str) -> bool:
    """Whether a text only fills its field; also the same character over and over, such as 无无无 or 111."""
    core = plain(text)
    return not core or core in PLACEHOLDERS or (len(core) > 1 and len(set(core)) == 1)


def reasons_against_proof(facts: ProofFacts) -> list[Reason]:
    """Why evidence may not be added like this, every reason at its field."""
    reasons = []
    if is_placeholder(facts.title):
        message = f"“{facts.title.strip()}”看不出是什么证据。"
        remedy = "请写它的名称，如公开页面的标题或文件名。"
        reasons.append(EVIDENCE_FOUND.reason(message, remedy=remedy, field="title"))
    if facts.reference.strip():
        reasons += _about_reference(facts.reference.strip())
    if facts.address and facts.address in facts.addresses:
        message, remedy = (
            "这个网址已经是这项任务的证据，换一种写法也是同一个页面。",
            "不用重复添加；要说明别的内容，请用那个内容自己的网址。",
        )
        reasons.append(EVIDENCE_ONCE.reason(message, remedy=remedy, field="url"))
    if facts.reference.strip() and plain(facts.reference) in {plain(one) for one in facts.references}:
        message, remedy = "这个文号（材料编号）已经是这项任务的证据。", "不用重复添加。"
        reasons.append(EVIDENCE_ONCE.reason(message, remedy=remedy, field="reference"))
    return reasons


def _about_reference(reference: str) -> list[Reason]:
    remedy = "请写完整的文号或归档的材料编号，如“示交办〔2026〕1号”；已在网上公开的，填网址即可。"
    if is_placeholder(reference):
        message = f"凭“{reference}”找不到材料。"
    elif len(plain(reference)) < MIN_REFERENCE:
        message = f"“{reference}”太短，不像文号或材料编号。"
    elif not _FIGURE.search(unicodedata.normalize("NFKC", reference)):
        message = f"“{reference}”里没有编号。"
    else:
        return []
    return [EVIDENCE_FOUND.reason(message, remedy=remedy, field="reference")]


def reasons_against_removing(facts: RemovalFacts) -> list[Reason]:
    """Why evidence may not be removed, every reason at once."""
    reasons = []
    if not facts.is_adder and not facts.is_office:
        message = "这条证据不是您添加的。"
        reasons.append(EVIDENCE_KEPT.reason(message, remedy="请由添加人或厅办公室移除。"))
    if facts.is_removed:
        reasons.append(
            EVIDENCE_KEPT.reason("这条证据已经移除。", remedy="刷新页面就能看到是谁、为什么移除的。")
        )
    if facts.is_closure_asked:
        remedy = "请等核查结束；核查退回后就能移除。"
        reasons.append(EVIDENCE_KEPT.reason("销号申请正在等核查，证据不能移除。", remedy=remedy))
    if facts.is_struck_off:
        remedy = "证据是销号的依据，要一直留着；有误的请联系厅办公室。"
        reasons.append(EVIDENCE_KEPT.reason("这项任务已经销号，证据不能移除。", remedy=remedy))
    if not facts.because.strip():
        message, remedy = "没有写移除的原因。", "写几个字即可，如“网址贴错了”。"
        reasons.append(EVIDENCE_KEPT.reason(message, remedy=remedy, field="because"))
    return reasons
