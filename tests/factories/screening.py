"""An engine that finds three invented words and one made-up number, whatever the real finders find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import FindingDecision
from gongkai.clearance.queries.screening import Screening, screening_of
from gongkai.clearance.scanning import Scanned
from gongkai.clearance.screening import Finding, Knowledge, scan_parts
from gongkai.clearance.screening.bounded import TablesRead
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.parts import Table, Unread
from gongkai.clearance.screening.readers import read_parts
from gongkai.clearance.screening.readers.limits import Limits
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.waiving import note_findings, waive_findings
from gongkai.core.accounts.models import User
from tests.factories.gate import text

STOP, EXPLAIN, HINT = "甲号禁语", "乙号用语", "丙号用语"
NUMBER = "13800001234"
_LEVELS = {STOP: FindingLevel.BLOCK, EXPLAIN: FindingLevel.JUSTIFY, HINT: FindingLevel.HINT}
_NUMBER = re.compile(r"138\d{8}")
GROUNDS = "这是依法应当公布的内容，依据条例第十条。"


def find_invented(written: str, knowledge: Knowledge) -> Iterator[Finding]:
    """The three words at their levels, and numbers that begin with 138."""
    for word, level in _LEVELS.items():
        for match in re.finditer(word, written):
            yield found(FindingKind.TERM, *match.span(), f"{word[0]}＊＊＊", level=level)
    for match in _NUMBER.finditer(written):
        yield found(FindingKind.MOBILE, *match.span(), "138****", suggestion=f"138****{match[0][-4:]}")


def find_many_rows(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """Tables of more than three rows, as a whole."""
    if len(table.rows) > 3:
        yield found(FindingKind.PERSON_TABLE, 0, 0, f"{len(table.rows)} 行", place=table.place)


def use_invented_finders(monkeypatch: Any) -> None:
    """Put these finders in the place of all others."""
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", (find_invented,))
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TABLES", (find_many_rows,))


def use_no_finders(monkeypatch: Any) -> None:
    """Nothing is found in any text: for tests of another gate, whose contents the finders would stop before it is asked."""
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", ())
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TABLES", ())


def use_file_findings(monkeypatch: Any, *findings: Finding, is_readable: bool = True) -> None:
    """Let every file that is scanned from now on yield these."""

    def scan(path: Any, name: str, known: Any, on_progress: Any) -> Scanned:
        on_progress(1, 2, "页")
        return Scanned(is_readable, findings)

    monkeypatch.setattr("gongkai.clearance.usecases.reports.scan_stored", scan)


def body_with(*words: str) -> list[tuple[str, str]]:
    """A body of one paragraph for each word."""
    return text("".join(f"<p>本段有{word}一处。</p>" for word in words))


def rewrite(page: Any, by: User, *words: str) -> None:
    """Save a next version of a page with these words in its body."""
    draft = page.get_latest_revision_as_object()
    draft.body = body_with(*words)
    draft.save_revision(user=by)


def screened(target: Any) -> Screening:
    """The newest version of an object with its findings."""
    target = type(target)._default_manager.get(pk=target.pk)
    version = shape_of(target).latest()
    assert version is not None
    return screening_of(target, version)


def marks_of(target: Any) -> list[str]:
    """Fingerprints of the findings of an object, in order."""
    return [hit.mark for hit in screened(target).hits]


def note_all(by: User, target: Any, words: str = "法定公开，须保留。") -> list[FindingDecision]:
    """Write the same note about everything that can be explained."""
    marks = [hit.mark for hit in screened(target).hits if hit.finding.level != FindingLevel.HINT]
    return note_findings(by=by, target=target, marks=marks, text=words)


def waive_all(by: User, target: Any, grounds: str = GROUNDS) -> list[FindingDecision]:
    """Waive everything that stops an object."""
    marks = [hit.mark for hit in screened(target).hits if hit.finding.level == FindingLevel.BLOCK]
    return waive_findings(by=by, target=target, marks=marks, grounds=grounds)


def scan_here(path: Any, name: str, known: Any, on_progress: Any) -> Scanned:
    """Scan a stored file in this process, with the readers and finders of the program: a process for each upload would
    take longer than the tests. Pictures are not recognised and old office files are not converted.
    """
    limits = Limits(progress=on_progress)
    findings = tuple(scan_parts(read_parts(name, path.read_bytes(), limits=limits), known.knowledge))
    return Scanned(all(one.kind != FindingKind.UNREADABLE for one in findings), findings)


def tables_here(path: Any, *, name: str) -> TablesRead:
    """The tables of a stored file, read in this process."""
    parts = list(read_parts(name, path.read_bytes(), limits=Limits()))
    tables = [part for part in parts if isinstance(part, Table)]
    return TablesRead(tables, is_whole=not any(isinstance(part, Unread) for part in parts))
