"""Which files the public is given: formats that anybody can open, and that are what their name says."""

from __future__ import annotations

from pathlib import PurePath

from gongkai.clearance.basis import OPEN_FORMATS
from gongkai.clearance.screening.containers import OLE, PROGRAMS, RTF, ZIP, fault_in, is_picture
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

ACTIVE = define_rule(
    "clearance.file.active",
    13,
    "附件不得带宏、脚本、程序、嵌入对象和内嵌文件；压缩包里只放公众打得开的文件，不套压缩包，不加密。",
    OPEN_FORMATS,
)

_OLD_OFFICE = (OLE, ZIP, RTF)
STARTS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".ofd", ".odt", ".ods", ".odp", ".zip"), (ZIP,)),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et", ".dps"), _OLD_OFFICE),
    ".rtf": (RTF,),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    **dict.fromkeys((".txt", ".csv"), ()),
}
"""How a file of each ending begins; text begins with anything but what only programs write."""
LONGEST_START = 1024
_ANEW = "请用原来的软件打开，另存后再上传。"
_WITHOUT = "请另存为不带宏、脚本和嵌入内容的文件（如 PDF），压缩包去掉这些文件、不加密，再上传。"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NESTED = frozenset((".zip",))


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
    return [NOT_WHAT_IT_SAYS.reason(message, remedy=_ANEW, field="file")]


def reasons_against_file(name: str, data: bytes) -> list[Reason]:
    """Why a file may not be an attachment: as above, and what is inside it."""
    if reasons := reasons_against_format(name, data[:LONGEST_START]):
        return reasons
    fault = fault_in(PurePath(name).suffix.lower(), data, _against_packed)
    if fault is None:
        return []
    rule, remedy = (ACTIVE, _WITHOUT) if fault.runs else (NOT_WHAT_IT_SAYS, _ANEW)
    return [rule.reason(f"“{name}”{fault.what}。", remedy=remedy, field="file")]


def _against_packed(name: str, data: bytes) -> str:
    """Why a file may not be in an archive, in words; empty where it may."""
    if PurePath(name).suffix.lower() in _NESTED:
        return f"“{name}”是压缩包，压缩包里不能再套压缩包"
    return "；".join(reason.message.rstrip("。") for reason in reasons_against_file(name, data))


def reasons_against_picture(name: str, data: bytes) -> list[Reason]:
    """Why bytes may not be a picture: nothing can show them."""
    if is_picture(data):
        return []
    message = f"“{name}”不是图片，或已损坏，打不开。"
    return [NOT_WHAT_IT_SAYS.reason(message, remedy="请用看图软件打开，另存后再上传。", field="file")]


def _begins(ending: str, start: bytes) -> bool:
    wanted = STARTS[ending]
    if wanted:
        return start.startswith(wanted)
    return not start.startswith(PROGRAMS) and (start.startswith(_UTF16) or b"\x00" not in start)
