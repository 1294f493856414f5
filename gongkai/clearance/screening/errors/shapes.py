"""Shapes of numbers of documents, figures, units and punctuation. Pure.

党政机关公文格式 GB/T 9704—2012, 7.2.5: 年份 in full within 六角括号〔〕, 序号 without 第 and without leading zeros. GB/T
15835—2011: one kind of numerals within one number. Only what is plainly a slip; brackets and commas of the wrong width
are told once a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.folding import folded
from gongkai.clearance.screening.references import cited_numbers

_HAN = "[\u4e00-\u9fff]"
_SHORT_YEAR = re.compile(rf"(?<={_HAN})[〔\[［(（【]\d\d[〕\]］)）】]第?\d{{1,5}}号")
_WITHOUT_NUMBER = re.compile(rf"(?<={_HAN})〔(?:19|20)\d\d〕[ \u3000_＿]{{0,8}}号")
_RIGHT = re.compile(r".*〔\d{4}〕[1-9]\d*号\Z", re.DOTALL)
_COURT = re.compile(r"[\u4e00-\u9fff]{1,4}\d{0,4}(?:民|刑|行|执|知|破|赔)[\u4e00-\u9fff]{0,3}\Z")

_MIXED_YEAR = re.compile(
    r"[一二](?=[〇○Ｏ0零O0-9一二三四五六七八九]{3}年)[一二三四五六七八九〇○Ｏ零O0-9]{3}年"
)
_RIGHT_YEAR = re.compile("[一二三四五六七八九〇]{4}年")
_HALF_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:[一二三四五六七八九]|十[一二]?)月(?![份度])|[一二][〇○零一二三四五六七八九]{3}年\d{1,2}月"
)
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]{1,80}")
_NARROW = re.compile(rf"(?<={_HAN})[,;:?!](?={_HAN})")
_DOUBLE = re.compile("[，、；：]{2,}|(?<!。)。。(?!。)|[，、；]。|。[，、；]")
_UNITS = {"KM": "km", "Km": "km", "KG": "kg", "Kg": "kg", "MM": "mm", "CM": "cm", "Cm": "cm", "KW": "kW", "kw": "kW", "Kw": "kW", "KWH": "kW·h", "kwh": "kW·h", "KV": "kV", "kv": "kV", "KPa": "kPa", "Mpa": "MPa", "mpa": "MPa", "M2": "m²", "M3": "m³", "m2": "m²", "m3": "m³"}  # fmt: skip
_UNIT = re.compile(rf"(?<=\d)[ ]?({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z0-9])")


def shapes_in(text: str) -> Iterator[Finding]:
    """Slips of shape, the same slip once with a count."""
    yield from folded(_numbers(text))
    yield from folded(_figures(text))
    yield from folded(_signs(text))


def _numbers(text: str) -> Iterator[tuple[str, Finding]]:
    for cited in cited_numbers(text):
        written = text[cited.start : cited.end]
        if (
            "〔" not in cited.normal
            or not cited.series
            or _RIGHT.match(written)
            or _COURT.search(cited.series)
        ):
            continue
        if any(sign in written for sign in "、,，"):
            continue
        right = cited.series + cited.tail
        if "".join(written.split()) == right:
            continue
        note = "发文字号的年份用六角括号〔〕括全，序号不加“第”、不编虚位。"
        yield (
            right,
            _slip(cited.start, cited.end, f"{cited.series}〔…〕…号", right[len(cited.series) :], note),
        )
    for match in _SHORT_YEAR.finditer(text):
        yield match[0], _slip(match.start(), match.end(), match[0], "", "发文字号的年份应写全四位。")
    for match in _WITHOUT_NUMBER.finditer(text):
        yield match[0], _slip(match.start(), match.end(), match[0], "", "发文字号没有序号。")


def _figures(text: str) -> Iterator[tuple[str, Finding]]:
    for match in _MIXED_YEAR.finditer(text):
        if not _RIGHT_YEAR.fullmatch(match[0]) and any(sign in match[0] for sign in "〇○Ｏ零O0"):
            right = re.sub("[○Ｏ零O0]", "〇", match[0])
            suggestion = right if _RIGHT_YEAR.fullmatch(right) else ""
            yield (
                match[0],
                _slip(*match.span(), match[0], suggestion, "汉字年份里的零写作“〇”，不与阿拉伯数字混用。"),
            )
    for match in _HALF_DATE.finditer(text):
        yield match[0], _slip(*match.span(), match[0], "", "同一个日期里汉字数字与阿拉伯数字混用。")
    for match in _UNIT.finditer(text):
        right = _UNITS[match[1]]
        yield (
            match[1],
            _slip(match.start(1), match.end(1), match[1], right, f"计量单位的规范符号是 {right}。"),
        )


def _signs(text: str) -> Iterator[tuple[str, Finding]]:
    for match in _WIDE.finditer(text):
        right = unicodedata.normalize("NFKC", match[0])
        yield "wide", _slip(*match.span(), match[0][:20], right[:20], "用了全角的数字或字母。")
    for match in _NARROW.finditer(text):
        right = chr(ord(match[0]) + 0xFEE0)
        yield "narrow", _slip(*match.span(), match[0], right, "汉字之间用了半角标点。")
    for match in _DOUBLE.finditer(text):
        yield match[0][:2], _slip(*match.span(), match[0][:2], "", "标点重复或连用。")


def _slip(start: int, end: int, excerpt: str, suggestion: str, note: str) -> Finding:
    return found(FindingKind.FORMAT, start, end, excerpt, suggestion=suggestion, note=note)
