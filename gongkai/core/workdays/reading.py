"""Turn what a person pasted or uploaded into a draft: the notice's own text, a table, JSON or XLSX."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.rules import Draft, Entry, Fault, looks_like_notice, read_notice

MAX_BYTES = 1_000_000
MAX_ROWS = 500

_HOLIDAY_WORDS = {"放假", "休", "休息", "假", "holiday", "off", "true", "1"}
_MAKEUP_WORDS = {"上班", "班", "补班", "调休", "调休上班", "makeup", "workday", "false", "0"}
_HEADINGS = {"日期", "date"}
_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:\s*00:00:00)?")
_DATE_REMEDY = "日期写成2027-01-01、2027/1/1或2027年1月1日。"
_KIND_REMEDY = "第二列写“放假”或“上班”。"


class UnreadableError(ValueError):
    """The file as a whole cannot be read; the message is Chinese and says what to do."""


def read_source(*, text: str, data: bytes | None, year: int | None, instrument: str) -> Draft:
    """A draft from pasted text or from a file's bytes. Raises :class:`UnreadableError`."""
    if data is not None:
        if len(data) > MAX_BYTES:
            raise UnreadableError("文件超过1 MB。放假安排只有几十行，请检查是否选错了文件。")
        if data[:2] == b"PK":
            return _from_rows(_rows_of_workbook(data), year, instrument)
        text = _decode(data)
    stripped = text.strip()
    if stripped[:1] in "{[" and stripped:
        return _from_json(stripped, year, instrument)
    if looks_like_notice(stripped):
        return read_notice(text, year=year, instrument=instrument)
    dialect = csv.excel_tab if "\t" in text else csv.excel
    return _from_rows(csv.reader(io.StringIO(text.replace("，", ",")), dialect), year, instrument)


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("读不出文字。请使用XLSX、UTF-8或GB18030编码的CSV，或直接粘贴通知正文。")


def _rows_of_workbook(data: bytes) -> Iterable[Sequence[Any]]:
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return list(sheet.iter_rows(max_row=MAX_ROWS, max_col=3, values_only=True))
    except Exception as error:  # openpyxl raises whatever the broken part raises
        raise UnreadableError("这个XLSX文件打不开。请用表格软件另存一次，或直接粘贴通知正文。") from error


def _from_rows(rows: Iterable[Sequence[Any]], year: int | None, instrument: str) -> Draft:
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=1):
        cells = [*row, None, None, None][:3]
        if not any(str(cell or "").strip() for cell in cells) or str(cells[0]).strip().lower() in _HEADINGS:
            continue
        _add(f"第{number}行", cells[0], cells[1], cells[2], entries, faults)
    return Draft(year, instrument, tuple(entries[:MAX_ROWS]), tuple(faults[:20]))


def _from_json(text: str, year: int | None, instrument: str) -> Draft:
    """Accepts ``[{date, kind|off, name}]``, ``{"year", "days": […]}`` and ``{"2027": {"days": […]}}``."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("JSON格式有误，请检查括号和引号是否成对。") from error
    if isinstance(body, dict) and "days" not in body:
        body = _only_year(body, year)
    if isinstance(body, dict):
        given = body.get("year")
        year = year or (int(str(given)) if str(given).isdecimal() else None)
        instrument = instrument or str(body.get("instrument") or "")
        body = body.get("days")
    if not isinstance(body, list):
        raise UnreadableError("JSON中没有找到日期列表（days）。")
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, item in enumerate(body[:MAX_ROWS], start=1):
        item = item if isinstance(item, dict) else {}
        kind = item.get("kind", item.get("off"))
        _add(f"第{number}条", item.get("date"), kind, item.get("name"), entries, faults)
    return Draft(year, instrument, tuple(entries), tuple(faults[:20]))


def _only_year(body: dict[str, Any], year: int | None) -> dict[str, Any]:
    years = [key for key in body if key.isdecimal() and isinstance(body[key], dict)]
    if year is not None and str(year) in years:
        years = [str(year)]
    if len(years) != 1:
        raise UnreadableError("JSON中有多个年份或没有年份。请在“年份”中写明要导入的一年。")
    return {"year": years[0], **body[years[0]]}


def _add(place: str, day: Any, kind: Any, name: Any, entries: list[Entry], faults: list[Fault]) -> None:
    read_day, read_kind = _read_day(day), _read_kind(kind)
    if read_day is None:
        faults.append(Fault(place, f"“{_shown(day)}”不是一个日期。", _DATE_REMEDY))
    elif read_kind is None:
        faults.append(Fault(place, f"“{_shown(kind)}”看不出是放假还是上班。", _KIND_REMEDY))
    else:
        entries.append(Entry(place, read_day, read_kind, str(name or "").strip()[:20]))


def _read_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(str(value or "").strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _read_kind(value: Any) -> DayKind | None:
    word = str("" if value is None else value).strip().lower()
    if word in _HOLIDAY_WORDS:
        return DayKind.HOLIDAY
    return DayKind.MAKEUP if word in _MAKEUP_WORDS else None


def _shown(value: Any) -> str:
    return "（空）" if value is None or value == "" else str(value).strip()[:30]
