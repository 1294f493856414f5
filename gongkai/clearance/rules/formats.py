"""Which files the public is given: formats that anybody can open, and that are what their name says."""

from __future__ import annotations

from pathlib import PurePath

from gongkai.clearance.basis import OPEN_FORMATS
from gongkai.core.reasons import Reason, define_rule

NOT_OFFERED = define_rule(
    "clearance.file.format",
    13,
    "附件须是公众打得开的文件格式（文档、表格、演示、OFD、PDF、文本、图片或压缩包），程序和网页不收。",
    OPEN_FORMATS,
)
NOT_WHAT_IT_SAYS = define_rule(
    "clearance.file.not_what_it_says", 13, "附件的内容须与扩展名一致。", OPEN_FORMATS
)

_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_OLD_OFFICE = (_OLE, _ZIP, _RTF)
STARTS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".ofd", ".odt", ".ods", ".odp", ".zip"), (_ZIP,)),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et", ".dps"), _OLD_OFFICE),
    ".rtf": (_RTF,),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    **dict.fromkeys((".txt", ".csv"), ()),
}
"""How a file of each ending begins; text begins with anything but what only programs write."""
LONGEST_START = 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")


def reasons_against_format(name: str, start: bytes) -> list[Reason]:
    """Why a file may not be an attachment: its ending, or a beginning (``start``) that is not of that ending."""
    ending = PurePath(name).suffix.lower()
    if ending not in STARTS:
        named = f"“{ending}”文件" if ending else "没有扩展名的文件"
        remedy = "请另存为 PDF、OFD、Word、WPS、Excel、文本或图片；多份文件可以打成 zip。"
        return [NOT_OFFERED.reason(f"“{name}”是{named}，不能作附件。", remedy=remedy, field="file")]
    if _begins(ending, start):
        return []
    message = f"“{name}”的内容不是 {ending} 文件，可能是改过扩展名。"
    return [NOT_WHAT_IT_SAYS.reason(message, remedy="请用原来的软件打开，另存后再上传。", field="file")]


def _begins(ending: str, start: bytes) -> bool:
    wanted = STARTS[ending]
    if wanted:
        return start.startswith(wanted)
    return not start.startswith(_PROGRAMS) and (start.startswith(_UTF16) or b"\x00" not in start)
