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
_ABOVE, _LESS_ABOVE = 35, 15
"""Millimetres from the top of the text area to the red mark: 35 is what the standard recommends (7.2.4), less is tried
last (house number).
"""
_APART = "署名和成文日期与正文不在同一面，排不到一起：请增减几个字。"
_TIED = "署名所在的面没有正文，已把正文最后几行移到署名一面；前一面末尾会有空白，可以增减几个字调整。"
_STAND_IN = "正文字体为替代字体：本机没有{}。正式印发前请安装标准字体。"
_MOST_ALONE = 26
"""Letters of the only paragraph of a body up to which it is one line, and nothing would stay below the title."""


@dataclass(frozen=True, slots=True)
class SetDocument:
    """The PDF, and in Chinese what whoever prints it should know."""

    pdf: bytes
    warnings: tuple[str, ...] = ()


def set_document(text: OfficialText, frame: Frame, *, made_at: datetime) -> SetDocument:
    """The document set. Equal data make equal bytes. Raises :class:`~gongkai.core.typeset.press.NoFontError`.

    Every page of every document has 22 lines. Where signature and date would stand on a page without text, the last
    lines of the body go with them, or the head gives room (GB/T 9704-2012, 7.3.5.5 leaves open how).
    """
    data = setting_of(text, frame)
    ways = [(_ABOVE, False)]
    ways += [(_ABOVE, True)] if _may_be_tied(data) else []
    ways += [(_LESS_ABOVE, False)] if frame.marks else []
    for above, is_tied in ways:
        pdf, is_together = _set(data, made_at, above=above, is_tied=is_tied)
        if is_together:
            return SetDocument(pdf, (*((_TIED,) if is_tied else ()), *_about_fonts()))
    pdf, _ = _set(data, made_at)
    return SetDocument(pdf, (_APART, *_about_fonts()))


def _set(
    data: dict[str, Any],
    made_at: datetime,
    *,
    above: int = _ABOVE,
    is_tied: bool = False,
) -> tuple[bytes, bool]:
    """The PDF, and whether signature and last words of the body share a page."""
    pdf, told = typeset_telling(
        _TEMPLATE,
        {**data, "above_mark": above, "tied": is_tied},
        drawings={},
        made_at=made_at,
        labels=("<body-end>", "<signed>"),
    )
    return pdf, told.get("<signed>", told["<body-end>"]) == told["<body-end>"]


def _may_be_tied(data: dict[str, Any]) -> bool:
    """Whether the body ends with words of which some lines may go on the next page."""
    if not data["body"] or data["body"][-1]["t"] != "line" or data["body"][-1]["centred"]:
        return False
    letters = sum(len(one["text"]) for one in data["body"][-1]["parts"])
    return len(data["body"]) > 1 or letters > _MOST_ALONE


def _about_fonts() -> tuple[str, ...]:
    lacking = stand_ins()
    return (_STAND_IN.format("、".join(lacking)),) if "仿宋" in lacking else ()
