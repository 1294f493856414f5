"""Whether a signature that came by itself is one of the text as it is now, by somebody who may sign it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from gongkai.core.reasons import Reason
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers.official.slip_codes import SlipCode
from gongkai.duties.dossiers.rules.intake import INTAKE_VERSION
from gongkai.duties.dossiers.rules.signing import SIGN_RIGHT

_APART = re.compile(r"[（）()〔〕【】\[\]、，,；;/]")
_POST = re.compile(
    r"(?:党组|办公室|[副总厅处局科室组一二三四级])*"
    r"(?:厅长|局长|处长|科长|主任|书记|组长|成员|巡视员|调研员|工程师|同志)"
)
"""An office as it is written before or after a name. One that is not listed is read as a part of the name."""


def reasons_against_unmarked(
    mark: SlipCode | None, *, signed_at: datetime, version: int, entered_at: datetime
) -> list[Reason]:
    """Why a slip that does not say which version it is of may be of an older one: the newest was entered after it was
    signed. A slip with our code names its version.
    """
    if mark is not None or entered_at <= signed_at:
        return []
    message = (
        f"签批单上没有二维码，看不出签的是哪一稿：第 {version} 稿是 {_minute(entered_at)} 提交的，"
        f"晚于签发时间 {_minute(signed_at)}。"
    )
    remedy = "请核对签批单：签的就是这一稿的，在公文卷里“登记签发”，再拒收这一件；签的是旧稿的，请重新签批。"
    return [INTAKE_VERSION.reason(message, field="signed_at", remedy=remedy)]


def reasons_against_writer(leader_name: str, writers: Collection[str]) -> list[Reason]:
    """Why a signer may be somebody who wrote the text: OA tells a name, with an office or without, and no account."""
    found = next((one for one in sorted(writers) if _is_named(leader_name, one)), None)
    if found is None:
        return []
    message = f"签发人“{leader_name}”与起草或者改过这份文稿的“{found}”同名。"
    remedy = "确是同名的另一位厅领导的，在公文卷里“登记签发”，选他的账号，再拒收这一件。"
    return [SIGN_RIGHT.reason(message, field="leader_name", remedy=remedy)]


def _is_named(told: str, name: str) -> bool:
    """Whether what is told holds this name: alone, or with an office beside it; spaces do not count."""
    wanted = _close(name)
    parts = [_close(part) for part in _APART.split(told)]
    rests = [part.removeprefix(wanted) for part in parts if part.startswith(wanted)]
    rests += [part.removesuffix(wanted) for part in parts if part.endswith(wanted)]
    return bool(wanted) and any(not rest or _POST.fullmatch(rest) for rest in rests)


def _close(text: str) -> str:
    return "".join(text.split())


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
