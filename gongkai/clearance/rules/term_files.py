"""From the rows of an uploaded file to words with their flaws, and what an import would change. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gongkai.clearance.basis import KNOWLEDGE
from gongkai.clearance.rules.knowledge import TermFacts, reasons_against_term
from gongkai.core.days import against_day
from gongkai.core.reasons import Reason, define_rule

COLUMNS = ("词", "建议写法", "说明", "例外词", "启用日期", "停用日期")
MOST_ROWS = 50_000
"""House number: about what one process holds in memory and one transaction writes in a few seconds."""
FLAWS_SHOWN = 200
LONGEST_TEXT = 200

FLAWED = define_rule("clearance.terms.flawed", 13, "导入的词表有一处错误，整份不予采用。", KNOWLEDGE)
EMPTY = define_rule("clearance.terms.empty", 13, "导入的文件里至少有一个词。", KNOWLEDGE)
SEEN = define_rule("clearance.terms.seen", 13, "导入的须与预览的一致。", KNOWLEDGE)

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
_HEADINGS = {
    "词": 0,
    "词语": 0,
    "词条": 0,
    "敏感词": 0,
    "错误写法": 0,
    "建议写法": 1,
    "正确写法": 1,
    "说明": 2,
}
_HEADINGS |= {"备注": 2, "例外词": 3, "例外": 3, "启用日期": 4, "停用日期": 5}
_BETWEEN = re.compile(r"[、，,;；|]")


@dataclass(frozen=True, slots=True)
class Line:
    """One word as the file has it."""

    text: str
    suggestion: str = ""
    note: str = ""
    unless: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a row, and where it stands."""

    place: str
    message: str


@dataclass(slots=True)
class TermFile:
    """What was read: words once each, flaws (the first two hundred) with their number, rows that say a word again."""

    lines: dict[str, Line] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    flawed: int = 0
    repeated: int = 0

    def flaw(self, place: str, message: str) -> None:
        """Note a flaw."""
        self.flawed += 1
        if len(self.flaws) < FLAWS_SHOWN:
            self.flaws.append(Flaw(place, message))


@dataclass(frozen=True, slots=True)
class TermChanges:
    """What an import would do to a list: words that come, that change, that stay, that the file lacks."""

    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    same: int
    gone: tuple[str, ...]


def read_lines(rows: Iterable[Sequence[Any]], *, own_names: Collection[str], today: date) -> TermFile:
    """Words and flaws of a file's rows, in their order; row numbers count from 1, headings included."""
    found = TermFile()
    order: Mapping[int, int] = dict(enumerate(range(len(COLUMNS))))
    is_first = True
    for number, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in row]
        if not any(cells):
            continue
        place = f"第 {number} 行"
        if is_first:
            is_first = False
            headings = _headings_of(cells)
            if headings is not None:
                order = headings
                continue
        if len(found.lines) >= MOST_ROWS:
            found.flaw(place, f"一次最多导入 {MOST_ROWS} 个词。请分成几份导入。")
            break
        _take(found, place, _in_order(cells, row, order), own_names, today)
    return found


def _headings_of(cells: Sequence[str]) -> Mapping[int, int] | None:
    """Which column of the file is which of ours, if its first row names them."""
    known = {place: _HEADINGS[cell] for place, cell in enumerate(cells) if cell in _HEADINGS}
    return known if 0 in known.values() else None


def _in_order(cells: Sequence[str], row: Sequence[Any], order: Mapping[int, int]) -> list[Any]:
    taken: list[Any] = [""] * len(COLUMNS)
    for place, column in order.items():
        if place < len(cells):
            taken[column] = row[place] if column >= 4 else cells[place]
    return taken


def _take(found: TermFile, place: str, cells: list[Any], own_names: Collection[str], today: date) -> None:
    text, suggestion, note, unless = (str(cell) for cell in cells[:4])
    days = [_day(cell, today) for cell in cells[4:6]]
    problems = [day for day in days if isinstance(day, str)]
    problems += [
        f"{name}超过 {LONGEST_TEXT} 个字。"
        for name, cell in (("建议写法", suggestion), ("说明", note))
        if len(cell) > LONGEST_TEXT
    ]
    first, last = (None if isinstance(day, str) else day for day in days)
    words = tuple(word for word in (part.strip() for part in _BETWEEN.split(unless)) if word)
    reasons = reasons_against_term(TermFacts(text, suggestion, words, first, last, own_names))
    problems += [f"{reason.message}{reason.remedy}" for reason in reasons]
    if problems:
        found.flaw(place, "".join(problems))
        return
    line = Line(text, suggestion, note, words, first, last)
    known = found.lines.setdefault(text, line)
    if known is not line:
        if known == line:
            found.repeated += 1
        else:
            found.flaw(place, f"“{text}”在前面已有一行，内容不同。请只留一行。")


def _cell(value: Any) -> str:
    """A cell as text; a number that a spreadsheet made of a word is a word."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\ufeff", "").split())


def _day(value: Any, today: date) -> date | str | None:
    """A day, none, or what is wrong with it."""
    if isinstance(value, datetime):
        return against_day(value.date(), today) or value.date()
    text = value.isoformat() if isinstance(value, date) else _cell(value)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return f"“{text[:20]}”不是日期，请写成 2026-11-27。"
    return against_day(day, today) or day


def changes_between(
    lines: Iterable[Line], known: Mapping[str, Line], *, ended: Collection[str]
) -> TermChanges:
    """What entering ``lines`` changes in a list with ``known`` words, of which ``ended`` are no longer in force."""
    new, changed, same = [], [], 0
    texts = set()
    for line in lines:
        texts.add(line.text)
        if line.text not in known:
            new.append(line)
        elif known[line.text] != line:
            changed.append(line)
        else:
            same += 1
    gone = tuple(text for text in known if text not in texts and text not in ended)
    return TermChanges(tuple(new), tuple(changed), same, gone)


def reasons_against_import(*, words: int, flawed: int, is_as_seen: bool) -> list[Reason]:
    """Every reason why a file of words may not be entered."""
    reasons = []
    if flawed:
        remedy = "请照预览列出的行改好，重新上传。"
        reasons.append(FLAWED.reason(f"文件里有 {flawed} 处错误。", remedy=remedy))
    if not words and not flawed:
        remedy = "请选有词的文件：每行一个词，或第一列是“词”的表格。"
        reasons.append(EMPTY.reason("文件里没有词。", remedy=remedy, field="file"))
    if not is_as_seen:
        remedy = "请重新看一遍预览再确认。"
        reasons.append(SEEN.reason("您预览以后，这张词表有改动。", remedy=remedy))
    return reasons
