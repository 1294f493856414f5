"""The structured text of an official document as a plain value: no markup, one JSON form, one digest. Pure.

Structure after 《党政机关公文处理工作条例》 and GB/T 9704-2012: title, addressee, body, signature, date, note, attachments.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

FORM = 1
"""Version of the JSON form; a later one reads this one."""

_MOST_SPAN = 5_000
"""Columns or rows that one cell covers, most (house number: no table has more)."""


class Kind(StrEnum):
    """What a block is."""

    CHAPTER = "chapter"  # 第一章 (level 1), 第一节 (level 2), 第一编 (level 0)
    HEADING = "heading"  # 一、 （一） 1. （1）: level 1 to 4
    ARTICLE = "article"  # 第×条; its 款 and 项 are lines of its text
    PARAGRAPH = "paragraph"
    TABLE = "table"
    ATTACHMENT = "attachment"  # what follows belongs to it; without a label: the text that a notice issues


_LEVELS = {Kind.CHAPTER: (0, 1, 2), Kind.HEADING: (1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, at its upper left corner; ``across`` columns and ``down`` rows that it covers."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text. ``label`` as written (第三条, （一）); ``text`` without it, lines for the parts of an article;
    ``rows`` of a table, each with the cells that begin in it. Raises ``ValueError`` for what can be no block.
    """

    kind: Kind
    label: str = ""
    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    level: int = 0

    def __post_init__(self) -> None:
        if self.level not in _LEVELS.get(self.kind, (0,)):
            raise ValueError(f"{self.kind} 没有第 {self.level} 级")
        if bool(self.rows) != (self.kind is Kind.TABLE):
            raise ValueError("表格要有行，别的段落没有行")

    @property
    def words(self) -> str:
        """All that is written in it, one line for each line or row; cells apart by tabs."""
        if self.rows:
            return "\n".join("\t".join(cell.text for cell in row) for row in self.rows)
        return f"{self.label}{self.text}"


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The text of a document. ``signed_by`` in order of the organs; ``note`` without its brackets; ``attachments`` are
    the names in the 附件说明, while the attachments themselves are blocks.
    """

    title: str
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    signed_by: tuple[str, ...] = ()
    written_on: date | None = None
    note: str = ""
    attachments: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "form": FORM,
            "title": self.title,
            "addressee": self.addressee,
            "blocks": [_block_as_data(block) for block in self.blocks],
            "signed_by": list(self.signed_by),
            "written_on": self.written_on.isoformat() if self.written_on else None,
            "note": self.note,
            "attachments": list(self.attachments),
        }

    @classmethod
    def from_data(cls, data: Any) -> OfficialText:
        """The text that :meth:`as_data` wrote down. Raises ``ValueError`` that says in Chinese what is wrong."""
        if not isinstance(data, Mapping):
            raise ValueError("公文文本应是一个对象")
        if data.get("form") != FORM:
            raise ValueError(f"不认识的公文文本版本：{data.get('form')!r}")
        written = data.get("written_on")
        if written is not None and not isinstance(written, str):
            raise ValueError("written_on 应是日期")
        return cls(
            title=_text(data, "title"),
            addressee=_text(data, "addressee"),
            blocks=tuple(_block_from(one) for one in _list(data, "blocks")),
            signed_by=_texts(data, "signed_by"),
            written_on=date.fromisoformat(written) if written else None,
            note=_text(data, "note"),
            attachments=_texts(data, "attachments"),
        )


def digest_of(text: OfficialText) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal: equal exactly for equal texts."""
    canonical = json.dumps(text.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain_text(text: OfficialText) -> str:
    """All words of a document in the order in which its pages show them, one line for each paragraph or row."""
    lines = [text.title, f"{text.addressee}：" if text.addressee else ""]
    at = next((n for n, one in enumerate(text.blocks) if one.kind is Kind.ATTACHMENT), len(text.blocks))
    lines += [block.words for block in text.blocks[:at]]
    lines += attachment_lines(text.attachments)
    lines += text.signed_by
    lines += [
        date_in_words(text.written_on) if text.written_on else "",
        f"（{text.note}）" if text.note else "",
    ]
    lines += [block.words for block in text.blocks[at:]]
    return "\n".join(line for line in lines if line)


def attachment_lines(names: Sequence[str]) -> list[str]:
    """The 附件说明 as it is written: no number for a single one, no sign at the end of a name (GB/T 9704-2012, 7.3.4)."""
    if len(names) == 1:
        return [f"附件：{names[0]}"]
    return [f"{'附件：' if n == 1 else ''}{n}.{name}" for n, name in enumerate(names, start=1)]


def date_in_words(day: date) -> str:
    """2026年3月1日: Arabic figures without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _block_as_data(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": block.kind.value, "label": block.label, "text": block.text}
    if block.level:
        data["level"] = block.level
    if block.rows:
        data["rows"] = [[_cell_as_data(cell) for cell in row] for row in block.rows]
    return data


def _cell_as_data(cell: Cell) -> str | list[Any]:
    return cell.text if cell.across == cell.down == 1 else [cell.text, cell.across, cell.down]


def _block_from(data: Any) -> Block:
    if not isinstance(data, Mapping):
        raise ValueError("段落应是一个对象")
    kind = data.get("kind")
    if kind not in tuple(Kind):
        raise ValueError(f"不认识的段落种类：{kind!r}")
    level = data.get("level", 0)
    if not isinstance(level, int):
        raise ValueError("段落的级别应是整数")
    rows = tuple(_row_from(row) for row in _list(data, "rows"))
    return Block(Kind(kind), _text(data, "label"), _text(data, "text"), rows, level)


def _row_from(data: Any) -> tuple[Cell, ...]:
    if not isinstance(data, list):
        raise ValueError("表格的行应是列表")
    return tuple(_cell_from(cell) for cell in data)


def _cell_from(data: Any) -> Cell:
    if isinstance(data, str):
        return Cell(data)
    match data:
        case [str(text), int(across), int(down)] if 1 <= across <= _MOST_SPAN and 1 <= down <= _MOST_SPAN:
            return Cell(text, across, down)
    raise ValueError("表格的单元格应是文字，或文字、列数、行数")


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} 应是文字")
    return value


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"{key} 应是列表")
    return value


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _list(data, key)
    if not all(isinstance(one, str) for one in values):
        raise ValueError(f"{key} 应是文字的列表")
    return tuple(values)
