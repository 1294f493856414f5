"""Classification marks at any depth, copy numbers (份号) and terms of secrecy. Pure.

保守国家秘密法 (2024) art. 22; 党政机关公文格式 GB/T 9704—2012, 7.2.1–7.2.2: a classified paper bears 份号, six digits, and
密级和保密期限 at its head. Prose that speaks of 国家秘密 or 保密期限 bears no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.marks import first_screen
from gongkai.clearance.screening.parts import Table

HIDDEN = "〔密级标志，已隐去〕"
_BLANK = r"[^\S\n]{0,8}"
_LEVEL = f"(?:绝{_BLANK}密|机{_BLANK}密|秘{_BLANK}密)"
_TERM = rf"(?:长期|\d{{1,2}}{_BLANK}(?:年|个月)|[一二三四五六七八九十]{{1,3}}(?:年|个月))"

_COPY = re.compile(
    rf"份{_BLANK}号{_BLANK}[:：]?{_BLANK}(?:№|No\.?)?{_BLANK}\d{{3,7}}(?!\d)|^第{_BLANK}\d{{6}}{_BLANK}份",
    re.M,
)
_LONE_COPY = re.compile(rf"\A\s{{0,20}}(?:№|No\.?)?{_BLANK}\d{{6}}{_BLANK}(?=\n)")
_TERM_LABEL = re.compile(rf"保{_BLANK}密{_BLANK}期{_BLANK}限{_BLANK}[:：]{_BLANK}{_TERM}")
_DEEP_LINE = re.compile(
    rf"^{_BLANK}[—\-·]?{_BLANK}{_LEVEL}{_BLANK}[·•、—\-]?{_BLANK}{_TERM}{_BLANK}[—\-·]?{_BLANK}$", re.M
)
_DEEP_WORD = re.compile(rf"^{_BLANK}{_LEVEL}{_BLANK}$", re.M)
_STATED = re.compile(rf"密级(?:为|是|定为|确定为|标注为){_BLANK}[“\"]?{_LEVEL}件?[”\"]?(?=[，。；、\s]|$)")

_LABEL = re.compile(r"密级|保密期限|密级和保密期限|密级及保密期限|涉密等级|份号")
_VALUE = re.compile(
    rf"(?:{_LEVEL}级?(?:[★☆*＊]{_BLANK}(?:{_TERM})?|{_BLANK}{_TERM})?|{_TERM}|\d{{6,7}}|工作秘密|内部)"
)


def classification_marks(text: str) -> Iterator[Finding]:
    """What the first screen refuses, and the marks that only a whole paper shows."""
    taken: set[int] = set()
    for one in first_screen(text):
        taken.update(range(one.start, one.end))
        yield _mark(one.start, one.end)
    for pattern, level, note in _PATTERNS:
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(match.start(), match.end())):
                yield _mark(match.start(), match.end(), level, note)


_PATTERNS: tuple[tuple[re.Pattern[str], FindingLevel, str], ...] = (
    (_COPY, FindingLevel.BLOCK, "涉密文件才标注份号。"),
    (_LONE_COPY, FindingLevel.JUSTIFY, "文首单独的六位数字像是份号；确实不是的，说明它是什么。"),
    (_TERM_LABEL, FindingLevel.BLOCK, "标有保密期限。"),
    (_DEEP_LINE, FindingLevel.BLOCK, "密级与保密期限单独成行。"),
    (_DEEP_WORD, FindingLevel.JUSTIFY, "密级单独成行；如果是小标题或表头，说明即可。"),
    (_STATED, FindingLevel.JUSTIFY, "正文说某件的密级；确认说的不是本件或所附材料。"),
)


def classified_cells(table: Table) -> Iterator[Finding]:
    """A cell that names 密级, 保密期限 or 份号 with the value in the cell beside or below it.

    A level alone in a cell is found as text; a whole column of them under a heading is not taken cell by cell.
    """
    for row, cells in enumerate(table.rows):
        for column, text in enumerate(cells):
            if len(text) > 40 or not _LABEL.fullmatch("".join(text.split()).rstrip(":：")):
                continue
            below = table.rows[row + 1] if row + 1 < len(table.rows) else ()
            for where, value in (
                ((row, column + 1), cells[column + 1 : column + 2]),
                ((row + 1, column), below[column : column + 1]),
            ):
                if value and len(value[0]) <= 40 and _VALUE.fullmatch(value[0].strip()):
                    yield _mark(
                        0, len(value[0]), note="表中标有密级、保密期限或份号。", place=table.place_of(*where)
                    )


def _mark(
    start: int, end: int, level: FindingLevel | None = None, note: str = "", place: str = ""
) -> Finding:
    return found(FindingKind.CLASSIFICATION_MARK, start, end, HIDDEN, place=place, level=level, note=note)
