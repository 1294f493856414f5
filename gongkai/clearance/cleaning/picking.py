"""From findings that a person ticked to the stretches of text they stand for. Pure.

A finding holds no hit, so the file is read and scanned again under the same lists, and each ticked finding is known by its
kind, its place and its offsets. That happens in the process that masks: the hit never leaves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.clearance.cleaning.masks import Stretch
from gongkai.clearance.cleaning.result import NotCleaned
from gongkai.clearance.screening.engine import scan_parts
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.hiding import without_numbers
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Part, Passage, Table

_GONE = "勾选的问题有 {count} 处在文件里对不上了（词库更新过，或文件换过）。请重新检查这份文件，再选要遮盖的内容。"


@dataclass(frozen=True, slots=True)
class Pick:
    """A ticked finding, as it is kept: its place without long numbers."""

    kind: str
    place: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Names it in a form: the same finding after another scan, whatever else was found by then."""
        what = f"{self.kind}\n{self.place}\n{self.start}\n{self.end}"
        return hashlib.blake2b(what.encode(), digest_size=12).hexdigest()


def stretches_of(parts: Iterable[Part], picks: Iterable[Pick], knowledge: Knowledge) -> list[Stretch]:
    """The stretches. Raises :class:`NotCleaned` where a finding is not found again."""
    wanted = set(picks)
    found: dict[Pick, Stretch] = {}
    for part in parts if wanted else ():
        for finding, text in _hits(part, knowledge):
            pick = Pick(finding.kind, without_numbers(finding.place), finding.start, finding.end)
            if pick in wanted:
                found[pick] = Stretch(text, finding.suggestion)
    if missing := len(wanted - set(found)):
        raise NotCleaned(_GONE.format(count=missing))
    return list(found.values())


def _hits(part: Part, knowledge: Knowledge) -> Iterator[tuple[Finding, str]]:
    texts = {}
    if isinstance(part, Passage):
        texts = {part.place: part.text}
    elif isinstance(part, Table):
        texts = {part.place_of(row, column): text for row, column, text in part.cells()}
    for finding in scan_parts([part], knowledge) if texts else ():
        text = texts.get(finding.place, "")[finding.start : finding.end]
        if text:
            yield finding, text
