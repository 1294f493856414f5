"""Move what was taken in out of the folder ``oa/in``, so that no death in between leaves it taken in and lying there.

What is to be moved is written down first, in a folder that OA does not write into: which files exactly, and to where.
The next round ends what this one began, with those very files: what OA has put in their place meanwhile is a new
delivery.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from gongkai.core.home import home_path
from gongkai.core.keyfiles import write_private
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.usecases.intake.lying import Item, Seen, shown

logger = logging.getLogger("gongkai.oa")
_LONGEST_STEM, _LONGEST_TAIL = 200, 20
"""Bytes of a name, and of its ending, at the place where it is put: a disk takes 255 in all (house numbers)."""


@dataclass(frozen=True, slots=True)
class _Move:
    """One file, by its name in ``oa/in`` and by what tells it from another of this name; and its name afterwards."""

    name: str
    inode: int
    changed_ns: int
    size: int
    target: str

    def source(self) -> Seen:
        return Seen(home_path("oa", "in", self.name), self.inode, self.changed_ns, self.size)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is moved, the JSON file first; to which folder below ``oa``; and the words that are put beside it."""

    folder: str
    moves: tuple[_Move, ...]
    said: str = ""
    said_name: str = ""


def move(item: Item, where: str, now: datetime, reasons: tuple[Reason, ...] = ()) -> None:
    """Write down what is moved, in one step, then move it. Raises ``OSError``."""
    plan = _planned(item, where, now, reasons)
    place = plan_of(item.json.path.name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_suffix(".new")
    beside.unlink(missing_ok=True)
    write_private(beside, json.dumps(asdict(plan)).encode())
    os.replace(beside, place)
    _finish(place, plan)


def finish_moves() -> set[Path]:
    """End what earlier rounds began; answers the plans that fail still: their items were taken in."""
    held = set()
    for place in sorted(home_path("oa-moves").glob("*.json")):
        try:
            _finish(place, _plan_at(place))
        except Exception:  # one that fails stays, is told in the log, and does not hold up the others
            logger.exception("an item of the OA folder was taken in and could not be moved")
            held.add(place)
    return held


def plan_of(name: str) -> Path:
    """Where the plan for a JSON file is kept: under a hash, for its name may be as long as a disk takes."""
    return home_path("oa-moves", f"{hashlib.sha256(os.fsencode(name)).hexdigest()[:32]}.json")


def _planned(item: Item, where: str, now: datetime, reasons: tuple[Reason, ...]) -> _Plan:
    folder = f"done/{timezone.localtime(now):%Y-%m}" if where == "done" else where
    tails = [".json", *_tails(item.files)]
    name = _free_name(home_path("oa", folder), shown(item.json.path.stem), [*tails, ".reason.txt"])
    moves = tuple(
        _Move(one.path.name, one.inode, one.changed_ns, one.size, f"{name}{tail}")
        for one, tail in zip((item.json, *item.files), tails, strict=True)
    )
    said = "".join(f"{one.message}{one.remedy}\n" for one in reasons)
    return _Plan(folder, moves, said, f"{name}.reason.txt")


def _tails(files: Sequence[Seen]) -> Iterator[str]:
    """The endings of files that lie beside one JSON, no two alike; one that no disk need take is numbered instead."""
    for place, one in enumerate(files, start=1):
        tail = one.path.suffix
        is_plain = shown(tail) == tail and len(tail.encode()) <= _LONGEST_TAIL
        yield tail if is_plain else f".{place}.bin"


def _free_name(target: Path, stem: str, tails: Sequence[str]) -> str:
    stem = stem.encode()[:_LONGEST_STEM].decode("utf-8", "ignore")
    name, number = stem, 1
    while any((target / f"{name}{tail}").exists() for tail in tails):
        number += 1
        name = f"{stem}-{number}"
    return name


def _plan_at(place: Path) -> _Plan:
    """A plan as it was written; an empty one where it cannot be read: its item is read again, and not doubled."""
    try:
        data = json.loads(place.read_bytes())
        return _Plan(**{**data, "moves": tuple(_Move(**one) for one in data["moves"])})
    except (ValueError, TypeError, KeyError):
        logger.exception("a plan of moves out of the OA folder could not be read")
        return _Plan("done", ())


def _finish(place: Path, plan: _Plan) -> None:
    target = home_path("oa", plan.folder)
    target.mkdir(parents=True, exist_ok=True, mode=0o770)
    if plan.said:
        (target / plan.said_name).write_text(plan.said, encoding="utf-8")
    for one in plan.moves:
        source = one.source()
        is_there = source.is_there()
        if is_there:
            os.replace(source.path, target / one.target)
        elif is_there is False:
            logger.warning("a file of the OA folder was taken in, and another has its name now: it is left")
    place.unlink()
