"""No state secret enters (design invariant 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.clearance.basis import FILES_AS_NAMED, FILES_WHOLE, FOUR_EYES, NO_SECRETS
from gongkai.clearance.rules.formats import LONGEST_START, STARTS
from gongkai.clearance.screening.containers import OLE, PROGRAMS
from gongkai.clearance.screening.decoding import is_any_text
from gongkai.clearance.screening.marks import first_screen
from gongkai.clearance.screening.views import texts_for_screening
from gongkai.core.reasons import Reason, define_rule

SECRET_MARK = define_rule(
    "clearance.storing.secret_mark",
    13,
    "带有密级标志的内容不得进入本系统：不保存文件、正文、摘录、索引和备份。",
    NO_SECRETS,
)
UNREADABLE = define_rule(
    "clearance.storing.unreadable",
    13,
    "不能核对内容的文件（损坏、加密、压缩炸弹）不予接收。",
    NO_SECRETS,
)
EMPTY = define_rule("clearance.storing.empty", 13, "空文件、过大的文件不予接收。", FILES_WHOLE)
DISGUISED = define_rule(
    "clearance.storing.disguised",
    13,
    "程序，和内容不是扩展名所说格式的文件，不予接收。",
    FILES_AS_NAMED,
)
AT_FIELD = frozenset((EMPTY.code, UNREADABLE.code, DISGUISED.code))
"""What is wrong with a file and no secret: told at its field, so that nothing typed beside it is lost."""

UNREAD = define_rule(
    "clearance.submit.unread_file",
    13,
    "机器不能完整读取的文件，须经保密审查人员人工核对并签名，使用它的内容才能送审。",
    NO_SECRETS,
)
LOOK_RIGHT = define_rule("clearance.look.right", 13, "机器不能读取的文件由保密审查人员核对。", NO_SECRETS)
LOOK_OWN = define_rule("clearance.look.own", 13, "上传或更换文件的人，不得核对自己的文件。", FOUR_EYES)
LOOK_NOTE = define_rule("clearance.look.note", 13, "核对文件须写明看了什么、结论是什么。", NO_SECRETS)
LOOK_DONE = define_rule("clearance.look.done", 13, "只有尚未核对的文件需要核对。", NO_SECRETS)

_REMEDY = (
    "请停止在本系统处理该内容，按保密规定转到涉密设备办理，并告知本单位保密员。"
    "如确认只是行文提到密级、并无密级标志，请改写该处后重试。"
)


def reasons_against_storing(texts: Iterable[tuple[str, str]]) -> list[Reason]:
    """Why texts may not be stored: the first (place, text) with a classification mark gives the reason.

    One is enough to refuse, and nothing after it is read. A mark counts however it is written: with markup between
    its characters, as entities, escaped in JSON. The reason names the place and never repeats the hit.
    """
    for place, text in texts:
        if any(first_screen(view) for view in texts_for_screening(text)):
            where = f"在{place}" if place else ""
            message = f"{where}发现疑似密级标志。本系统为非涉密系统，内容没有保存。"
            return [SECRET_MARK.reason(message, remedy=_REMEDY)]
    return []


_OLD_OFFICE = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps")
_BEGINNINGS = {
    **{ending: starts for ending, starts in STARTS.items() if starts and ending not in _OLD_OFFICE},
    **dict.fromkeys((".tif", ".tiff"), (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
}
"""How files of these endings begin. Old Office is left out: systems write pages and tables of text under its endings."""
_SCRIPT = re.compile(rb"#!\s*/")
_EMPTY_ZIP = b"PK\x05\x06"
_ANEW = "请用原来的软件打开，另存后再上传。"


def reasons_against_disguise(name: str, data: bytes) -> list[Reason]:
    """Why a file may not be stored as what it is named: a program under any ending, or bytes of another format."""
    ending = PurePath(name).suffix.lower()
    if is_program(data):
        message = f"“{name}”的内容是程序，不是文件，不能接收。"
        return [DISGUISED.reason(message, remedy="请上传文件本身；程序不作证据，也不存入本系统。")]
    if ending in (".txt", ".csv"):
        if is_any_text(data):
            return []
        message = f"“{name}”不是文本，或文字编码认不出，不能接收。"
        return [DISGUISED.reason(message, remedy="请用原来的软件打开，另存为 UTF-8 编码的文本后再上传。")]
    if _begins(ending, data[:LONGEST_START]):
        return []
    message = f"“{name}”的内容不是 {ending} 文件，不能接收。"
    locked = "打开要密码的，请去掉密码；旧格式的，请另存为新格式，再上传。"
    return [DISGUISED.reason(message, remedy=locked if data.startswith(OLE) else _ANEW)]


def is_program(data: bytes) -> bool:
    """Whether bytes are a program; a text that begins with MZ is none."""
    return _SCRIPT.match(data) is not None or (data.startswith(PROGRAMS) and b"\x00" in data[:LONGEST_START])


def _begins(ending: str, start: bytes) -> bool:
    wanted = _BEGINNINGS.get(ending)
    if wanted is None or start.startswith(wanted):
        return True
    if ending == ".zip":
        return start.startswith(_EMPTY_ZIP)
    return ending == ".pdf" and wanted[0] in start  # readers take a PDF that begins a little later


def reasons_against_unread_files(names: Iterable[str]) -> list[Reason]:
    """Why a document may not be sent yet: each file in it that neither a machine nor a person has read."""
    remedy = (
        "已列入保密审查人员的工作台；请联系其核对签名，或换成全是文字的文件"
        "（带文字层的 PDF，或不含图片、缩略图和内嵌文件的 .docx、.xlsx）。"
    )
    message = "机器不能完整读取（扫描件、旧格式，或里面有图片），尚未人工核对。"
    return [UNREAD.reason(f"文件“{name}”{message}", remedy=remedy) for name in names]


@dataclass(frozen=True, slots=True)
class LookFacts:
    """Somebody about to sign that they have looked through a file."""

    may_look: bool
    is_own: bool
    is_unread: bool
    note: str


def reasons_against_looking(facts: LookFacts) -> list[Reason]:
    """Every reason why this person may not sign for this file."""
    reasons = []
    if not facts.may_look:
        reasons.append(LOOK_RIGHT.reason(remedy="请由保密审查人员核对。"))
    if facts.is_own:
        reasons.append(
            LOOK_OWN.reason("这份文件是您上传或更换的，不能由您核对。", remedy="请由另一位保密审查人员核对。")
        )
    if not facts.is_unread:
        reasons.append(LOOK_DONE.reason("这份文件已经核对过，或机器已完整读取。"))
    if not facts.note.strip():
        reasons.append(LOOK_NOTE.reason(field="note"))
    return reasons
