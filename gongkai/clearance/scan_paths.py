"""Files of a disk through the screening engine, one result for each: what `gongkai scan` prints.

A text file is scanned as one text, so that offsets count characters of the file as decoded. Every other format is read in
a bounded process of its own; whatever happens there is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening import Finding, Knowledge, scan_text
from gongkai.clearance.screening.bounded import scan_file
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.decoding import decode, is_text

TEXT_SUFFIXES = (".txt", ".md")
_MOST_TEXT = 16 * 1024 * 1024  # a longer text is read like any other file: in a process with bounds


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """One file: whether a machine read all of it, and what was found in it. ``path`` as it was asked for."""

    path: str
    readable: bool
    findings: tuple[Finding, ...]

    def as_data(self) -> dict[str, object]:
        """Plain data for JSON (design §5)."""
        return {
            "path": self.path,
            "readable": self.readable,
            "findings": [asdict(one) for one in self.findings],
        }


def files_under(paths: Iterable[str]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order of their names; hidden files are passed over there.

    A link is followed where it is named and nowhere below, so that a folder that holds itself comes to an end.
    """
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = (one for one in path.rglob("*") if not _is_hidden(one.relative_to(path)))
            yield from sorted(one for one in inside if one.is_file() and not one.is_symlink())
        else:
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def scanned(path: Path, knowledge: Knowledge) -> ScannedFile:
    """One file scanned. Raises ``OSError`` where it cannot be opened."""
    if path.suffix.lower() in TEXT_SUFFIXES and path.stat().st_size <= _MOST_TEXT:
        data = path.read_bytes()
        if data and is_text(data):
            return ScannedFile(str(path), True, tuple(scan_text(decode(data), knowledge)))
    with path.open("rb"):
        pass  # told here why it cannot be opened: the process that reads it can only die of it
    result = scan_file(path, name=path.name, knowledge=knowledge)
    return ScannedFile(str(path), result.readable, tuple(result.findings))


def not_opened(path: Path, why: str) -> ScannedFile:
    """A file that could not even be opened: not cleared."""
    return ScannedFile(str(path), False, (found(FindingKind.UNREADABLE, 0, 0, why, place="文件"),))
