"""Text, CSV, HTML and RTF. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from lxml import etree, html

from gongkai.clearance.screening.decoding import decode, is_text
from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, Tally
from gongkai.clearance.screening.rtf import has_unread_parts, text_of_rtf

_MOST_PASSAGES = 5000  # of one text; a longer text is read by groups of lines
_ROWS = 5000  # of one table part of a CSV file
_NOT_TEXT = "不是文本，或文字编码认不出。请另存为 UTF-8 后再上传。"
_SILENT = frozenset(("script", "style", "template", "noscript", "head", "object"))
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "br",
        "hr",
        "blockquote",
        "pre",
        "caption",
        "figure",
        "figcaption",
        "body",
        "form",
        "fieldset",
        "legend",
        "option",
        "aside",
        "nav",
        "main",
    ]
)
_NOT_SHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$|!)|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_SAID_IN = ("alt", "title", "aria-label", "placeholder", "value", "content")
_RTF_HIDDEN = (
    (re.compile(rb"\\(?:deleted|revised)\d?(?![a-z])"), "修订"),
    (re.compile(rb"\\(?:annotation|atnid)(?![a-z])"), "批注"),
    (re.compile(rb"\\v(?![a-z0-9])"), "隐藏文字"),
)


def read_text(data: bytes, budget: Budget) -> Iterator[Part]:
    """Lines; of a long text, groups of lines."""
    text = budget.text(decode(data))
    lines = text.splitlines()
    group = len(lines) // _MOST_PASSAGES + 1
    for at in range(0, len(lines), group):
        some = "\n".join(lines[at : at + group])
        if some.strip():
            place = f"第{at + 1}行" if group == 1 else f"第{at + 1}—{min(at + group, len(lines))}行"
            yield Passage(place, some)
    if not is_text(data):
        yield Unread("正文", _NOT_TEXT)


def read_csv(data: bytes, budget: Budget) -> Iterator[Part]:
    """Its rows as tables; what a comma or a tab does not part is read as text."""
    text = budget.text(decode(data))
    head = text[:4096]
    mark = max(",;\t，", key=head.count)
    rows: list[tuple[str, ...]] = []
    first = 1
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            budget.cell(len(row) or 1)
            rows.append(tuple(row))
            if len(rows) == _ROWS:
                yield _rows_as_table(rows, first)
                first, rows = first + len(rows), []
    except csv.Error:
        yield Passage("正文", text)
        rows = []
    if rows:
        yield _rows_as_table(rows, first)
    if not is_text(data):
        yield Unread("正文", _NOT_TEXT)


def _rows_as_table(rows: list[tuple[str, ...]], first: int) -> Table:
    names = tuple(
        tuple(f"第{row}行第{column}列" for column in range(1, len(cells) + 1))
        for row, cells in enumerate(rows, start=first)
    )
    return Table("表格", tuple(rows), names)


def read_rtf(data: bytes, budget: Budget) -> Iterator[Part]:
    """Paragraphs, and what may hide in it: this old format is read without its layout."""
    lines = budget.text(text_of_rtf(data)).split("\n")
    for number, line in enumerate((one for one in lines if one.strip()), start=1):
        yield Passage(f"第{number}段", line)
    for pattern, what in _RTF_HIDDEN:
        if pattern.search(data):
            yield Hidden(HIDDEN_DATA, "正文", f"RTF 格式里的{what}")
    if has_unread_parts(data):
        yield Unread("正文", "里面的图片或内嵌对象没有读。请另存为 DOCX 后再上传。")


def read_html(data: bytes, budget: Budget) -> Iterator[Part]:
    """What a browser shows, and apart from it what it does not show."""
    text = budget.text(decode(data))
    try:
        root = html.document_fromstring(text.encode(), html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        if text.strip():
            yield Passage("正文", text)
        return
    page = _Page(Tally())
    page.walk(root)
    for number, (line, hidden) in enumerate(page.lines(), start=1):
        yield Passage(f"第{number}段", line, hidden)
    yield from page.tally.told()


class _Page:
    """Gathers lines of text by whether they are shown."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self._pieces: list[tuple[str, str]] = []

    def walk(self, root: etree._Element) -> None:
        """Every element once; without calling itself, whatever the depth."""
        stack: list[tuple[etree._Element | str, str]] = [(root, "")]
        while stack:
            one, hidden = stack.pop()
            if isinstance(one, str):
                self._pieces.append((one, hidden))
                continue
            if not isinstance(one.tag, str):
                self._aside(one)
                continue
            if one.tag in _SILENT - {"head"}:
                self._pieces.append((one.text or "", "网页里的脚本、样式"))
                continue
            inner = hidden or self._why_hidden(one)
            stack.extend(reversed(list(self._pieces_of(one, inner))))

    def _pieces_of(self, one: etree._Element, hidden: str) -> Iterator[tuple[etree._Element | str, str]]:
        if one.tag in _BLOCKS:
            yield "\n", hidden
        for name in _SAID_IN:
            if (value := one.get(name)) and len(value) > 1:
                yield f"\n{value}\n", hidden or "标签里的说明"
        yield one.text or "", hidden
        for inner in one:
            yield inner, hidden
            yield inner.tail or "", hidden
        if one.tag in _BLOCKS:
            yield "\n", hidden

    def _aside(self, one: etree._Element) -> None:
        if isinstance(one, etree._Comment) and (one.text or "").strip():
            self._pieces.append((f"\n{one.text}\n", "网页注释"))
            self.tally.add("网页注释", "网页源码")

    def _why_hidden(self, one: etree._Element) -> str:
        style = one.get("style") or ""
        if one.get("hidden") is not None or _NOT_SHOWN.search(style):
            self.tally.add("网页里不显示的内容", f"<{one.tag}>")
            return "网页里不显示的内容"
        return "表单里的隐藏值" if one.tag == "input" and one.get("type") == "hidden" else ""

    def lines(self) -> Iterator[tuple[str, str]]:
        """(line, why it is not shown) in order."""
        held, why = "", ""
        for text, hidden in self._pieces:
            if hidden != why:
                yield from ((line.strip(), why) for line in held.split("\n") if line.strip())
                held, why = "", hidden
            held += text
        yield from ((line.strip(), why) for line in held.split("\n") if line.strip())
