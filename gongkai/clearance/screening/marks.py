"""Find classification marks (密级标志) in plain text. Pure.

保守国家秘密法 (2024) art. 22 and its 实施条例 art. 21: a mark shows level and term, in practice 机密★1年, 秘密★长期, 绝密★.
Prose that merely speaks of 国家秘密 or 保密审查 carries no mark and must pass.
"""

from __future__ import annotations

import re

from gongkai.clearance.screening.findings import Finding

# Invisible characters and spaces that a typist or a converter may leave between the characters of a mark.
# Every repetition is possessive (`*+`) and stands before something it cannot match: time grows with the text only.
_UNSEEN = r"\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_GAP = rf"[\s\u3000{_UNSEEN}]*+"
_INDENT = rf"(?:[^\S\n]|[{_UNSEEN}])*+"  # no line ends: ^ with those takes time squared
_LEVEL = f"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_STAR = r"[★☆✩✪✫✬✭✮✯✰✦✧⭐🌟*＊﹡№]"
_TERM = rf"(?:长期|\d{{1,2}}{_GAP}年|[一二三四五六七八九十]{{1,3}}年)"

# Level and star stand together nowhere but in a mark.
_STARRED = re.compile(f"{_LEVEL}{_GAP}{_STAR}(?:{_GAP}{_TERM})?")
# A level by itself, or with a term, filling a line: the mark as typed without the star.
_LINE = re.compile(
    rf"^{_INDENT}(?:密{_GAP}级{_GAP}[:：]{_GAP})?{_LEVEL}(?:{_GAP}{_TERM})?{_INDENT}$", re.MULTILINE
)
# 密级：秘密 inside running text or a table cell.
_LABELLED = re.compile(rf"密{_GAP}级{_GAP}[:：]{_GAP}{_LEVEL}")
# A level alone in brackets that nobody sets around a word of running text, or that begin a line.
_BRACKETED = re.compile(
    rf"[【〖［\[]{_GAP}{_LEVEL}(?:{_GAP}{_TERM})?{_GAP}[】〗］\]]"
    rf"|^{_INDENT}[（(〔]{_GAP}{_LEVEL}(?:{_GAP}{_TERM})?{_GAP}[）)〕]",
    re.MULTILINE,
)
# A paper that says of itself what it is.
_SAID = re.compile(
    rf"[本此]{_GAP}(?:件|文|文件|材料|资料|附件){_GAP}(?:系|为|是|属|属于|定为|确定为){_GAP}{_LEVEL}{_GAP}(?:级|件|文件|材料)"
)
# Character for character, so that places stay what they are.
_SIMPLIFIED = str.maketrans("機絕絶級祕長", "机绝绝级秘长")
_LINE_ZONE = 1500  # a line mark stands in the head of a paper; deeper down the word may be a heading

KIND = "classification_mark"


def first_screen(text: str, *, place: str = "") -> list[Finding]:
    """Classification marks in ``text``, in order of place; empty means that it may be stored."""
    if "密" not in text:
        return []
    text = text.translate(_SIMPLIFIED)
    spans: dict[int, int] = {}
    for pattern in (_STARRED, _LABELLED, _BRACKETED, _SAID, _LINE):
        for match in pattern.finditer(text):
            if pattern is _LINE and match.start() > _LINE_ZONE:
                break
            spans.setdefault(match.start(), match.end())
    return [
        Finding(KIND, "block", "clearance.no_secrets", "〔密级标志，已隐去〕", start, end, place)
        for start, end in sorted(spans.items())
    ]
