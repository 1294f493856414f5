"""The engine, asked about a version or a file: what it knows today, what it finds, and what is kept of each hit.

The two functions that end in ``_now`` and ``_stored`` are the only places where this side of the gate meets the lists
and the readers of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.fingerprints import fingerprint, normal
from gongkai.clearance.models import BasePage
from gongkai.clearance.passages import Written
from gongkai.clearance.queries.knowledge import knowledge_with_version
from gongkai.clearance.screening import Finding, Knowledge, scan_parts, scan_text
from gongkai.clearance.screening.bounded import scan_file
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.hiding import without_numbers
from gongkai.clearance.screening.parts import Passage, Table
from gongkai.clearance.screening.references import own_number
from gongkai.core.organisation.models import Unit

Progress = Callable[[int, int, str], None]
"""Parts done, parts there are (0 while unknown), and what a part is called in Chinese (页, 工作表)."""
LEVELS = tuple(FindingLevel.values)
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the engine knows today; ``stamp`` changes whenever what it knows does.

    ``adds`` changes with what can add findings alone, ``told`` with what can only take some away (numbers that are
    public): of what was found before, all still stands while ``adds`` is the same.
    """

    knowledge: Knowledge
    stamp: str
    adds: str
    told: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a file: whether a machine read all of it, and what was found."""

    is_readable: bool
    findings: tuple[Finding, ...]


def known_now(*, unit: Unit | None = None, column: BasePage | None = None) -> Known:
    """The lists, leaders, numbers and telephones in force today, with the exceptions that count for what a unit writes in
    a column. A file belongs to nobody's text: for its bytes only those of the whole site count.
    """
    return Known(*knowledge_with_version(on=timezone.localdate(), unit=unit, column=column))


def scan_stored(path: Path, name: str, known: Known, on_progress: Progress) -> Scanned:
    """Read a stored file in a bounded process and scan it. Whatever is wrong with the file is a finding."""
    result = scan_file(path, name=name, knowledge=known.knowledge, on_progress=on_progress)
    return Scanned(is_readable=result.readable, findings=tuple(result.findings))


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding with its place among the parts of a text (``part``, and ``cell`` in a table), or in a file.

    ``mark`` is the fingerprint by which decisions hold. ``sha256`` names the file, ``scan`` is the key of the scan that
    told of it; empty for text.
    """

    finding: Finding
    mark: str
    part: int = -1
    cell: tuple[int, int] | None = None
    sha256: str = ""
    scan: int | None = None

    @property
    def kind(self) -> FindingKind:
        """Of which kind it is."""
        return FindingKind(self.finding.kind)


def hits_in(written: Sequence[Written], knowledge: Knowledge, owner: str) -> list[Hit]:
    """Everything found in the parts of a text; ``owner`` names whose text it is, for the fingerprints."""
    knowledge = _knowing_own_number(written, knowledge)
    return [hit for number, one in enumerate(written) for hit in _in_part(number, one, knowledge, owner)]


def _knowing_own_number(written: Sequence[Written], knowledge: Knowledge) -> Knowledge:
    """A field that holds a number and nothing else is the text's own, which is no document cited that nobody knows."""
    texts = [one.part.text for one in written if isinstance(one.part, Passage)]
    own = {cited.normal for text in texts for cited in own_number(text)} - knowledge.closed_numbers
    return replace(knowledge, open_numbers=knowledge.open_numbers | own) if own else knowledge


def _in_part(number: int, one: Written, knowledge: Knowledge, owner: str) -> Iterator[Hit]:
    if isinstance(one.part, Table):
        yield from _in_table(number, one, one.part, knowledge, owner)
        return
    for finding in scan_text(one.part.text, knowledge, place=one.part.place):
        # What is of no stretch of text is about the whole of it, and asked for anew when any of it changes.
        hit = one.part.text[finding.start : finding.end] or one.part.text
        yield Hit(finding, fingerprint(owner, finding.kind, one.field, normal(hit)), number)


def _in_table(number: int, one: Written, table: Table, knowledge: Knowledge, owner: str) -> Iterator[Hit]:
    cells = {table.place_of(row, column): (row, column) for row, column, _ in table.cells()}
    whole = "\n".join("\t".join(row) for row in table.rows)
    for finding in scan_parts([table], knowledge):
        cell = cells.get(finding.place) if finding.end > finding.start else None
        hit = table.rows[cell[0]][cell[1]][finding.start : finding.end] if cell else whole
        mark = fingerprint(owner, finding.kind, one.field_of(cell), normal(hit))
        yield Hit(finding, mark, number, cell)


def hits_in_file(
    sha256: str, findings: Iterable[dict[str, Any]], owner: str, *, scan: int | None = None
) -> list[Hit]:
    """What was found in a file before, for one of its users.

    Other bytes are asked for anew: a hit in a file is told by where it stands in exactly these.
    """
    hits = []
    for data in findings:
        finding = Finding(**data)
        where = (finding.place, str(finding.start), str(finding.end), finding.excerpt)
        hits.append(Hit(finding, fingerprint(owner, finding.kind, sha256, *where), sha256=sha256, scan=scan))
    return hits


def hit_of_unread_tables(sha256: str, owner: str) -> Hit:
    """What is told of a file whose tables were not read to the end: somebody has looked, or has to."""
    why = "表太长、文件太大，或读取时中止，没有与已公开的内容放在一起比对"
    finding = found(FindingKind.UNREAD_TABLES, 0, 0, why, place="附件")
    return Hit(finding, fingerprint(owner, finding.kind, sha256), sha256=sha256)


def kept(finding: Finding) -> dict[str, Any]:
    """A finding as plain data for the database. A place inside a file may name what somebody typed there; of a
    classification mark nothing stays but that there was one.
    """
    data = {**asdict(finding), "place": without_numbers(finding.place)}
    if finding.kind == FindingKind.CLASSIFICATION_MARK:
        data |= {"excerpt": "", "suggestion": "", "start": 0, "end": 0}
    return data


def counts_of(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are at each level, the gravest first."""
    levels = [finding.level for finding in findings]
    return {level: levels.count(level) for level in LEVELS}
