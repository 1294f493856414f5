"""What may be put into a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from gongkai.core.basis import Certainty, define_basis
from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_house import PAPERS_KEPT

PAPER_LIMIT = define_basis(
    "dossiers.paper_limit",
    "本系统办文规则",
    "",
    "卷内材料单个文件不超过 50 MB，格式为文稿、版式文件、表格或者图片。",
    certainty=Certainty.HOUSE,
)
PAPER_FITS = define_rule(
    "dossiers.paper.fits", 1, "卷内材料是 50 MB 以内的文稿、版式文件、表格或者图片。", PAPER_LIMIT
)
PAPER_RIGHT = define_rule("dossiers.paper.right", 1, "材料由起草单位或者登记步骤的人员入卷。", PAPERS_KEPT)
PAPER_DATE = define_rule("dossiers.paper.date", 1, "材料的落款日期不在将来。", PAPERS_KEPT)
PAPER_VOID = define_rule("dossiers.paper.void", 1, "入卷的材料不删除；误入的写明原因作废。", PAPERS_KEPT)
MAX_PAPER = 50 * 1024 * 1024
SUFFIXES = frozenset(
    [
        ".docx",
        ".doc",
        ".wps",
        ".pdf",
        ".ofd",
        ".xlsx",
        ".xls",
        ".et",
        ".txt",
        ".rtf",
        ".odt",
        ".jpg",
        ".jpeg",
        ".png",
        ".tif",
        ".tiff",
        ".zip",
    ]
)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A file that somebody wants to put into a dossier."""

    may_add: bool
    is_ended: bool
    name: str
    size: int
    dated_on: date | None
    today: date


def reasons_against_adding(facts: PaperFacts) -> list[Reason]:
    """Every reason why a file may not go into a dossier."""
    reasons = []
    if not facts.may_add:
        reasons.append(PAPER_RIGHT.reason("您不能往这一卷放材料。", remedy="请起草单位或者厅办公室办理。"))
    if facts.is_ended:
        reasons.append(PAPER_RIGHT.reason("这一卷已经办结，不能再放材料。"))
    if facts.size > MAX_PAPER:
        megabytes = facts.size / 1024 / 1024
        message = f"文件“{facts.name}”有 {megabytes:.0f} MB，超过 50 MB。"
        reasons.append(
            PAPER_FITS.reason(
                message, field="file", remedy="请降低扫描分辨率（300 dpi 灰度）或者拆分后上传。"
            )
        )
    if PurePath(facts.name).suffix.lower() not in SUFFIXES:
        message = f"文件“{facts.name}”不是可以入卷的格式。"
        reasons.append(
            PAPER_FITS.reason(message, field="file", remedy="请用 DOCX、PDF、OFD、XLSX 或者 JPG、PNG。")
        )
    if facts.dated_on is not None and facts.dated_on > facts.today:
        reasons.append(PAPER_DATE.reason("材料的落款日期晚于今天。", field="dated_on"))
    return reasons


def reasons_against_voiding(
    *, may_void: bool, is_ended: bool, is_void: bool, proves: str, reason: str
) -> list[Reason]:
    """Every reason why a paper may not be made void."""
    reasons = []
    if not may_void:
        reasons.append(PAPER_RIGHT.reason("您不能作废这一卷的材料。", remedy="请起草单位或者厅办公室办理。"))
    if is_ended:
        reasons.append(PAPER_VOID.reason("这一卷已经办结，材料不能作废。"))
    if is_void:
        reasons.append(PAPER_VOID.reason("这份材料已经作废。"))
    if proves:
        message = f"这份材料是{proves}的凭据，不能作废。"
        reasons.append(PAPER_VOID.reason(message, remedy="确需更换的，请先退回那一步。"))
    if not reason.strip():
        reasons.append(PAPER_VOID.reason("请写明作废原因。", field="reason"))
    return reasons
