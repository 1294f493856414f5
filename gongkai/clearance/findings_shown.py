"""Plain data for the page on which a text stands beside what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import FindingDecision, ScreeningReport
from gongkai.clearance.queries.screening import Screening, progress_of
from gongkai.clearance.rules.screening import NEVER_WAIVED
from gongkai.clearance.scanning import Hit
from gongkai.clearance.screening.parts import Passage
from gongkai.core.reasons import RULES, Rule

MOST_SHOWN = 300
"""Findings on one page: with more, the first are mended first."""
_MARKS = {FindingLevel.BLOCK: "repealed", FindingLevel.JUSTIFY: "amended", FindingLevel.HINT: "open"}
_GRAVITY = {FindingLevel.BLOCK: 2, FindingLevel.JUSTIFY: 1, FindingLevel.HINT: 0}
_CLASSES = {2: "gk-hit--bad", 1: "", 0: "gk-hit--ok"}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding in the list at the right; ``same_as`` is the number of an earlier one with the same hit in the same
    field, whose decision is this one's too. ``alike`` counts the others of its kind that stand in the way.
    """

    number: int
    hit: Hit
    mark: str
    level: str
    rule: Rule
    is_open: bool
    is_looked_at: bool
    note: FindingDecision | None
    waiver: FindingDecision | None
    revocation: FindingDecision | None
    same_as: int
    alike: int
    file: Any

    @property
    def can_be_kept(self) -> bool:
        """Whether a note is written about it at all."""
        return self.hit.finding.level != FindingLevel.HINT and self.hit.kind not in NEVER_WAIVED

    @property
    def waits_for_waiver(self) -> bool:
        """Whether only a waiver lets it stand."""
        return self.is_open and self.hit.finding.level == FindingLevel.BLOCK and self.can_be_kept


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same findings: those that begin here, those that end here, and the one it leads to."""

    text: str
    css: str
    link: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One field of the text: its lines, or the rows of a table with the lines of each cell."""

    place: str
    lines: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the version: how far its scan has come."""

    file: Any
    progress: str
    is_done: bool
    done: int
    total: int
    kind: str


def rows_of(screening: Screening, *, is_urgent: bool) -> list[Row]:
    """The findings in the order of the text, numbered from 1; those of files after it."""
    files = {row.sha256: row for row, _ in screening.files}
    first: dict[str, int] = {}
    open_ones = [hit for hit in screening.hits if screening.is_open(hit, is_urgent=is_urgent)]
    rows = []
    for number, hit in enumerate(screening.hits[:MOST_SHOWN], start=1):
        same_as = first.setdefault(hit.mark, number)
        decided = screening.decision(hit)
        alike = {one.mark for one in open_ones if _is_alike(one, hit)} - {hit.mark}
        rows.append(
            Row(
                number=number,
                hit=hit,
                mark=_MARKS[FindingLevel(hit.finding.level)],
                level=FindingLevel(hit.finding.level).label,
                rule=RULES[hit.finding.rule],
                is_open=screening.is_open(hit, is_urgent=is_urgent),
                is_looked_at=hit.kind == FindingKind.UNREADABLE and hit.sha256 in screening.looked,
                note=decided.note,
                waiver=decided.waiver or decided.on_duty,
                revocation=decided.revocation,
                same_as=0 if same_as == number else same_as,
                alike=len(alike),
                file=files.get(hit.sha256),
            )
        )
    return rows


def _is_alike(one: Hit, other: Hit) -> bool:
    return (one.finding.kind, one.finding.level) == (other.finding.kind, other.finding.level)


def blocks_of(screening: Screening, rows: Sequence[Row]) -> list[Block]:
    """The text field by field with its findings marked."""
    by_place: dict[tuple[int, tuple[int, int] | None], list[Row]] = {}
    for row in rows:
        if row.hit.part >= 0:
            by_place.setdefault((row.hit.part, row.hit.cell), []).append(row)
    blocks = []
    for number, one in enumerate(screening.written):
        part = one.part
        if isinstance(part, Passage):
            blocks.append(Block(part.place, lines_of(part.text, by_place.get((number, None), [])), ()))
            continue
        table = tuple(
            tuple(lines_of(text, by_place.get((number, (r, c)), [])) for c, text in enumerate(cells))
            for r, cells in enumerate(part.rows)
        )
        blocks.append(Block(part.place, (), table))
    return blocks


def lines_of(text: str, rows: Sequence[Row]) -> tuple[Line, ...]:
    """A text as lines of pieces; what is of no stretch of it is in the list alone."""
    marked = [row for row in rows if row.hit.finding.end > row.hit.finding.start]
    lines: list[Line] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        here = [one for one in marked if one.hit.finding.start <= end and one.hit.finding.end > at]
        pieces = _pieces(text, at, end, here)
        if line.strip() or pieces:
            lines.append(pieces)
        at = end + 1
    return tuple(lines)


def _pieces(text: str, begin: int, end: int, rows: Sequence[Row]) -> Line:
    cuts = {begin, end}
    for row in rows:
        cuts |= {min(max(row.hit.finding.start, begin), end), min(row.hit.finding.end, end)}
    bounds = sorted(cuts)
    pieces = []
    for left, right in pairwise(bounds):
        over = [row for row in rows if row.hit.finding.start < right and row.hit.finding.end > left]
        worst = max(over, key=lambda row: _weight(row), default=None)
        pieces.append(
            Piece(
                text=text[left:right],
                css=_CLASSES[_weight(worst)] if worst else "",
                link=worst.number if worst else 0,
                starts=tuple(row.number for row in over if row.hit.finding.start == left),
                ends=tuple(row.number for row in over if row.hit.finding.end == right),
            )
        )
    return tuple(pieces)


def _weight(row: Row) -> int:
    """What has been decided is marked as quietly as a hint."""
    return _GRAVITY[FindingLevel(row.hit.finding.level)] if row.is_open else 0


def file_rows(screening: Screening) -> list[FileRow]:
    """The files of the version with the progress of each."""
    rows = []
    for file, scan in screening.files:
        is_done = scan is not None and scan.finished_at is not None
        progress = progress_of(scan) if scan is not None else "等待检查"
        kind = file._meta.model_name
        rows.append(
            FileRow(file, progress, is_done, scan.done if scan else 0, scan.total if scan else 0, kind)
        )
    return rows


def summary_of(screening: Screening, *, is_urgent: bool = False) -> dict[str, Any]:
    """For panels on other pages: counts by level, how many still stand in the way, whether files are being scanned."""
    return {
        **_levels(screening.counts()),
        "open": len({hit.mark for hit in screening.hits if screening.is_open(hit, is_urgent=is_urgent)}),
        "files_waiting": len(screening.waiting(as_known=False)),
    }


def summary_of_report(report: ScreeningReport) -> dict[str, Any]:
    """The same of what was found when it was sent; what stood in the way then is settled."""
    counts = {level.value: getattr(report, level.value) for level in FindingLevel}
    return {**_levels(counts), "open": 0, "files_waiting": 0}


def _levels(counts: Mapping[str, int]) -> dict[str, Any]:
    told = [(_MARKS[level], level.label, counts[level.value]) for level in FindingLevel]
    return {"levels": [one for one in told if one[2]], "total": sum(counts.values())}
