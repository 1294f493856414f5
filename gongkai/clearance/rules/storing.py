"""No state secret enters (design invariant 8)."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.clearance.basis import NO_SECRETS
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
