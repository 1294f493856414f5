"""Between the structured text of a document and the body of its public page: blocks out, words back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText, attachment_lines
from gongkai.duties.dossiers.official.tables import placed_cells

_ENDS = re.compile(r"</(?:p|li|h3|td|tr)>|<br\s*/?>")
_TAGS = re.compile(r"<[^>]+>")


def body_of(text: OfficialText) -> list[tuple[str, Any]]:
    """Blocks of a page's body: headings, pieces of rich text, tables. What stands under the text is left to the page."""
    body: list[tuple[str, Any]] = []
    run: list[str] = [_paragraph("", f"{text.addressee}：")] if text.addressee else []
    for block in text.blocks:
        piece = _block(block)
        if piece is None:
            run.append(_lines(block))
            continue
        if run:
            body.append(("text", "".join(run)))
            run = []
        body.append(piece)
    run += [_paragraph("", line) for line in attachment_lines(text.attachments)]
    if run:
        body.append(("text", "".join(run)))
    return body


def _block(block: Block) -> tuple[str, Any] | None:
    """A block of its own, or None where it is part of the running text."""
    if block.kind is Kind.TABLE:
        data = _grid(block)
        return ("table", {"data": data, "first_row_is_table_header": True, "first_col_is_header": False})
    is_head = block.kind in (Kind.CHAPTER, Kind.ATTACHMENT)
    words = f"{block.label}　{block.text}".strip("　") if block.label and block.text else block.words
    if is_head and len(words) <= 60 and "\n" not in words:
        return ("heading", words)
    return None


def _grid(block: Block) -> list[list[str]]:
    """A table without merged cells, which the page's tables do not know: every place that a cell covers says its words."""
    cells, width = placed_cells(block)
    grid = [[""] * width for _ in block.rows]
    for one in cells:
        for down in range(one.cell.down):
            grid[one.row + down][one.column : one.column + one.cell.across] = [
                one.cell.text
            ] * one.cell.across
    return grid


def _lines(block: Block) -> str:
    first, *more = block.text.split("\n") if block.text else [""]
    is_article = block.kind is Kind.ARTICLE
    gap = "　" if is_article and first else ""
    label = f"{block.label}{gap}"
    return _paragraph(label, first, is_bold=bool(block.label)) + "".join(_paragraph("", one) for one in more)


def _paragraph(label: str, words: str, *, is_bold: bool = False) -> str:
    bare = label.rstrip("　")
    head = f"<b>{escape(bare)}</b>{label[len(bare) :]}" if is_bold and bare else escape(label)
    return f"<p>{head}{escape(words)}</p>"


def words_of_body(body: Any) -> str:
    """All words of a page's body, in order, lines for paragraphs."""
    words = []
    for block in body.get_prep_value() if body else []:
        kind, value = block["type"], block["value"]
        if kind == "heading":
            words.append(str(value))
        elif kind == "text":
            words.append(unescape(_TAGS.sub("", _ENDS.sub("\n", str(value)))))
        elif kind == "table":
            words += _rows(value or {})
        else:  # a picture, or a block of a later day: nothing that was signed
            words.append(f"【{kind}】")
    return "\n".join(words)


def _rows(value: Mapping[str, Any]) -> list[str]:
    return ["\t".join("" if cell is None else str(cell) for cell in row) for row in value.get("data") or []]


def words_of_text(text: OfficialText) -> str:
    """The words that a page of this text shows in its body: :func:`body_of`, read back."""
    return "\n".join(_piece(kind, value) for kind, value in body_of(text))


def _piece(kind: str, value: Any) -> str:
    if kind == "table":
        return "\n".join(_rows(value))
    return unescape(_TAGS.sub("", _ENDS.sub("\n", str(value))))
