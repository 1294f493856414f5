"""How a document number may be written, and the one standard spelling of each. Pure.

Three forms are printed: 代字〔年份〕序号号 (GB/T 9704-2012, 7.2.5); 「2026年第3号」 of 公告 and 令, with or without the organ's
name before it; 「第 275 号」 of 令 that are counted through the years. People and OA exports write them with any brackets,
full-width digits, spaces, a 第 too many and noughts before the serial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class NumberForm(StrEnum):
    """Which of the forms a number has."""

    BRACKET = "bracket"
    ORDINAL = "ordinal"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number taken apart. ``prefix`` is 代字, or organ and kind (empty where only 「2026年第3号」 is printed)."""

    prefix: str
    year: int | None
    serial: int
    form: NumberForm

    @property
    def text(self) -> str:
        """The standard spelling."""
        if self.form is NumberForm.BRACKET:
            return f"{self.prefix}〔{self.year}〕{self.serial}号"
        year = "" if self.form is NumberForm.RUNNING else f"{self.year}年"
        return f"{self.prefix}{year}第{self.serial}号"


_SIGNS = str.maketrans(
    dict.fromkeys("［[【(（﹝〖﹙｛{", "〔")
    | dict.fromkeys("］]】)）﹞〗﹚｝}", "〕")
    | dict(zip("０１２３４５６７８９", "0123456789", strict=True))
)
"""Brackets and full-width digits; figures of another script are no figures of ours and stay."""
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_HAN = r"[\u4e00-\u9fa5]"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_SERIAL = r"第?0*(?P<serial>[1-9][0-9]{0,4})号"
_BRACKET = re.compile(rf"(?P<prefix>{_HAN}{{2,12}}?)第?〔{_YEAR}年?〕年?{_SERIAL}")
_ORDINAL = re.compile(rf"(?P<prefix>{_HAN}{{0,40}}?)〔?{_YEAR}年第0*(?P<serial>[1-9][0-9]{{0,4}})号〕?")
_RUNNING = re.compile(rf"(?P<prefix>{_HAN}{{1,40}}?[令告])〔?第0*(?P<serial>[1-9][0-9]{{0,4}})号〕?")
_SOUGHT = re.compile(
    rf"(?P<prefix>{_HAN}{{0,40}}?)(?P<open>〔?)(?P<year>(?:19|20)[0-9]{{2}})(?P<close>〕?年?第?)"
    r"0*(?P<serial>[1-9]?[0-9]{0,4})(?P<end>号?)"
)


def folded(text: str) -> str:
    """A text with one kind of bracket, plain digits and no gaps; numbers of other forms stay as they are."""
    return _GAPS.sub("", text.translate(_SIGNS))


def parse_number(text: str) -> DocumentNumber | None:
    """What number a text is, in whatever spelling; ``None`` for what is none."""
    plain = folded(text)
    for form, pattern in (
        (NumberForm.BRACKET, _BRACKET),
        (NumberForm.ORDINAL, _ORDINAL),
        (NumberForm.RUNNING, _RUNNING),
    ):
        match = pattern.fullmatch(plain)
        if match:
            year = match.groupdict().get("year")
            return DocumentNumber(match["prefix"], int(year) if year else None, int(match["serial"]), form)
    return None


def normal_number(text: str) -> str:
    """A number in its standard spelling; of what is no whole number as much as can be mended."""
    number = parse_number(text)
    if number is not None:
        return number.text
    mended = re.sub(r"〕0+(?=[0-9])", "〕", folded(text).replace("第", ""))
    number = parse_number(mended)
    return number.text if number is not None else mended


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number, however each is written."""
    return bool(folded(one)) and normal_number(one) == normal_number(other)


def number_parts(text: str) -> tuple[str, ...]:
    """For a search: pieces of which a number in standard spelling holds one, where ``text`` is it or a part of it.

    「示交规2026 9」 finds 示交规〔2026〕9号 and 示交规〔2026〕90号; with 号 at its end it finds the former only. Empty for
    what is no part of any number, which an empty piece would make of every one.
    """
    plain = folded(text)
    match = _SOUGHT.fullmatch(plain)
    if match and (match["prefix"] or match["open"] or match["close"]):
        prefix, year, serial = match["prefix"], match["year"], match["serial"]
        end = match["end"] if serial else ""
        return f"{prefix}〔{year}〕{serial}{end}", f"{prefix}{year}年第{serial}{end}"
    pieces = (normal_number(text), plain) if plain.strip("第") else ()
    return tuple(dict.fromkeys(piece for piece in pieces if piece))
