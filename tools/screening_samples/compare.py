"""`python -m tools.screening_samples.compare`: what is found in the samples beside what expected.toml expects.

``findings`` of a file are all that its reader has to tell (hidden data, properties, places, what is unread), no more and
no less; ``later`` are some of what the finders have to tell, checked as soon as the finder of that kind finds anything;
``reads`` are pieces of its text in their order.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.clearance.screening import Knowledge, scan_parts, scan_text
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.parts import Passage, Table
from gongkai.clearance.screening.readers import Limits, read_parts
from tools.screening_samples.packing import ID

FOLDER = Path(__file__).parents[2] / "samples" / "screening"
OF_READERS = frozenset(("hidden_data", "metadata", "gps", "unreadable"))
_KNOWLEDGE = Knowledge(on=date(2026, 11, 27))
_PROBES = {"id_card": f"身份证号{ID}"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``verdict`` empty where all is as expected."""

    name: str
    shows: str
    found: tuple[str, ...]
    verdict: tuple[str, ...]


def expected() -> dict[str, dict[str, object]]:
    """What expected.toml says, by file."""
    data = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
    return {one["name"]: one for one in data["file"]}


def findings_of(name: str, data: bytes) -> list[Finding]:
    """What the engine tells of a file, without recognition and conversion."""
    return list(scan_parts(read_parts(name, data, limits=Limits()), _KNOWLEDGE))


def compared(name: str, wanted: dict[str, object], data: bytes) -> Row:
    """One file read, scanned and held against what is wanted."""
    parts = list(read_parts(name, data, limits=Limits()))
    findings = list(scan_parts(parts, _KNOWLEDGE))
    told = [_line(one) for one in findings if one.kind in OF_READERS]
    verdict = [f"缺：{one}" for one in _list(wanted, "findings") if one not in told]
    verdict += [f"多：{one}" for one in told if one not in _list(wanted, "findings")]
    verdict += [f"缺：{one}" for one in _list(wanted, "later") if not _is_found(one, findings)]
    text = "\n".join(_text(part) for part in parts if isinstance(part, Passage | Table))
    at = 0
    for piece in _list(wanted, "reads"):
        at = text.find(piece, at)
        if at < 0:
            verdict.append(f"没有按次序读到：{piece}")
            break
    return Row(name, str(wanted.get("shows", "")), tuple(told), tuple(verdict))


def _line(one: Finding) -> str:
    return f"{one.kind}｜{one.place}｜{one.excerpt}"


def _is_found(wanted: str, findings: list[Finding]) -> bool:
    kind, place = wanted.split("｜")
    if kind in _PROBES and not any(one.kind == kind for one in scan_text(_PROBES[kind], _KNOWLEDGE)):
        return True  # nobody looks for it yet
    return any(one.kind == kind and one.place == place for one in findings)


def _text(part: Passage | Table) -> str:
    return part.text if isinstance(part, Passage) else "\n".join(" ".join(row) for row in part.rows)


def _list(wanted: dict[str, object], key: str) -> list[str]:
    value = wanted.get(key, [])
    return [str(one) for one in value] if isinstance(value, list) else []


def rows() -> list[Row]:
    """All files of expected.toml."""
    return [compared(name, wanted, (FOLDER / name).read_bytes()) for name, wanted in expected().items()]


def table(found: list[Row]) -> str:
    """The table as text."""
    lines = []
    for row in found:
        lines.append(f"{'符合' if not row.verdict else '不符'}  {row.name}  {row.shows}")
        lines.extend(f"      {one}" for one in (row.verdict or row.found))
    wrong = sum(1 for row in found if row.verdict)
    return "\n".join(
        (*lines, f"共 {len(found)} 个文件，{len(found) - wrong} 个与预期一致，{wrong} 个不一致。")
    )


if __name__ == "__main__":
    found = rows()
    print(table(found))
    sys.exit(any(row.verdict for row in found))
