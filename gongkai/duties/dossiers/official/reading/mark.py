"""The red mark above a title, told by what its lines say: one organ or several, and 文件. Pure; GB/T 9704-2012, 7.2.4.

A mark is only taken where a title stays below it, so that a title that ends with 文件 is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.duties.dossiers.official.labels import label_of
from gongkai.duties.dossiers.official.reading.lines import Line

ORGAN = re.compile(
    r".*(?:厅|局|委|部|院|会|府|办|办公室|中心|公司|集团|处|科|站|队|署|行|所|校|学|馆|团|工委|组|市|县|区)"
)
MARK_STYLE = "公文机关标志"
_NAME = re.compile(r"[\u4e00-\u9fa5（）()·]{2,40}")
_SAYING = re.compile(r"关于|转发|印发|贯彻|学习|落实|公布|发布|征求|报送|废止|清理|修改|通知|规范性")
"""Words of a title: a line with one of them is no name of an organ."""
_MOST_LINES = 12
_LONGEST_TITLE_LINE = 60


def parts_of(line: Line) -> list[str]:
    """What a line of a head says, without the room between letters; joint heads are often laid out as a table."""
    cells = [cell.text for row in line.rows for cell in row] if line.rows else [line.text]
    return [bare for text in cells for one in text.split("\n") if (bare := re.sub(r"\s", "", one))]


def mark_lines(lines: Sequence[Line]) -> int:
    """How many of the first lines are the red mark, and nothing but it; 0 where there is none."""
    names: list[str] = []
    for at, line in enumerate(lines[:_MOST_LINES], start=1):
        parts = parts_of(line)
        if not parts or not all(_is_mark(one) for one in parts):
            return 0
        names += [name for one in parts if (name := one.removesuffix("文件"))]
        if any(one.endswith("文件") for one in parts):
            is_joint = len(names) > 1 or (bool(names) and parts == ["文件"])
            beside = at + (_organs_beside(lines[at:_MOST_LINES], names) if is_joint else 0)
            return next((count for count in (beside, at) if names and _has_title(lines, count)), 0)
    return 0


def _organs_beside(lines: Sequence[Line], names: list[str]) -> int:
    """Lines of organs below 文件, which in the mark of a joint document stands at half their height."""
    found = 0
    for line in lines:
        parts = parts_of(line)
        if not parts or not _are_more(parts, names):
            break
        found += 1
    return found


def _are_more(parts: list[str], names: list[str]) -> bool:
    """Whether these are further organs; one that the mark has named already begins the title."""
    return all(_is_mark(one) and not one.endswith("文件") and one not in names for one in parts)


def _is_mark(part: str) -> bool:
    if part == "文件":
        return True
    name = part.removesuffix("文件")
    return bool(_NAME.fullmatch(name) and ORGAN.fullmatch(name)) and not _SAYING.search(name)


def _has_title(lines: Sequence[Line], at: int) -> bool:
    """Whether the line below may be a title."""
    if at >= len(lines) or lines[at].rows:
        return False
    text = lines[at].text
    is_title = bool(text) and len(text) <= _LONGEST_TITLE_LINE and not text.startswith("的")
    return is_title and label_of(text) is None and not re.search(r"[。；]|[:：，,]$", text)
