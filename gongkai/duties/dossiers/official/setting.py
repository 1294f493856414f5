"""A document as the data of its template: lines with their faces, tables with their cells. Pure."""

from __future__ import annotations

import re
from typing import Any

from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText, date_in_words
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.tables import column_weights, placed_cells
from gongkai.duties.dossiers.official.titles import balanced_lines

_FACES = {1: "hei", 2: "kai"}
_FIRST_SENTENCE = re.compile(r"[^。]*。?")
_LONGEST_WHOLE_CELL = 300
"""Letters of a cell up to which its row is kept on one page; a longer one goes on on the next, or it would run off the
paper. One cell that may not be parted keeps its whole row together."""
_WIDE_TABLE = 8


def setting_of(text: OfficialText, frame: Frame) -> dict[str, Any]:
    """What ``typst/gongwen.typ`` sets."""
    at = next((n for n, one in enumerate(text.blocks) if one.kind is Kind.ATTACHMENT), len(text.blocks))
    return {
        "marks": list(frame.marks),
        "suffix": frame.suffix,
        "number": frame.number,
        "draft": f"（{frame.draft}）" if frame.draft else "",
        "signatories": list(frame.signatories),
        "urgency": frame.urgency,
        "title": text.title,
        "title_lines": list(balanced_lines(text.title)),
        "addressee": f"{text.addressee}：" if text.addressee else "",
        "body": [piece for block in text.blocks[:at] for piece in _pieces(block)],
        "attachments": list(text.attachments),
        "signed_by": list(text.signed_by),
        "date": date_in_words(text.written_on) if text.written_on else "",
        "notes": [f"（{note}）" for note in text.note.split("\n") if note],
        "annexes": _annexes(text.blocks[at:]),
        "cc": f"{'，'.join(frame.cc)}。" if frame.cc else "",
        "printed_by": frame.printed_by,
        "printed_on": f"{date_in_words(frame.printed_on)}印发" if frame.printed_on else "",
    }


def _annexes(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in blocks:
        if block.kind is Kind.ATTACHMENT:
            lines = list(balanced_lines(block.text))
            found.append({"label": block.label, "title_lines": lines, "body": []})
        else:
            found[-1]["body"] += _pieces(block)
    return found


def _pieces(block: Block) -> list[dict[str, Any]]:
    if block.kind is Kind.TABLE:
        return [_table(block)]
    if block.kind is Kind.CHAPTER:
        name = f"{block.label}　{block.text}" if block.text else block.label
        return [_line(("kai" if block.level > 1 else "hei", name), centred=True, sticky=True)]
    if block.kind is Kind.ARTICLE:
        first, *more = block.text.split("\n")
        return [
            _line(("hei", f"{block.label}　"), ("fang", first)),
            *(_line(("fang", line)) for line in more),
        ]
    face = _FACES.get(block.level, "fang")
    found = _FIRST_SENTENCE.match(block.text)
    first = found.group() if found and face != "fang" else block.text
    rest = block.text[len(first) :]
    is_heading = block.level in _FACES and not rest
    return [_line((face, block.label + first), ("fang", rest), sticky=is_heading)]


def _line(*parts: tuple[str, str], centred: bool = False, sticky: bool = False) -> dict[str, Any]:
    runs = [{"face": face, "text": text} for face, text in parts if text]
    return {"t": "line", "parts": runs, "centred": centred, "sticky": sticky}


def _table(block: Block) -> dict[str, Any]:
    cells, width = placed_cells(block)
    heads = max((one.cell.down for one in cells if one.row == 0), default=1)
    long = {
        one.row + more
        for one in cells
        if len(one.cell.text) > _LONGEST_WHOLE_CELL
        for more in range(one.cell.down)
    }
    return {
        "t": "table",
        "widths": column_weights(block),
        "size": 12 if width <= _WIDE_TABLE else 10.5,
        "heads": heads if heads < len(block.rows) and not long & set(range(heads)) else 0,
        "cells": [
            {
                "x": one.column,
                "y": one.row,
                "across": one.cell.across,
                "down": one.cell.down,
                "text": one.cell.text,
                "whole": not long & set(range(one.row, one.row + one.cell.down)),
                "long": len(one.cell.text)
                > 12,  # letters above which words stand at the left, not in the middle
            }
            for one in cells
        ],
    }
