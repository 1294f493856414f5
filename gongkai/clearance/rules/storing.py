"""No state secret enters (design invariant 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.clearance.basis import FILES_WHOLE, FOUR_EYES, NO_SECRETS
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
