"""Lines with their places, and a reading form of the text in which punctuation and digits are alike.

The reading form maps each character to exactly one other, so a place in it is a place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.duties.supervision.rules.values import Span

CELL = "\t"
"""Between the cells of a table row; a row is one line."""
BREAK = "\u2028"
"""Between the paragraphs of one cell."""

_ALIKE = str.maketrans(
    "０１２３４５６７８９．,:;()﹙﹚﹕﹐〇○\u00a0\u3000\u2002\u2003\u2009\ufeff\u200b",
    "0123456789.，：；（）（）：，〇〇" + " " * 7,
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def reading_form(text: str) -> str:
    """The text with full-width digits, half-width punctuation and odd spaces made alike; same length."""
    return text.translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its reading form without outer space, and its place in the source."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def lines_of(text: str) -> list[Line]:
    """The lines of a text in reading form that hold something."""
    return list(_lines(reading_form(text)))


def _lines(form: str) -> Iterator[Line]:
    at = 0
    for raw in form.split("\n"):
        inner = raw.strip(" \r\f\v") if CELL in raw else raw.strip()
        if inner.strip():
            start = at + raw.index(inner)
            yield Line(inner, start, start + len(inner))
        at += len(raw) + 1


def trimmed(form: str, start: int, end: int, drop: str = " \t\r\n\f\v\u2028") -> Span:
    """The range without characters of ``drop`` at its ends."""
    while start < end and form[start] in drop:
        start += 1
    while end > start and form[end - 1] in drop:
        end -= 1
    return Span(start, end)


_PARAGRAPH_END = tuple("。；：！？）.;:!?)")
_NEW_PARAGRAPH = re.compile(
    r"^（[一二三四五六七八九十\d]{1,3}）|^[①-⑳]|^\d{1,3}[.、](?!\d)|^[一二三四五六七八九十]+是"
)


def unwrapped(text: str) -> str:
    """The text with lines that were broken in the middle of a sentence joined again."""
    out = ""
    for raw in text.replace(BREAK, "\n").replace(CELL, "\n").split("\n"):
        piece = raw.strip()
        if not piece:
            continue
        if out and (out.endswith(_PARAGRAPH_END) or _NEW_PARAGRAPH.match(reading_form(piece))):
            out += "\n"
        out += piece
    return out


def cjk_number(text: str) -> int:
    """The value of a Chinese numeral below 100, such as 十四; 0 when it is none."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _DIGITS.get(char, 0)
    return value


def cjk_digits(text: str) -> str:
    """A text with each Chinese digit as an Arabic one (for years such as 二〇二六); 十 is left."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)
