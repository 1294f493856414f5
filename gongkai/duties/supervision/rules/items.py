"""Tasks in running text: title sentence, wording, responsibility clauses, and what belongs to no task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.duties.supervision.enums import FlagCode
from gongkai.duties.supervision.rules.clauses import LABELLED, looks_responsible, merged, read_clause
from gongkai.duties.supervision.rules.outline import Heading
from gongkai.duties.supervision.rules.text import CELL, trimmed, unwrapped
from gongkai.duties.supervision.rules.values import Flag, Item, Responsibility, Span

_SUBPARAGRAPH = re.compile(
    r"（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,3}[.、](?!\d)|[一二三四五六七八九十]+是"
)
When = tuple[int | None, date | None]
"""The year and the day of the notice."""
_TITLE_LIMIT = 48
_CLAUSE_LIMIT = 600


@dataclass(frozen=True, slots=True)
class Clause:
    """The place of one responsibility clause: its words, and the whole with brackets."""

    words: Span
    whole: Span
    balanced: bool = True


def read_item(
    text: str,
    form: str,
    heading: Heading,
    end: int,
    section: int | None,
    when: When,
) -> tuple[Item, Span | None]:
    """Read one task that lies between its heading and ``end``; also where text stands that is not its own."""
    clauses = clauses_in(form, heading.words_from, end)
    end, loose = _own_end(form, heading.words_from, end, clauses)
    title, body = _title_and_body(form, heading.words_from, end, clauses)
    who = merged([read_clause(form, c.words.start, c.words.end, *when) for c in clauses]) if clauses else None
    item = Item(
        number=heading.number,
        label=heading.label,
        section=section,
        title=unwrapped(text[title.start : title.end]).replace("\n", "").strip(" 。"),
        text=_wording(text, body, clauses),
        span=trimmed(form, heading.start, end),
        title_span=title,
        text_span=body,
        who=who or Responsibility(),
    )
    return item.flagged(*_clause_flags(clauses)), loose


def clauses_in(form: str, start: int, end: int) -> list[Clause]:
    """The responsibility clauses between two places: in brackets, as labelled lines, or running on."""
    found = _bracketed(form, start, end)
    covered = [(c.whole.start, c.whole.end) for c in found]
    for match in LABELLED.finditer(form, start, end):
        at = match.start()
        if any(a <= at < b for a, b in covered):
            continue
        before = form[start:at].rstrip(" ")
        if before and before[-1] not in "\n。；\u2028\t":
            continue
        stop = _line_clause_end(form, at, end)
        span = trimmed(form, at, stop)
        found.append(Clause(span, span))
        covered.append((at, stop))
    return sorted(found, key=lambda c: c.whole.start)


def _bracketed(form: str, start: int, end: int) -> list[Clause]:
    found: list[Clause] = []
    opened: list[int] = []
    for i in range(start, end):
        if form[i] == "（":
            opened.append(i)
        elif form[i] == "）" and opened:
            at = opened.pop()
            if not opened and _is_clause(form, at + 1, i, end):
                found.append(Clause(Span(at + 1, i), Span(at, i + 1)))
    if opened and LABELLED.search(form, opened[0], min(end, opened[0] + 40)):
        stop = trimmed(form, opened[0] + 1, end, " \n\r\t\f\v。")
        found.append(Clause(stop, Span(opened[0], stop.end), balanced=False))
    return found


def _is_clause(form: str, start: int, end: int, limit: int) -> bool:
    """A bracket is a clause if it has labels, or if it has verbs and closes its line."""
    words = form[start:end]
    if LABELLED.search(words):
        return len(words) <= _CLAUSE_LIMIT * 3
    after = form[end + 1 : min(limit, end + 80)].lstrip(" 。；.")
    return (
        len(words) <= _CLAUSE_LIMIT and looks_responsible(words) and after[:1] in {"", "\n", "\r", "\u2028"}
    )


def _line_clause_end(form: str, start: int, end: int) -> int:
    """A labelled line and the lines that go on with it: labelled ones, and rests of a broken line."""
    stop = _line_end(form, start, end)
    while stop < end:
        next_end = _line_end(form, stop + 1, end)
        line = form[stop + 1 : next_end].strip()
        goes_on = LABELLED.match(line) or (not form[start:stop].rstrip().endswith("。") and _is_rest(line))
        if line and not goes_on:
            break
        stop = next_end
    return stop


def _is_rest(line: str) -> bool:
    return bool(line) and len(line) <= 60 and not _SUBPARAGRAPH.match(line) and "。" not in line[:-1]


def _line_end(form: str, start: int, end: int) -> int:
    at = form.find("\n", start, end)
    return end if at < 0 else at


def _own_end(form: str, start: int, end: int, clauses: list[Clause]) -> tuple[int, Span | None]:
    """Cut off paragraphs after the last clause that are no sub-paragraph of the task."""
    if not clauses:
        return end, None
    last = clauses[-1].whole.end
    line_end = _line_end(form, last, end)
    rest = trimmed(form, line_end, end)
    if rest.end <= rest.start or _SUBPARAGRAPH.match(form[rest.start : rest.start + 8]):
        return end, None
    return line_end, rest


def _title_and_body(form: str, start: int, end: int, clauses: list[Clause]) -> tuple[Span, Span]:
    stop = clauses[0].whole.start if clauses else end
    whole_end = max(stop, clauses[-1].whole.end) if clauses else end
    full = form.find("。", start, stop)
    line = _line_end(form, start, stop)
    if 0 < full - start <= _TITLE_LIMIT and form[full + 1 : stop].strip():
        return trimmed(form, start, full), trimmed(form, full + 1, end)
    if (
        line < stop
        and line - start <= _TITLE_LIMIT
        and form[line:stop].strip()
        and "，" not in form[start:line]
    ):
        return trimmed(form, start, line), trimmed(form, line, end)
    first = full if full > 0 else stop
    if first - start > _TITLE_LIMIT:
        comma = form.find("，", start, first)
        first = comma if 0 < comma - start <= _TITLE_LIMIT else start + _TITLE_LIMIT
    return trimmed(form, start, min(first, whole_end)), trimmed(form, start, end)


def _wording(text: str, body: Span, clauses: list[Clause]) -> str:
    """The words of the task without its clauses, lines joined."""
    out, at = "", body.start
    for clause in clauses:
        if clause.whole.start >= at:
            out += text[at : clause.whole.start] + "\n"
            at = clause.whole.end
    rest = text[at : body.end]
    return unwrapped(out + (rest if rest.strip(" 。；\n\r") else "")).replace(CELL, " ").strip()


def _clause_flags(clauses: list[Clause]) -> list[Flag]:
    flags = [
        Flag(FlagCode.BRACKET_UNBALANCED, "责任括号只有左半边，读到段末为止，请核对。", c.whole)
        for c in clauses
        if not c.balanced
    ]
    if len(clauses) > 1 and any(c.whole.start > clauses[0].whole.end for c in clauses):
        message = f"这一项里有 {len(clauses)} 处责任说明，已合在一起，请核对是否应拆成几项。"
        flags.append(Flag(FlagCode.MANY_BRACKETS, message, clauses[1].whole))
    return flags
