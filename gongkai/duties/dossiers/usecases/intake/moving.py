"""Move what was taken in out of the folder ``oa/in``, so that no death in between leaves it taken in and lying there."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from gongkai.core.reasons import Reason

_MARKER = {"done": ".gk-done", "refused": ".gk-refused"}


def move(path: Path, where: str, now: datetime, reasons: tuple[Reason, ...] = ()) -> None:
    """Mark first, in one step, then move: the next round ends what this one began."""
    marked = path.with_name(f".{path.stem}{_MARKER[where]}")
    if reasons:
        said = "\n".join(f"{one.message}{one.remedy}" for one in reasons)
        path.with_name(f".{path.stem}.reason.txt").write_text(f"{said}\n", encoding="utf-8")
    os.replace(path, marked)
    _finish(marked, where, now)


def finish_moves(folder: Path, now: datetime) -> None:
    """End what a round that died had begun."""
    for where, ending in _MARKER.items():
        for marked in folder.glob(f".*{ending}"):
            _finish(marked, where, now)


def _finish(marked: Path, where: str, now: datetime) -> None:
    stem = marked.name[1 : -len(_MARKER[where])]
    target = marked.parent.parent / where
    target = target / f"{timezone.localtime(now):%Y-%m}" if where == "done" else target
    target.mkdir(parents=True, exist_ok=True, mode=0o770)
    free = _free_name(target, stem)
    beside = [one for one in marked.parent.iterdir() if _is_of(one, stem)]
    for path in beside:
        os.replace(path, target / f"{free}{path.suffix}")
    reason = marked.with_name(f".{stem}.reason.txt")
    if reason.exists():
        os.replace(reason, target / f"{free}.reason.txt")
    os.replace(marked, target / f"{free}.json")


def _is_of(path: Path, stem: str) -> bool:
    return path.stem == stem and path.is_file() and path.suffix.lower() != ".json"


def _free_name(target: Path, stem: str) -> str:
    number = 1
    while (target / f"{stem if number == 1 else f'{stem}-{number}'}.json").exists():
        number += 1
    return stem if number == 1 else f"{stem}-{number}"
