"""Tasks in tables. A row is one line with its cells parted by tabs; columns are known by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.duties.supervision.enums import FlagCode, UnitRole
from gongkai.duties.supervision.rules.clauses import merged, read_clause
from gongkai.duties.supervision.rules.deadlines import read_deadline
from gongkai.duties.supervision.rules.text import BREAK, CELL, Line, cjk_number, trimmed, unwrapped
from gongkai.duties.supervision.rules.values import Deadline, Flag, Item, Responsibility, Section, Span

_WHO = r"(?:单位|部门|处室|科室|司局|股室|人员)"
_ASIDE = r"(?:（[^）]*）)?"
_COLUMNS = (
    ("number", re.compile(r"序号|编号|项次|号")),
    ("lead", re.compile(rf"(?:牵头|主办|主责|主要责任){_ASIDE}{_WHO}?{_ASIDE}")),
    ("cooperating", re.compile(rf"(?:配合|协办|协同|参与|协助){_ASIDE}{_WHO}?{_ASIDE}")),
    ("responsible", re.compile(rf"(?:责任|落实|承办|实施|分工){_ASIDE}{_WHO}{_ASIDE}|责任分工|任务分工")),
    (
        "deadline",
        re.compile(r"(?:完成|整改|办结|推进)?(?:时限|期限|时间)(?:要求|安排|节点)?|时间节点|完成日期"),
    ),
    ("detail", re.compile(r"(?:具体|工作|任务|主要|贯彻)(?:要求|措施|举措|内容|做法|标准)|落实举措")),
    (
        "task",
        re.compile(r"(?:工作|重点|主要|目标|公开|具体)*(?:任务|事项|项目|内容|工作)(?:名称|分解)?|指标"),
    ),
    ("note", re.compile(r"备注|说明|公开路径|公开渠道")),
)
_ORDINAL = re.compile(r"^（?[一二三四五六七八九十]{1,3}[、）]\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's place and words in reading form."""

    span: Span
    text: str


def cells_of(line: Line) -> list[Cell]:
    """The cells of a row."""
    out, at = [], line.start
    for raw in line.text.split(CELL):
        span = trimmed(raw, 0, len(raw))
        out.append(Cell(Span(at + span.start, at + span.end), raw[span.start : span.end]))
        at += len(raw) + 1
    return out


def columns_of(line: Line) -> dict[str, int] | None:
    """Which column holds what, if the row is a table's heading; none otherwise."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells_of(line)):
        words = re.sub(r"\s", "", cell.text)
        kind = next((k for k, pattern in _COLUMNS if len(words) <= 14 and pattern.fullmatch(words)), None)
        if kind:
            columns.setdefault(kind, index)
    has_who = {"lead", "responsible"} & columns.keys()
    has_what = {"task", "detail"} & columns.keys()
    return columns if has_who and has_what else None


@dataclass(slots=True)
class _State:
    columns: dict[str, int]
    sections: list[Section]
    items: list[Item]
    task: Cell | None = None
    section: int | None = None


def read_tables(
    text: str, form: str, lines: list[Line], when: tuple[int | None, date | None]
) -> tuple[list[Section], list[Item]]:
    """Read every table whose heading names a task column and a unit column."""
    state = _State({}, [], [])
    for line in lines:
        if CELL not in line.text and not (state.columns and _ORDINAL.match(line.text)):
            continue
        if columns := columns_of(line):
            state.columns, state.task = columns, None
        elif state.columns:
            _read_row(state, text, form, line, when)
    return state.sections, state.items


def _read_row(state: _State, text: str, form: str, line: Line, when: tuple[int | None, date | None]) -> None:
    cells = cells_of(line)
    filled = [cell for cell in cells if cell.text]
    if len(filled) == 1 and len(filled[0].text) <= 60:
        heading = re.sub(
            r"^[一二三四五六七八九十]{1,3}、\s*|^（[一二三四五六七八九十]{1,3}）\s*", "", filled[0].text
        )
        state.sections.append(Section(heading, filled[0].span))
        state.section, state.task = len(state.sections) - 1, None
        return
    if not filled:
        return
    task, detail = _cell(state, cells, "task"), _cell(state, cells, "detail")
    state.task = task or state.task
    state.items.append(_item(state, text, form, line, cells, detail, when))


def _cell(state: _State, cells: list[Cell], kind: str) -> Cell | None:
    index = state.columns.get(kind)
    if index is None or index >= len(cells) or not cells[index].text:
        return None
    return cells[index]


def _item(
    state: _State,
    text: str,
    form: str,
    line: Line,
    cells: list[Cell],
    detail: Cell | None,
    when: tuple[int | None, date | None],
) -> Item:
    head = state.task or detail or next(cell for cell in cells if cell.text)
    body = detail or head
    number, label = _number(state, cells)
    title = re.sub(r"^\d{1,3}[.、]\s*", "", re.split(r"[。\u2028]", head.text)[0])
    item = Item(
        number=number,
        label=label,
        section=state.section,
        title=title[:60].strip(),
        text=unwrapped(text[body.span.start : body.span.end]),
        span=line.span,
        title_span=Span(head.span.start, head.span.start + len(re.split(r"[。\u2028]", head.text)[0])),
        text_span=body.span,
        who=_who(state, form, cells, when),
    )
    if len(cells) <= max(state.columns.values()):
        message = f"这一行只有 {len(cells)} 格，表头有 {max(state.columns.values()) + 1} 格，请对照原表核对。"
        return item.flagged(Flag(FlagCode.ROW_UNUSUAL, message, line.span))
    return item


def _number(state: _State, cells: list[Cell]) -> tuple[int, str]:
    cell = _cell(state, cells, "number")
    words = cell.text.strip("（）.、 ") if cell else ""
    number = int(words) if words.isdigit() and len(words) <= 4 else cjk_number(words)
    return number or len(state.items) + 1, cell.text if cell else ""


def _who(state: _State, form: str, cells: list[Cell], when: tuple[int | None, date | None]) -> Responsibility:
    parts = []
    for kind in ("lead", "responsible", "cooperating"):
        if cell := _cell(state, cells, kind):
            parts.append(read_clause(form, cell.span.start, cell.span.end, *when, role=UnitRole(kind)))
    who = merged(parts) if parts else Responsibility()
    cell = _cell(state, cells, "deadline")
    if cell is None:
        return who
    read = read_deadline(cell.text.replace(BREAK, "，"), *when)
    deadline = Deadline(read.type, read.text, read.date, read.recurrence, cell.span, read.flags)
    return Responsibility(who.mentions, who.leaders, deadline, who.open_ended, who.flags)
