"""Lists of units: split as written, with the anchors whose prefix a short name may share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.duties.supervision.enums import FlagCode, UnitRole
from gongkai.duties.supervision.rules.deadlines import is_deadline
from gongkai.duties.supervision.rules.text import BREAK, trimmed
from gongkai.duties.supervision.rules.values import Flag, Mention, Span

_SEPARATORS = "、，；" + BREAK + "/"
_ETC = re.compile(
    r"等(?:(?:有关|相关|各|直属)*(?:单位|部门|处室|科室|司局|地区|地方))?[…⋯.。]*$|[…⋯]+$|\.{3,}$"
)
_UNIT_END = re.compile(r"[处室办心局厅委院司站队科部组会府县市区所]$|单位$|部门$|公司$|企业$|中心$")
_VAGUE = re.compile(r"相关|有关|涉及|其他|各级|各市|各县|各区|直属")
_JOINT = re.compile(r"以及|及|和|与")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_LEADING = re.compile(r"^(?:由|其中|并|及|和|以及|请)")


@dataclass(frozen=True, slots=True)
class UnitList:
    """The mentions of one list, whether it ends in 等, and words in it that are a time limit."""

    mentions: tuple[Mention, ...] = ()
    open_ended: bool = False
    deadline: Span | None = None
    has_comma: bool = False
    flags: tuple[Flag, ...] = ()


def read_units(form: str, start: int, end: int, role: UnitRole) -> UnitList:
    """Read the list that lies between two places of a text in reading form."""
    mentions: list[Mention] = []
    flags: list[Flag] = []
    open_ended, deadline = False, None
    run: list[str] = []
    commas = 0
    for piece, separator in _pieces(form, start, end):
        words = _SPACE.sub("", form[piece.start : piece.end])
        if is_deadline(words):
            deadline = piece
            continue
        if mentions and separator != "、":
            run = []
            commas += 1
        for part in _parts(form, piece):
            clipped, etc = _without_etc(form, part)
            open_ended |= etc
            if clipped.end <= clipped.start:
                continue
            mention = _mention(form, clipped, role, tuple(reversed(run)))
            mentions.append(mention)
            run.append(mention.text)
            flags += _vague(mention)
    return UnitList(tuple(mentions), open_ended, deadline, commas > 0, tuple(flags))


def _mention(form: str, span: Span, role: UnitRole, anchors: tuple[str, ...]) -> Mention:
    return Mention(role, _SPACE.sub("", form[span.start : span.end]), span, anchors)


def _vague(mention: Mention) -> list[Flag]:
    if not re.search(r"相关|有关|涉及|其他", mention.text):
        return []
    return [Flag(FlagCode.VAGUE_UNIT, f"“{mention.text}”没有指明是哪些单位，请选定。", mention.span)]


def _pieces(form: str, start: int, end: int) -> list[tuple[Span, str]]:
    """The pieces between separators outside brackets, each with the separator before it."""
    out: list[tuple[Span, str]] = []
    depth, at, before = 0, start, ""
    for i in range(start, end + 1):
        char = form[i] if i < end else "；"
        depth += (char == "（") - (char == "）")
        if (char in _SEPARATORS and depth <= 0) or i == end:
            span = _cleaned(form, at, i)
            if span.end > span.start:
                out.append((span, before))
                before = char
            else:
                before = before or char
            at = i + 1
    return [part for span, sep in out for part in _at_spaces(form, span, sep)]


def _cleaned(form: str, start: int, end: int) -> Span:
    span = trimmed(form, start, end, " \t\r\n\f\v\u2028。.：*")
    if lead := _LEADING.match(form[span.start : span.end]):
        span = trimmed(form, span.start + lead.end(), span.end)
    return span


def _at_spaces(form: str, span: Span, separator: str) -> list[tuple[Span, str]]:
    """Split at spaces only where a whole unit name stands before each; a broken line is not a separator."""
    words = form[span.start : span.end]
    cuts = [m for m in re.finditer(r"[ \t]+", words) if "\n" not in m[0]]
    parts = re.split(r"[ \t]+", words)
    whole = len(parts) > 1 and all(len(p) >= 2 and _UNIT_END.search(p) for p in parts)
    if not cuts or not whole or "\n" in words:
        return [(span, separator)]
    out, at = [], span.start
    for cut in [*cuts, None]:
        stop = span.start + cut.start() if cut else span.end
        out.append((Span(at, stop), separator if at == span.start else "，"))
        at = span.start + cut.end() if cut else stop
    return out


def _parts(form: str, piece: Span) -> list[Span]:
    """Split "A及B" only where one side is a vague group; a name may itself hold 和 or 及."""
    words = form[piece.start : piece.end]
    for joint in _JOINT.finditer(words):
        left, right = words[: joint.start()], words[joint.end() :]
        if not (_UNIT_END.search(left) and _UNIT_END.search(_ETC.sub("", right) or right)):
            continue
        if _VAGUE.search(left) or _VAGUE.search(right) or right.startswith("各"):
            middle = piece.start + joint.start()
            return [Span(piece.start, middle), Span(piece.start + joint.end(), piece.end)]
    return [piece]


def _without_etc(form: str, span: Span) -> tuple[Span, bool]:
    match = _ETC.search(form[span.start : span.end])
    if match is None:
        return span, False
    return trimmed(form, span.start, span.start + match.start()), True
