"""Reading a 发文登记簿: rows of any table become papers, or flaws with their place and the way out. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.core.days import is_sensible
from gongkai.core.organisation.rules.roster import text_of
from gongkai.core.reasons import define_rule
from gongkai.duties.dossiers.basis import REGISTER_COUNTS
from gongkai.duties.dossiers.rules.register_cells import (
    HEADS,
    LABELS,
    REQUIRED,
    day_in,
    disclosure_in,
    signature_in,
)
from gongkai.duties.policies.enums import Signature
from gongkai.duties.policies.number_spelling import normal_number, parse_number

REGISTER_TABLE = define_rule(
    "dossiers.register.table",
    1,
    "发文登记簿是一张表，有文号、标题、署名、公开属性、成文日期各列。",
    REGISTER_COUNTS,
)
REGISTER_RIGHT = define_rule(
    "dossiers.register.right", 1, "发文登记簿由厅办公室导入、核对。", REGISTER_COUNTS
)
REGISTER_LINE = define_rule(
    "dossiers.register.line", 1, "登记簿每行写明一件公文；同一文号只有一行。", REGISTER_COUNTS
)

MAX_ROWS = 20_000
HEAD_WITHIN = 10
"""Rows above the headings that are a title of the book, its year or its keeper."""
_LONGEST = {"title": 255, "note": 200}
_NONE = frozenset({"", "无", "—", "-", "/", "——", "无文号"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as the table counts, and its cells as texts by field. ``agreed`` names the change of title that
    a person said is meant (:func:`~gongkai.duties.dossiers.rules.register_changes.held_back`).
    """

    number: int
    cells: Mapping[str, str]
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a cell, and how to mend it (Chinese)."""

    field: str
    message: str

    @property
    def label(self) -> str:
        """The heading of its column."""
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what it says, and what is wrong with it. ``retitled`` names the change of title that it would make."""

    line: Line
    values: Mapping[str, Any]
    flaws: tuple[Flaw, ...] = ()
    key: str = ""
    retitled: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What reading needs to know: today, the department's own names, the unit that each written name means."""

    today: date
    own_names: Collection[str] = ()
    units: Mapping[str, int] = field(default_factory=dict)


def read_lines(rows: Sequence[Sequence[Any]]) -> tuple[list[Line], str]:
    """The rows below the headings, and what is wrong with the table as a whole (a Chinese sentence, or nothing)."""
    texts = [[text_of(value) for value in row] for row in rows]
    at, where = _headings(texts)
    if not where:
        wanted = "、".join(LABELS[name] for name in REQUIRED)
        return [], f"没有找到表头。请在第一行写明列名：{wanted}，顺序不限。"
    missing = [LABELS[name] for name in REQUIRED if name not in where]
    if missing:
        return [], f"表头缺少列：{'、'.join(missing)}。列的顺序不限，没有内容的列也要有列名。"
    if len(texts) - at - 1 > MAX_ROWS:
        return [], f"一次最多 {MAX_ROWS} 行，请按年份分开导入。"
    lines = []
    for number, row in enumerate(texts[at + 1 :], start=at + 2):
        cells = {name: row[column] if column < len(row) else "" for name, column in where.items()}
        if any(cells.values()):
            lines.append(Line(number, cells))
    return lines, "" if lines else "表里没有数据行。"


