"""The head of a notice: title over broken lines, number, issuer, date of making and date of printing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from gongkai.duties.supervision.rules.dates import find_date, is_only_date
from gongkai.duties.supervision.rules.outline import heading_of
from gongkai.duties.supervision.rules.text import CELL, Line
from gongkai.duties.supervision.rules.values import Head, Span

_NUMBER = re.compile(
    r"(?:文号：|发文字号：)?\s*([\u4e00-\u9fffA-Za-z]{1,16}\s*[〔\[【（﹝]\s*(?:19|20)\d{2}\s*[〕\]】）﹞]\s*第?\s*\d{1,5}\s*号)"
)
_ORGAN = re.compile(r"[\u4e00-\u9fff（）]{2,30}(?:厅|局|委员会|委|政府|办公室|部|中心|集团|公司|管委会|处)")
_TITLE_END = re.compile(
    r"(?:通知|通报|意见|方案|分解表?|分工表?|清单|要点|函|办法|计划|安排|台账|一览表|任务书)(?:（[^）]*）)?$"
)
_PRINTED = re.compile(r"印\s*发$|印制$")
_SKIP = re.compile(r"^(?:附\s*件|附\s*表|标题|紧急程度|特急$|加急$|签发人|（此件|此件)")
_TITLE_LINES, _TITLE_CHARS = 8, 200


@dataclass(slots=True)
class _Found:
    values: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    title_from: int = 0
    title_to: int = 0


def read_head(lines: list[Line]) -> tuple[Head, int]:
    """Read the head; also the index of the first line after the title."""
    found = _Found()
    _read_number(lines, found)
    _read_title(lines, found)
    issued, issued_span, issued_line = _issued_on(lines, found.title_to)
    printed = _printed_on(lines)
    if "issuer" not in found.values and issued_line > 0:
        _read_signature(lines, found, issued_line)
    if issued_span:
        found.spans["issued_on"] = issued_span
    if printed:
        found.spans["printed_on"] = printed[1]
    head = Head(
        title=found.values.get("title", ""),
        doc_number=found.values.get("doc_number", ""),
        issuer=found.values.get("issuer", ""),
        issued_on=issued,
        printed_on=printed[0] if printed else None,
        spans=found.spans,
    )
    return head, found.title_to


def _read_number(lines: list[Line], found: _Found) -> None:
    for index, line in enumerate(lines[:20]):
        match = _NUMBER.match(line.text)
        if match is None or heading_of(line, index) or len(line.text) > 60:
            continue
        found.values["doc_number"] = re.sub(r"\s", "", match[1])
        found.spans["doc_number"] = Span(line.start + match.start(1), line.start + match.end(1))
        found.title_from = index + 1
        for before in reversed(lines[:index]):
            words = re.sub(r"\s", "", before.text).removesuffix("文件")
            if _ORGAN.fullmatch(words):
                found.values["issuer"] = words
                found.spans["issuer"] = before.span
                break
        return
    _read_issuer_line(lines, found)


def _read_issuer_line(lines: list[Line], found: _Found) -> None:
    """Without a number, a first line that is an organ's name alone is the issuer."""
    if not lines:
        return
    words = re.sub(r"\s", "", lines[0].text)
    organ = words.removesuffix("文件")
    if _ORGAN.fullmatch(organ) and len(lines) > 1 and len(organ) <= 25:
        found.values["issuer"] = organ
        found.spans["issuer"] = lines[0].span
        found.title_from = 1


def _read_title(lines: list[Line], found: _Found) -> None:
    """Join lines until the words end like a title with its 《》 closed, or the text begins."""
    words, first, last = "", None, found.title_from
    for index in range(found.title_from, min(len(lines), found.title_from + _TITLE_LINES + 4)):
        line = lines[index]
        if not words and (_SKIP.match(line.text) or is_only_date(line.text)):
            continue
        if _ends_before(line, index) or len(words) + len(line.text) > _TITLE_CHARS:
            break
        words += line.text
        first = first if first is not None else index
        last = index + 1
        if _TITLE_END.search(words) and words.count("《") <= words.count("》"):
            break
    found.title_to = last
    if first is not None and words:
        found.values["title"] = re.sub(r"\s+", "", words)
        found.spans["title"] = Span(lines[first].start, lines[last - 1].end)


def _ends_before(line: Line, index: int) -> bool:
    if CELL in line.text or heading_of(line, index) or line.text.endswith(("：", "。")):
        return True
    return is_only_date(line.text) is not None


def _issued_on(lines: list[Line], start: int) -> tuple[date | None, Span | None, int]:
    """The first line after the title that is a date alone; else a signature with a date."""
    for index in range(start, len(lines)):
        day = is_only_date(lines[index].text)
        if day:
            return day, lines[index].span, index
    for index in range(start, len(lines)):
        found = find_date(lines[index].text)
        signed = found and _ORGAN.fullmatch(re.sub(r"\s", "", lines[index].text[: found[1]]))
        if found and signed and found[2] == len(lines[index].text):
            line = lines[index]
            return found[0], Span(line.start + found[1], line.start + found[2]), index
    return None, None, -1


def _printed_on(lines: list[Line]) -> tuple[date, Span] | None:
    for line in reversed(lines[-12:]):
        found = find_date(line.text)
        if found and _PRINTED.search(line.text):
            return found[0], Span(line.start + found[1], line.start + found[2])
    return None


def _read_signature(lines: list[Line], found: _Found, index: int) -> None:
    before = lines[index - 1]
    words = re.sub(r"\s", "", before.text)
    if _ORGAN.fullmatch(words):
        found.values["issuer"] = words
        found.spans["issuer"] = before.span
