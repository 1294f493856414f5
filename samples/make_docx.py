"""Make the Word copy of the sample notice from its text: `python samples/make_docx.py`.

The same tasks stand once as running text and once (任务分解表.docx) as a table with merged cells, as offices send them.
"""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

HERE = Path(__file__).parent
SOURCE = HERE / "任务分解通知.txt"
_TASK = re.compile(r"(\d+)\.([^。]+)。(.+)（(.+)）$")
_CLAUSE = re.compile(
    r"(?:牵头单位：(?P<lead>.+?)(?:，责任单位：(?P<others>.+?))?；|(?P<joint>.+?)；)完成时限：(?P<due>.+)"
)


def make_text_copy() -> None:
    """One paragraph per line, titles centred."""
    document = Document()
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        paragraph = document.add_paragraph(line.strip())
        if len(line.strip()) < 34 and not re.match(r"[一二三四五六]、|\d", line.strip()):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(HERE / "任务分解通知.docx")


def make_table_copy() -> None:
    """The attachment as a table: a merged row for each section."""
    document = Document()
    document.add_paragraph("示例省交通运输厅")
    document.add_paragraph("2026年政务公开重点任务分工表")
    table = document.add_table(rows=1, cols=6)
    table.style = "Table Grid"
    for cell, words in zip(
        table.rows[0].cells, ("序号", "工作任务", "具体要求", "牵头单位", "责任单位", "完成时限"), strict=True
    ):
        cell.text = words
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if re.match(r"[一二三四五六]、", line):
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = line.strip()
        elif match := _TASK.match(line.strip()):
            _fill(table.add_row().cells, match)
    document.add_paragraph("2026年8月12日")
    document.save(HERE / "任务分解表.docx")


def _fill(cells: tuple, match: re.Match[str]) -> None:
    clause = _CLAUSE.match(match[4])
    assert clause is not None, match[4]
    who = clause["lead"] or "", clause["others"] or clause["joint"] or ""
    for cell, words in zip(cells, (match[1], match[2], match[3], *who, clause["due"]), strict=True):
        cell.text = words


if __name__ == "__main__":
    make_text_copy()
    make_table_copy()