def _headings(texts: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row of headings and the column of each field: the row that names most of them."""
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(texts[:HEAD_WITHIN]):
        plain = [re.sub(r"[\s*（(].*", "", cell) for cell in row]
        where = {}
        for name, heads in HEADS.items():
            column = next((plain.index(head) for head in heads if head in plain), None)
            if column is not None:
                where[name] = column
        if len(where) > max(len(best[1]), 1):
            best = (at, where)
    return best


def key_of(number: str, title: str, written_on: date) -> str:
    """What tells a paper again in a later book: its number, or title and date where it has none."""
    return number or f"{written_on:%Y-%m-%d} {''.join(title.split())}"


def judged(lines: Sequence[Line], known: Known) -> list[Judged]:
    """Every row with what it says; of rows that say the same paper the first is right and the others are told."""
    found, first = [], dict[str, int]()
    for line in lines:
        one = _judged(line, known)
        if one.key and one.key in first:
            name = "number" if one.values["number"] else "title"
            message = f"与第 {first[one.key]} 行是同一件，请删去重复的一行或者改正文号。"
            one = Judged(line, one.values, (*one.flaws, Flaw(name, message)), one.key)
        elif one.key:
            first[one.key] = line.number
        found.append(one)
    return found


def _judged(line: Line, known: Known) -> Judged:
    cells = line.cells
    flaws: list[Flaw] = []
    values: dict[str, Any] = {
        "number": _number(cells.get("number", ""), known.today, flaws),
        "title": cells.get("title", "").strip(),
        "signature": signature_in(cells.get("signature", ""), known.own_names),
        "disclosure": _disclosure(cells.get("disclosure", ""), flaws),
        "written_on": _day("written_on", cells, known.today, flaws),
        "printed_on": _day("printed_on", cells, known.today, flaws),
        "unit": _unit(cells.get("unit", ""), known.units, flaws),
        "note": cells.get("note", "").strip(),
    }
    values["is_void"] = "作废" in values["note"]
    flaws += _lacking(cells, values)
    key = key_of(values["number"], values["title"], values["written_on"]) if values["written_on"] else ""
    return Judged(line, values, tuple(flaws), key if values["title"] else "")


def _number(text: str, today: date, flaws: list[Flaw]) -> str:
    if text.strip() in _NONE:
        return ""
    number = parse_number(text)
    if number is None:
        message = f"文号“{text[:40]}”认不出，请写成“示交规〔2026〕9号”；没有文号的留空。"
        flaws.append(Flaw("number", message))
    elif number.year is not None and number.year > today.year:
        flaws.append(Flaw("number", f"文号的年份 {number.year} 在将来，请核对。"))
    return normal_number(text)[:60]


def _disclosure(text: str, flaws: list[Flaw]) -> str:
    if text.strip() in _NONE:
        return ""
    found = disclosure_in(text)
    if found is None:
        message = f"公开属性“{text[:20]}”认不出，请写主动公开、依申请公开或者不予公开；没有标明的留空。"
        flaws.append(Flaw("disclosure", message))
    return found.value if found else ""


def _day(name: str, cells: Mapping[str, str], today: date, flaws: list[Flaw]) -> date | None:
    text = cells.get(name, "").strip()
    if text in _NONE:
        return None
    day = day_in(text)
    if day is None or not is_sensible(day, today):
        flaws.append(Flaw(name, f"“{text[:20]}”不是日期，请写成 2026-03-05。"))
        return None
    if day > today:
        flaws.append(Flaw(name, f"{LABELS[name]} {day:%Y-%m-%d} 在将来，请核对。"))
    return day


def _unit(text: str, units: Mapping[str, int], flaws: list[Flaw]) -> int | None:
    name = text.strip()
    if name in _NONE:
        return None
    if name not in units:
        message = f"“{name[:40]}”不是单位的名称，或者不止一个单位叫这个名字。请写全称，或者留空。"
        flaws.append(Flaw("unit", message))
    return units.get(name)


def _lacking(cells: Mapping[str, str], values: Mapping[str, Any]) -> list[Flaw]:
    flaws = []
    if not values["title"]:
        flaws.append(Flaw("title", "没有标题。"))
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest:
            flaws.append(Flaw(name, f"超过 {longest} 个字。"))
    if values["signature"] is None:
        text = cells.get("signature", "").strip()
        said = f"署名“{text[:40]}”认不出" if text else "没有署名"
        labels = "、".join(str(one.label) for one in Signature)
        flaws.append(Flaw("signature", f"{said}，请写：{labels}，或者写全各机关，主办机关在前。"))
    if values["written_on"] is None and not cells.get("written_on", "").strip():
        flaws.append(Flaw("written_on", "没有成文日期。"))
    if values["written_on"] and values["printed_on"] and values["printed_on"] < values["written_on"]:
        flaws.append(Flaw("printed_on", "印发日期早于成文日期，请核对。"))
    return flaws
