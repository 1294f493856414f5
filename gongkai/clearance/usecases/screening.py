"""The first screen of an upload, before it touches storage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from gongkai.clearance.enums import ScreenState
from gongkai.clearance.rules.storing import UNREADABLE, reasons_against_storing
from gongkai.clearance.screening.reading import UnreadableUpload, read_upload
from gongkai.core.reasons import Reason, refuse_if

MAX_UPLOAD = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Screened:
    """An upload that may be stored: the hash of its bytes, and whether a machine could read all of it."""

    sha256: str
    state: ScreenState


def _bytes_of(file: Any) -> bytes:
    file.seek(0)
    data = file.read(MAX_UPLOAD + 1)
    file.seek(0)
    return bytes(data)


def screen_upload(*, name: str, file: Any) -> Screened:
    """Screen a file that is still outside storage. Raises ``Refused``; nothing is kept then, not even an excerpt."""
    data = _bytes_of(file)
    reasons: list[Reason] = []
    state = ScreenState.CLEAN
    if len(data) > MAX_UPLOAD:
        reasons.append(UNREADABLE.reason(f"文件“{name}”超过 200 MB，系统不能核对。", remedy="请拆分后上传。"))
    elif not data:
        reasons.append(UNREADABLE.reason(f"文件“{name}”是空的。", remedy="请检查后重新选择文件。"))
    else:
        try:
            text = read_upload(name, data)
            state = ScreenState.CLEAN if text.complete else ScreenState.MANUAL
            reasons = reasons_against_storing(text.pieces)
            reasons = reasons[
                :1
            ]  # one finding is enough to refuse; the places of the others are nobody's business
        except UnreadableUpload as error:
            reasons.append(UNREADABLE.reason(f"文件“{name}”不能接收：{error}"))
    refuse_if(reasons, act="上传文件")
    return Screened(hashlib.sha256(data).hexdigest(), state)
