"""What the words of a public document may still change to: those of before stand, and a misprint is mended by four eyes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import CHANGED_AFTER_SIGNING
from gongkai.duties.dossiers.basis_house import MISPRINTS_MENDED

AS_ISSUED = define_rule(
    "dossiers.history.as_issued",
    1,
    "历史文件立卷以后，页面的标题、文号、发文机关、成文日期、正文不再改动；录入有误的由厅办公室对照原件认可更正，修改内容另立新卷。",
    CHANGED_AFTER_SIGNING,
)
CORRECTED = define_rule(
    "dossiers.correction.misprint",
    1,
    "印发以后的文件，只更正录入、排印错误：由没有起草、改稿的办公室人员凭审批材料认可，写明原因。",
    MISPRINTS_MENDED,
)
AS_CORRECTED = define_rule(
    "dossiers.correction.as_accepted", 1, "认可更正以后，公开页面与认可的文字一致。", MISPRINTS_MENDED
)
MAX_MISPRINT = 20
"""Letters removed plus added in one correction of a document issued here (``basis_house.MISPRINTS_MENDED``)."""


@dataclass(frozen=True, slots=True)
class Change:
    """Whether a page says something else than what was kept, and the letters around the first difference, where known."""

    differs: bool
    before: str
    after: str


def reasons_against_change(change: Change, *, is_history: bool) -> list[Reason]:
    """Why the page of a document whose words were kept may not be sent as it is."""
    if not change.differs:
        return []
    where = f"：原来“…{change.before}…”，现在“…{change.after}…”" if change.before or change.after else ""
    way = "请厅办公室在公文卷里“认可更正”；要修改文件内容的，另立新卷。"
    if is_history:
        remedy = f"请照原件改回；原来录入有误的，{way}"
        return [AS_ISSUED.reason(f"历史文件立卷以后文字有改动{where}。", field="body", remedy=remedy)]
    remedy = f"请照认可的文字改回；还有错漏的，{way}"
    return [AS_CORRECTED.reason(f"认可更正以后文字又有改动{where}。", field="body", remedy=remedy)]


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A misprint that somebody wants to accept. ``has_edited``: whether they wrote a version of the page or of the text.

    ``letters`` are those that were removed and added, nothing where the words before are not known.
    """

    may_keep: bool
    has_edited: bool
    is_history: bool
    is_numbered: bool
    is_ended: bool
    has_page: bool
    has_paper: bool
    differs: bool
    bears_its_number: bool
    """Whether number, issuer and day on the page are those on record."""
    letters: int
    seen: int
    newest: int
    """The revision of the page that was on the screen, and the newest."""
    reason: str


def reasons_against_correction(facts: CorrectionFacts) -> list[Reason]:
    """Every reason why what the page says now may not be accepted as what the document says."""
    rule = AS_ISSUED if facts.is_history else CORRECTED
    reasons = []
    if not facts.may_keep:
        reasons.append(rule.reason("更正由厅办公室认可。", remedy="请厅办公室对照原件办理。"))
    if facts.has_edited:
        remedy = "请厅办公室没有经手页面和文稿的同事认可。"
        reasons.append(rule.reason("您改过这个页面或者文稿，不能由您认可更正。", remedy=remedy))
    if not facts.has_page:
        reasons.append(rule.reason("这一卷还没有公开页面，没有要更正的。"))
    elif not facts.is_history and not facts.is_numbered:
        remedy = "文稿有误的，请退回重新签发；页面有误的，请照签发稿改回。"
        reasons.append(rule.reason("还没有登记编号的公文不这样更正。", remedy=remedy))
    elif not facts.differs:
        reasons.append(rule.reason("页面的最新草稿没有要认可的更正。", remedy="请先把页面改好存为草稿。"))
    elif not facts.is_history:
        reasons += _against_extent(facts)
    if facts.has_page and facts.seen != facts.newest:
        message = "页面刚才又存了新的草稿，不是您看到的那一版。"
        reasons.append(rule.reason(message, remedy="请看过现在的改动再认可。"))
    if not facts.reason.strip():
        reasons.append(rule.reason("请写明原来哪里有误、对照的是什么。", field="reason"))
    return reasons


def _against_extent(facts: CorrectionFacts) -> list[Reason]:
    reasons = []
    if not facts.bears_its_number:
        message = "页面的文号、发文机关或者成文日期与公文卷不一致，不是错漏的更正。"
        reasons.append(CORRECTED.reason(message, remedy="请先在页面改回；登记错了的，由厅办公室退回登记。"))
    if facts.letters > MAX_MISPRINT:
        message = f"连同以前的更正，改动 {facts.letters} 个字，超过 {MAX_MISPRINT} 个字，不是错漏的更正。"
        reasons.append(CORRECTED.reason(message, remedy="修改文件内容的，请另立新卷，按程序办理。"))
    if not facts.has_paper and not facts.is_ended:
        remedy = "请上传领导同意更正的签批件或者更正通知。"
        reasons.append(CORRECTED.reason("没有附更正的凭据。", field="file", remedy=remedy))
    return reasons


def told_change(pieces: Sequence[tuple[str, str]]) -> str:
    """What was changed, in words: pieces are (equal, del or ins; text), a removal right before what stands in its place."""
    said, gone = [], ""
    for how, words in pieces:
        if how != "equal" and not words.strip():
            continue
        if how == "del":
            gone = words
            continue
        if how == "ins":
            said.append(f"“{gone}”改为“{words}”" if gone else f"增加“{words}”")
        elif gone:
            said.append(f"删去“{gone}”")
        gone = ""
    return "；".join([*said, *([f"删去“{gone}”"] if gone else [])])
