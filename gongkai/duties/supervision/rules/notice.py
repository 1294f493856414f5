"""Read a whole notice: the one way in to the parser. Pure: text and a register go in, values come out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from gongkai.duties.supervision.enums import UnitRole
from gongkai.duties.supervision.rules.checks import checked, head_warnings, reporting_duties
from gongkai.duties.supervision.rules.clauses import LABELLED
from gongkai.duties.supervision.rules.heads import read_head
from gongkai.duties.supervision.rules.items import read_item
from gongkai.duties.supervision.rules.naming import UnitResolver, resolve_items
from gongkai.duties.supervision.rules.outline import (
    Heading,
    extent_end,
    headings_of,
    is_signature,
    is_tail,
    task_level,
)
from gongkai.duties.supervision.rules.tables import columns_of, read_tables
from gongkai.duties.supervision.rules.text import CELL, Line, lines_of, reading_form, unwrapped
from gongkai.duties.supervision.rules.unitlists import read_units
from gongkai.duties.supervision.rules.values import Head, Item, Notice, NotReadable, Section, Span

MAX_CHARS, MAX_ITEMS = 200_000, 500
"""Of one notice: the seed has some 2,000 characters and 14 tasks (``basis.READABLE``)."""
_ADDRESSED = re.compile(r"(?:各|厅|局|省|市|委|中心|处|单位)[^。]{0,200}：$")


def parse_notice(text: str, resolver: UnitResolver | None = None) -> Notice:
    """Read a task-breakdown notice. Raises :class:`NotReadable` with a Chinese reason when it is none."""
    _check_size(text)
    form, lines = reading_form(text), lines_of(text)
    head, after_title = read_head(lines)
    when = (_year(head), head.issued_on)
    sections, items = read_tables(text, form, lines, when)
    loose: list[Span] = []
    if not items:
        sections, items, loose = _read_prose(text, form, lines, head, after_title, when)
    _check_found(items, head, form)
    items = [_as_written(item, text) for item in items]
    items = checked(resolve_items(items, resolver, _addressees(form, lines)), head)
    warnings = [*head_warnings(head), *_loose_warnings(text, loose)]
    warnings += [f"通知另有报送要求，不作为任务时限：{s}" for s in _reporting(text, items)]
    if resolver is None:
        warnings.append("机构库为空，单位名称没有核对。")
    return Notice(head, tuple(sections), tuple(items), tuple(warnings))


def _year(head: Head) -> int | None:
    if head.year:
        return head.year
    written = re.search(r"(?:19|20)\d{2}", head.doc_number) or re.search(r"(20\d{2})年", head.title)
    return int(written[0][:4]) if written else None


def _check_size(text: str) -> None:
    if not text.strip():
        raise NotReadable("文件里没有文字。请换一份有正文的通知。")
    if len(text) > MAX_CHARS:
        raise NotReadable(
            f"文字有 {len(text)} 个，超过一份通知的上限 {MAX_CHARS} 个。请只上传任务分解通知本身。"
        )


def _check_found(items: list[Item], head: Head, form: str) -> None:
    if len(items) > MAX_ITEMS:
        raise NotReadable(f"读出 {len(items)} 项，超过上限 {MAX_ITEMS} 项。请核对是不是任务分解通知。")
    if any(item.who.mentions for item in items):
        return
    if items and (head.doc_number or re.search(r"任务|分工|通知|方案", head.title)):
        return
    if items or LABELLED.search(form):
        raise NotReadable(
            "没有找到带责任单位的任务。任务要编号（如“1.”或“（一）”），或列在有“责任单位”一栏的表格里。"
        )
    raise NotReadable("这不像一份任务分解通知：没有编号的任务，也没有责任单位。请核对文件。")


def _read_prose(
    text: str,
    form: str,
    lines: list[Line],
    head: Head,
    after_title: int,
    when: tuple[int | None, date | None],
) -> tuple[list[Section], list[Item], list[Span]]:
    headings = [h for h in headings_of(lines) if h.line >= after_title]
    end = _body_end(lines, headings, head.issuer, len(form))
    level = task_level(form, lines, headings, end)
    sections: list[Section] = []
    items: list[Item] = []
    loose: list[Span] = []
    above: Heading | None = None
    for heading in headings:
        if level is None or heading.level > level:
            continue
        if heading.level < level:
            above = heading
            continue
        index = _section_index(sections, above, headings, lines, level)
        item, rest = read_item(text, form, heading, extent_end(heading, headings, end), index, when)
        items.append(item)
        loose += [rest] if rest else []
    return sections, items, loose


def _section_index(
    sections: list[Section], above: Heading | None, headings: list[Heading], lines: list[Line], level: int
) -> int | None:
    """The index of the section of a heading, entered on first use."""
    if above is None:
        return None
    line = lines[above.line]
    title = line.text[above.words_from - line.start :].split("。")[0].strip()
    span = Span(above.words_from, above.words_from + len(title))
    if not sections or sections[-1].span != span:
        sections.append(Section(title, span))
    return len(sections) - 1


def _body_end(lines: list[Line], headings: list[Heading], issuer: str, end: int) -> int:
    """Where the closing lines begin: signature, date, copies, printing, attachments."""
    last = headings[-1].line if headings else 0
    for index in range(last + 1, len(lines)):
        if is_tail(lines[index], issuer) or is_signature(lines, index):
            return lines[index].start
    return end


def _as_written(item: Item, text: str) -> Item:
    """Unit names in the characters of the source (the reading form changes punctuation only)."""
    mentions = tuple(
        replace(m, text=re.sub(r"\s", "", text[m.span.start : m.span.end])) for m in item.who.mentions
    )
    return replace(item, who=replace(item.who, mentions=mentions))


def _addressees(form: str, lines: list[Line]) -> set[str]:
    """Names spelt out in the line of addressees."""
    for line in lines[:30]:
        if CELL not in line.text and _ADDRESSED.search(line.text) and not columns_of(line):
            found = read_units(form, line.start, line.end, UnitRole.RESPONSIBLE).mentions
            return {m.text for m in found if not m.anchors}
    return set()


def _loose_warnings(text: str, loose: list[Span]) -> list[str]:
    words = [unwrapped(text[span.start : span.end]).replace("\n", " ") for span in loose]
    return [f"这段文字没有归入任何任务：{w[:60]}{'…' if len(w) > 60 else ''}" for w in words]


def _reporting(text: str, items: list[Item]) -> list[str]:
    """Reporting duties that stand outside the tasks."""
    covered = [(item.span.start, item.span.end) for item in items]
    outside, at = "", 0
    for start, end in sorted(covered):
        outside += text[at : max(at, start)] + "\n"
        at = max(at, end)
    return reporting_duties(unwrapped(outside + text[at:]))
