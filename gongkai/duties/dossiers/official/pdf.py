"""A document as PDF in the form of GB/T 9704-2012. Pure but for the press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.core.typeset.press import stand_ins, typeset_telling
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.setting import setting_of

_TEMPLATE = "duties/dossiers/typst/gongwen.typ"
_ROWS = (22, 23, 21, 24, 20)
"""Lines of a page: 22; where signature and date would stand on a page without text, the room between the lines gives way
(GB/T 9704-2012, 7.3.5.5)."""
_ABOVE, _LESS_ABOVE = 35, 15
"""Millimetres from the top of the text area to the red mark: 35 is what the standard recommends (7.2.4), less is tried
last (house number).
"""
_APART = "署名和成文日期与正文不在同一面，调整行距也排不到一起：请增减几个字。"
_TIED = "署名所在的面没有正文，已把正文最后一段移到署名一面；前一面末尾会有空白，可以增减几个字调整。"
_STAND_IN = "正文字体为替代字体：本机没有{}。正式印发前请安装标准字体。"
_MOST_TIED = 280
"""Letters of a last paragraph that moves with the signature: half a page (house number)."""


@dataclass(frozen=True, slots=True)
class SetDocument:
    """The PDF, how many lines a page of it has, and in Chinese what whoever prints it should know."""

    pdf: bytes
    rows: int
    warnings: tuple[str, ...] = ()


def set_document(text: OfficialText, frame: Frame, *, made_at: datetime) -> SetDocument:
    """The document set. Equal data make equal bytes. Raises :class:`~gongkai.core.typeset.press.NoFontError`."""
    data = setting_of(text, frame)
    tried = [(rows, _ABOVE) for rows in _ROWS]
    tried += [(rows, _LESS_ABOVE) for rows in _ROWS] if frame.marks else []
    for rows, above in tried:
        pdf, is_together = _set(data, made_at, rows=rows, above=above)
        if is_together:
            return SetDocument(pdf, rows, _about_fonts())
    if _may_be_tied(data):
        pdf, is_together = _set(data, made_at, is_tied=True)
        if is_together:
            return SetDocument(pdf, _ROWS[0], (_TIED, *_about_fonts()))
    pdf, _ = _set(data, made_at)
    return SetDocument(pdf, _ROWS[0], (_APART, *_about_fonts()))


def _set(
    data: dict[str, Any],
    made_at: datetime,
    *,
    rows: int = _ROWS[0],
    above: int = _ABOVE,
    is_tied: bool = False,
) -> tuple[bytes, bool]:
    """The PDF, and whether signature and last words of the body share a page."""
    pdf, told = typeset_telling(
        _TEMPLATE,
        {**data, "rows": rows, "above_mark": above, "tied": is_tied},
        drawings={},
        made_at=made_at,
        labels=("<body-end>", "<signed>"),
    )
    return pdf, told.get("<signed>", told["<body-end>"]) == told["<body-end>"]


def _may_be_tied(data: dict[str, Any]) -> bool:
    last: dict[str, Any] = data["body"][-1] if len(data["body"]) > 1 else {"t": ""}
    return bool(last["t"] == "line" and sum(len(one["text"]) for one in last["parts"]) <= _MOST_TIED)


def _about_fonts() -> tuple[str, ...]:
    lacking = stand_ins()
    return (_STAND_IN.format("、".join(lacking)),) if "仿宋" in lacking else ()
