"""Labels of official texts: 第三条, 一、, （一）, 1., （1）, and the numbers in them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.duties.dossiers.official.blocks import Block, Kind

_N = "零〇一二三四五六七八九十百千两"
_NUMBER = rf"[{_N}\d]+"
_ARTICLE = re.compile(rf"第({_NUMBER})条((?:之{_NUMBER})?)(?=(\s*))")
_CHAPTER = re.compile(rf"第({_NUMBER})([编章节])(?=(\s*))")
_HEADINGS = (
    (1, re.compile(r"[零〇一二三四五六七八九十百]{1,5}、")),
    (2, re.compile(r"[（(][零〇一二三四五六七八九十百]{1,5}[）)]")),
    (3, re.compile(r"\d{1,3}(?:[.．](?!\d)|、)")),
    (4, re.compile(r"[（(]\d{1,3}[）)]")),
)
_ATTACHMENT = re.compile(r"附\s*件\s*(\d{0,3})\s*$|附\s*件\s*([一二三四五六七八九十]{0,3})\s*$")
_FIGURES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST_CHAPTER = 40
"""Characters of the name of a chapter; what is longer is a sentence that begins with one (house number)."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a line begins with: kind, level, the label as written, and the rest of the line."""

    kind: Kind
    level: int
    label: str
    rest: str
    number: int


def number_in(text: str) -> int:
    """The number of a Chinese or Arabic numeral; 0 where there is none."""
    if found := re.search(r"\d+", text):
        return int(found.group())
    total = figure = 0
    for sign in text:
        if sign in _FIGURES:
            figure = _FIGURES[sign]
        elif sign in _UNITS:
            total += (figure or 1) * _UNITS[sign]
            figure = 0
    return total + figure


def label_of(line: str, *, last_article: int = 0) -> Label | None:
    """The label at the beginning of a line, or None.

    「第三条规定的…」 is a sentence, not an article: without a space behind it the number must follow ``last_article``.
    """
    if found := _ARTICLE.match(line):
        number = number_in(found[1])
        follows = number == last_article + 1 or (found[2] and number == last_article)
        if found[3] or follows or found.end() == len(line):
            return Label(Kind.ARTICLE, 0, found.group(), line[found.end() :].strip(), number)
    if found := _CHAPTER.match(line):
        rest = line[found.end() :].strip()
        if len(rest) <= _LONGEST_CHAPTER and not re.search(r"[。；，：]", rest) and (found[3] or not rest):
            return Label(Kind.CHAPTER, "编章节".index(found[2]), found.group(), rest, number_in(found[1]))
    for level, pattern in _HEADINGS:
        if found := pattern.match(line):
            rest = line[found.end() :].strip()
            return Label(Kind.HEADING, level, found.group(), rest, number_in(found.group())) if rest else None
    return None


def attachment_label(line: str) -> str | None:
    """附件1 of a line that says nothing else; None for any other line. White space inside it is no part of it."""
    found = _ATTACHMENT.match(line.strip())
    return re.sub(r"\s", "", found.group()) if found else None


def anchors_of(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """A name for each block, unique among them, that stays while its label stays: a3, c2.1, h2.0.4, f1-a3, h2.p1.

    Skipped levels count as 0. Blocks without a label are counted under what they stand in.
    """
    namer = _Namer()
    return tuple(namer.name(block) for block in blocks)


class _Namer:
    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._inside = ""  # the attachment
        self._under = ""  # what unlabelled blocks are counted under
        self._levels = [0, 0, 0, 0]
        self._chapters = [0, 0, 0]
        self._counts: dict[str, int] = {}

    def name(self, block: Block) -> str:
        if block.kind in (Kind.PARAGRAPH, Kind.TABLE):
            sign = "p" if block.kind is Kind.PARAGRAPH else "t"
            stem = f"{self._inside}{self._under}.{sign}" if self._under else f"{self._inside}{sign}"
            self._counts[stem] = self._counts.get(stem, 0) + 1
            return self._unique(f"{stem}{self._counts[stem]}")
        if block.kind is Kind.ATTACHMENT:
            self._levels, self._chapters, self._under = [0, 0, 0, 0], [0, 0, 0], ""
            name = self._unique(f"f{number_in(block.label)}")
            self._inside = f"{name}-"
            return name
        self._under = self._labelled(block)
        unique = self._unique(f"{self._inside}{self._under}")
        self._under = unique.removeprefix(self._inside)
        return unique

    def _labelled(self, block: Block) -> str:
        number = number_in(block.label.split("之")[0])
        if block.kind is Kind.ARTICLE:
            self._levels = [0, 0, 0, 0]
            more = re.search(r"之(.+)", block.label)
            return f"a{number}.{number_in(more[1])}" if more else f"a{number}"
        held, sign, at = (
            (self._chapters, "c", block.level)
            if block.kind is Kind.CHAPTER
            else (self._levels, "h", block.level - 1)
        )
        held[at:] = [number, *[0] * (len(held) - at - 1)]
        if block.kind is Kind.CHAPTER:
            self._levels = [0, 0, 0, 0]
            first = 0 if block.level == 0 else 1
            return (
                sign + ".".join(str(one) for one in held[first : at + 1]) + ("v" if block.level == 0 else "")
            )
        return sign + ".".join(str(one) for one in held[: at + 1])

    def _unique(self, name: str) -> str:
        self._seen[name] = count = self._seen.get(name, 0) + 1
        return name if count == 1 else self._unique(f"{name}~{count}")
