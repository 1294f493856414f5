"""What OA's data say, whatever bytes they are: read to what a delivery says, or to the reasons against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from gongkai.core.days import FIRST_DAY, LAST_YEAR_READ
from gongkai.core.reasons import Reason
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers.enums_intake import DeliveryKind
from gongkai.duties.dossiers.rules.intake import INTAKE_FORM, Handed

_LONGEST = {"external_id": 100, "code": 20, "title": 255, "number": 80, "leader_name": 100, "opinion": 500}
_NAMES = {
    "external_id": "OA 编号",
    "code": "办文编号",
    "title": "标题",
    "number": "文号",
    "leader_name": "签发人",
    "opinion": "签发意见",
    "signed_at": "签发时间",
}


def json_in(raw: bytes | str) -> Any:
    """What a JSON text says; None where it is none, or nested deeper than anybody writes."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


_SPELLED = {"leader": "leader_name"}


def told_in(data: Any) -> tuple[Handed | None, list[Reason]]:
    """What OA's data say (a JSON object; the form stands in ``docs/operate/oa.md``), or every reason against them."""
    if not isinstance(data, Mapping):
        return None, [INTAKE_FORM.reason("交接信息不是一个 JSON 对象。")]
    known = {_SPELLED.get(str(key), str(key)): value for key, value in data.items()}
    strange = sorted(
        _printable(key) for key in set(known) - {one.name for one in fields(Handed)} - {"sha256"}
    )
    reasons = [INTAKE_FORM.reason(f"不认识“{key[:30]}”这一项。", field=key) for key in strange]
    kind = _kind_of(known.get("kind"))
    if kind is None:
        said = "、".join(DeliveryKind.labels)
        reasons.append(INTAKE_FORM.reason("没有写明类别。", field="kind", remedy=f"写 {said} 之一。"))
    texts = {name: known.get(name) or "" for name in _LONGEST}
    reasons += [
        INTAKE_FORM.reason(f"“{_NAMES[name]}”应当是 {_LONGEST[name]} 字以内的文字。", field=name)
        for name, value in texts.items()
        if not isinstance(value, str) or len(value) > _LONGEST[name] or not _is_text(value)
    ]
    signed_at, is_bad = _moment(known.get("signed_at"))
    if is_bad:
        remedy = "写成 2026-11-28T10:30，北京时间。"
        reasons.append(INTAKE_FORM.reason("“签发时间”认不出。", field="signed_at", remedy=remedy))
    if reasons or kind is None:
        return None, reasons
    return Handed(kind, signed_at=signed_at, **{name: value.strip() for name, value in texts.items()}), []


def _kind_of(value: Any) -> DeliveryKind | None:
    return next((one for one in DeliveryKind if value in (one.value, one.label)), None)


def _moment(value: Any) -> tuple[datetime | None, bool]:
    if value in (None, ""):
        return None, False
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None, True
    # At the ends of the calendar a moment has no day in another time zone.
    if not FIRST_DAY <= moment.date() <= date(LAST_YEAR_READ, 12, 31):
        return None, True
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)), False


def _is_text(value: str) -> bool:
    """Whether it can be kept: JSON can spell half a letter (``\\ud800``), which no file and no database takes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def _printable(key: str) -> str:
    """A key as it may be told back."""
    return "".join(sign if sign.isprintable() else "�" for sign in key)


def hash_in(data: Any) -> str:
    """The SHA-256 that OA's data say of the file; empty where they say none."""
    return str(data.get("sha256") or "").strip().lower() if isinstance(data, Mapping) else ""


def reasons_against_hash(*, told: str, sha256: str) -> list[Reason]:
    """Why a file is not the one that was sent: it broke on its way."""
    if not told or told == sha256:
        return []
    message = "文件的 SHA-256 与交接信息写的不一致。"
    return [INTAKE_FORM.reason(message, field="sha256", remedy="请重新交一次。")]


def reasons_against_name(name: str) -> list[Reason]:
    """Why a file cannot be kept under the ending of its name."""
    if len(PurePath(name).suffix.encode()) <= _LONGEST_ENDING:
        return []
    remedy = "请改名后重新交，例如“签批单.pdf”。"
    return [INTAKE_FORM.reason("文件名的扩展名太长，认不出格式。", field="file", remedy=remedy)]


_LONGEST_ENDING = 20
"""Bytes; those that a dossier takes have five at most (house number)."""
