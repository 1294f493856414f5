"""What lies in the folder ``oa/in``: each JSON file with what lies beside it, as they were before they were read."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.duties.dossiers.enums_intake import DeliveryKind
from gongkai.duties.dossiers.rules.intake_said import json_in

MOST_JSON = 64 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was looked at. What OA puts in its place, or writes into it, afterwards is another one."""

    path: Path
    inode: int
    changed_ns: int
    size: int

    @classmethod
    def at(cls, path: Path) -> Seen:
        """Look at a file. Raises ``OSError``."""
        stat = path.lstat()
        return cls(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def is_there(self) -> bool | None:
        """Whether this very file is still there; None where nothing is. Raises ``OSError``."""
        try:
            return Seen.at(self.path) == self
        except FileNotFoundError:
            return None


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON file with what lies beside it under the same name; ``turn`` is by what it is taken before another."""

    json: Seen
    raw: bytes
    files: tuple[Seen, ...]
    turn: tuple[int, str]

    @property
    def changed_at(self) -> datetime:
        """When the youngest of them was last written to."""
        changed = max(one.changed_ns for one in (self.json, *self.files))
        return datetime.fromtimestamp(changed / 1e9, tz=timezone.get_current_timezone())

    def data(self) -> Any:
        """What it says; None where it is no JSON."""
        return json_in(self.raw)


def lying_in(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Each JSON file, and the other files under the same name; links are not followed."""
    beside = defaultdict(list)
    found = []
    with os.scandir(folder) as entries:
        paths = sorted(Path(one.path) for one in entries if one.is_file(follow_symlinks=False))
    for path in paths:
        if path.suffix.lower() != ".json":
            beside[path.stem].append(path)
        elif not path.name.startswith("."):
            found.append(path)
    return ((path, beside[path.stem]) for path in found)


def item_at(path: Path, beside: list[Path]) -> Item | None:
    """Look at an item, then read it; None where it is gone by now. Raises ``OSError``."""
    try:
        files = tuple(Seen.at(one) for one in beside)
        json = Seen.at(path)
        with path.open("rb") as file:
            raw = file.read(MOST_JSON + 1)
    except FileNotFoundError:
        return None
    return Item(json, raw, files, (_rank(json_in(raw)), path.name))


def _rank(data: Any) -> int:
    """Slips before numbers before final texts: what comes together is of one dossier."""
    said = data.get("kind") if isinstance(data, dict) else None
    places = [n for n, kind in enumerate(DeliveryKind) if said in (kind.value, kind.label)]
    return places[0] if places else len(DeliveryKind)


def shown(name: str) -> str:
    """A file's name as it can be kept and shown, whatever its bytes are: a disk of OA need not write UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
