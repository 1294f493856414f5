"""Word's automatic numbers as written labels: numbering.xml, the styles that use it, and counters. Pure (ISO 29500-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, is_on, local

_LEVELS = 9
_STEPS = 10  # of styles based on each other; a file may name a circle
_FIGURES = "零一二三四五六七八九"
_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf0fc": "✓",
    "\uf075": "◆",
}


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """An abstract list with its counters, which all numbers made from it share."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Labels of paragraphs, asked for in the order of the text. A list or level that is not defined gives no label."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[_List, dict[int, _Level], dict[int, int]]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles: dict[str, tuple[Element | None, str]] = {}
        for style in all_of(styles, "style") if styles is not None else ():
            numbered = child(style, "pPr", "numPr")
            self._styles[attribute(style, "styleId")] = numbered, attribute(child(style, "basedOn"), "val")
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: Element) -> str:
        """The label of a ``w:p``; empty where it has no automatic number."""
        number, level = self._asked(paragraph)
        if number in ("", "0") or number not in self._numbers:
            return ""
        held, own, starts = self._numbers[number]
        if level in starts and (number, level) not in self._started:
            self._started.add((number, level))
            held.counts[level] = starts[level] - 1
        about = own.get(level) or held.levels.get(level)
        return "" if about is None else self._counted(held, own, level, about)

    def _counted(self, held: _List, own: dict[int, _Level], level: int, about: _Level) -> str:
        count = held.counts[level]
        held.counts[level] = about.start if count is None else count + 1
        held.counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if about.form == "none" and "%" not in about.text:
            return about.text
        if about.form == "bullet":
            return "".join(_BULLETS.get(sign, sign) for sign in about.text)
        return re.sub(r"%([1-9])", lambda found: self._one(held, own, int(found[1]) - 1, about), about.text)

    @staticmethod
    def _one(held: _List, own: dict[int, _Level], level: int, asking: _Level) -> str:
        about = own.get(level) or held.levels.get(level) or _Level()
        count = held.counts[level]
        form = "decimal" if asking.is_legal else about.form
        return written(about.start if count is None else count, form)

    def _asked(self, paragraph: Element) -> tuple[str, int]:
        """(number, level); number empty where there is none."""
        properties = child(paragraph, "pPr")
        numbered = child(properties, "numPr")
        style = attribute(child(properties, "pStyle"), "val")
        number, level = _of(numbered)
        named = style
        for _ in range(_STEPS):
            if number or named not in self._styles:
                break
            by_style, named_next = self._styles[named]
            number, by_level = _of(by_style)
            level = level if numbered is not None and child(numbered, "ilvl") is not None else by_level
            if number:
                level = self._linked(number, named, level)
            named = named_next
        return number, level

    def _linked(self, number: str, style: str, level: int) -> int:
        held = self._numbers.get(number)
        linked = () if held is None else (n for n, one in held[0].levels.items() if one.style == style)
        return next(iter(linked), level)

    def _read(self, numbering: Element) -> None:
        for one in numbering:
            if local(one) == "abstractNum":
                levels = {
                    _digits(attribute(lvl, "ilvl"), 0): _level(lvl) for lvl in one if local(lvl) == "lvl"
                }
                self._lists[attribute(one, "abstractNumId")] = _List(levels)
        for one in numbering:
            if local(one) != "num":
                continue
            held = self._lists.get(attribute(child(one, "abstractNumId"), "val"))
            if held is None:
                continue
            own: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for change in all_of(one, "lvlOverride"):
                at = _digits(attribute(change, "ilvl"), 0)
                if (level := child(change, "lvl")) is not None:
                    own[at] = _level(level)
                if (start := child(change, "startOverride")) is not None:
                    starts[at] = _digits(attribute(start, "val"), 1)
            self._numbers[attribute(one, "numId")] = held, own, starts


def _of(numbered: Element | None) -> tuple[str, int]:
    level = _digits(attribute(child(numbered, "ilvl"), "val"), 0)
    return attribute(child(numbered, "numId"), "val"), min(level, _LEVELS - 1)


def _level(level: Element) -> _Level:
    legal = child(level, "isLgl")
    return _Level(
        _digits(attribute(child(level, "start"), "val"), 1),
        attribute(child(level, "numFmt"), "val") or "decimal",
        attribute(child(level, "lvlText"), "val"),
        attribute(child(level, "suff"), "val") or "tab",
        is_on(legal),
        attribute(child(level, "pStyle"), "val"),
    )


def _digits(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def chinese(number: int) -> str:
    """一, 十一, 二十, 一百零五: as numbered lists write it, up to 9999."""
    if not 0 < number < 10_000:
        return str(number)
    out, is_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // unit % 10
        if figure:
            out += ("零" if is_gap and out else "") + _FIGURES[figure] + name
            is_gap = False
        else:
            is_gap = bool(out)
    return out[1:] if 10 <= number < 20 else out


def _roman(number: int) -> str:
    out = ""
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    for value, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * (number // value)
        number %= value
    return out


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "ideographDigital", "koreanCounting"),
)
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalZero": lambda number: f"{number:02d}",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    ),
    "ideographTraditional": _signs("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _signs("子丑寅卯辰巳午未申酉戌亥"),
    "chineseLegalSimplified": lambda number: chinese(number).translate(
        str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
    ),
    "none": lambda _: "",
}


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; Arabic figures for a form not known here."""
    return _FORMS[form](number) if number > 0 and form in _FORMS else str(number)
