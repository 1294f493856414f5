"""Whether the page of a document is the document that was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import (
    CHANGED_AFTER_SIGNING,
    DISCLOSURE_MARKED,
    ORAL_CONFIRMED,
    UNIFIED_NUMBER,
)
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.official.wording import same_words
from gongkai.duties.dossiers.rules.track import ChainFacts, lacks_before

NO_DOSSIER = define_rule(
    "dossiers.publish.no_dossier", 1, "没有公文卷的文件不公布：先立项，或者作为历史文件立卷。", UNIFIED_NUMBER
)
PAGE_DIFFERS = define_rule(
    "dossiers.publish.differs",
    1,
    "公开页面的标题、文号、日期、类别、署名、公开属性与公文卷一致。",
    DISCLOSURE_MARKED,
)
TEXT_DIFFERS = define_rule(
    "dossiers.publish.text", 1, "公开的正文与签发的文稿一字不差。", CHANGED_AFTER_SIGNING
)


UNCONFIRMED = define_rule(
    "dossiers.publish.unconfirmed", 1, "口头同意签发、书面确认超期没有补的，不送审公布。", ORAL_CONFIRMED
)
FILE_DIFFERS = define_rule(
    "dossiers.publish.files",
    1,
    "公开页面提供下载的文件是卷内的正式文本、附件或者系统按签发稿生成的 PDF，字节一致。",
    CHANGED_AFTER_SIGNING,
)
FINAL_NAME = "正式文本"
"""A file shown under a name with these words is offered as the document itself."""
_OFFERED = frozenset({PaperKind.FINAL, PaperKind.OTHER})


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that the page offers: its name there, as which papers of the dossier its very bytes lie in it, whether they
    are the PDF made here of the signed text.
    """

    name: str
    papers: frozenset[PaperKind]
    is_made_here: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The page about to be sent, and the dossier it stands for. ``page`` and ``kept`` pair Chinese names with values."""

    has_dossier: bool
    chain: ChainFacts | None
    page: Mapping[str, str]
    kept: Mapping[str, str]
    page_words: str
    signed_words: str
    files: tuple[OfferedFile, ...]
    is_confirmation_late: bool
    """Whether the signature is a word of mouth whose written confirmation is overdue."""


def reasons_against_page(facts: PageFacts) -> list[Reason]:
    """Every reason why a document's page may not be sent into review."""
    if not facts.has_dossier or facts.chain is None:
        remedy = "请在“办文”里立项办理；以前已经印发的，由厅办公室在文件清单里按历史文件立卷。"
        return [NO_DOSSIER.reason("这份文件没有公文卷。", remedy=remedy)]
    reasons = lacks_before(Step.RELEASE, facts.chain)
    if facts.is_confirmation_late:
        remedy = "请厅办公室先在公文卷里“补书面确认”。"
        reasons.append(UNCONFIRMED.reason("口头同意签发的，书面确认已经超期。", remedy=remedy))
    for name, value in facts.kept.items():
        if facts.page.get(name, "") != value:
            shown = facts.page.get(name) or "空"
            message = f"页面的{name}是“{shown}”，公文卷里是“{value or '空'}”。"
            reasons.append(
                PAGE_DIFFERS.reason(
                    message, remedy="请改正页面；公文卷里填错、漏填的，先在公文卷“修改立项信息”。"
                )
            )
    return reasons + _against_words(facts) + [one for file in facts.files for one in _against_file(file)]


def _against_words(facts: PageFacts) -> list[Reason]:
    if not facts.signed_words:
        return []
    found = same_words(facts.signed_words, facts.page_words)
    if found.is_same:
        return []
    message = f"页面正文与签发稿不一致：签发稿“…{found.near_a}…”，页面“…{found.near_b}…”。"
    return [TEXT_DIFFERS.reason(message, field="body", remedy=_way_out(facts.chain))]


def _way_out(chain: ChainFacts | None) -> str:
    """What to do about words that differ: the text goes back only while it has no number."""
    back = "请照签发稿改回（公文卷里有“照签发稿重做页面草稿”）；"
    if chain is not None and Step.NUMBERING in chain.done:
        return f"{back}印发的文件本身有错漏的，请厅办公室在公文卷里“认可更正”；要改内容的另立新卷。"
    return f"{back}确需改文的，退回重新签发。"


def _against_file(file: OfferedFile) -> list[Reason]:
    if file.is_made_here or PaperKind.FINAL in file.papers:
        return []
    if FINAL_NAME in file.name:
        message = f"页面的“{file.name}”不是卷内的正式文本（文件指纹对不上）。"
        remedy = "请从卷内材料下载正式文本换上；卷内还没有的，先作为“正式文本”入卷。"
    elif file.papers & _OFFERED:
        return []
    elif file.papers:
        kinds = "、".join(kind.label for kind in PaperKind if kind in file.papers)
        message, remedy = f"页面的“{file.name}”在卷内是{kinds}，不是对外的附件。", "请从页面去掉它。"
    else:
        message = f"页面的“{file.name}”不在卷内（文件指纹对不上）。"
        remedy = "请从页面去掉它；确是公文附件的，先作为“其他材料”入卷。"
    return [FILE_DIFFERS.reason(message, field="attachments", remedy=remedy)]
