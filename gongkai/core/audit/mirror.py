"""A copy of the chain outside of the database: ``log/audit-YYYY-MM.jsonl`` under the installation's home.

One line per seal, in order. It is what an outside log collector reads, and what shows that somebody rewrote
the whole chain or cut off its end. A half-written last line (power cut) is cut away and written again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.sealing import content_of
from gongkai.core.home import home_path
from gongkai.core.shanghai import SHANGHAI

CHUNK = 1_000


def log_directory() -> Path:
    """Where the mirror lies."""
    return home_path("log")


def mirror_seals() -> int:
    """Write every seal that the mirror does not hold yet; answers how many lines were added."""
    directory = log_directory()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = 0
    with _only_writer(directory):
        place = _mend_and_find_end(directory)
        while seals := list(Seal.objects.filter(pk__gt=place).order_by("pk")[:CHUNK]):
            _append(directory, seals)
            place = seals[-1].pk
            written += len(seals)
    return written


def mirrored_links() -> Iterator[tuple[int, str]]:
    """Place and digest of each mirrored line, in order."""
    for path in mirror_files(log_directory()):
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    row = json.loads(line)
                    yield row["place"], row["digest"]


def mirror_files(directory: Path) -> list[Path]:
    """The mirror's files, oldest month first."""
    return sorted(directory.glob("audit-????-??.jsonl"))


def _append(directory: Path, seals: list[Seal]) -> None:
    events = Event.objects.in_bulk([seal.event_id for seal in seals])
    by_file: dict[Path, list[str]] = {}
    for seal in seals:
        month = seal.sealed_at.astimezone(SHANGHAI).strftime("%Y-%m")
        event = events.get(seal.event_id)
        row = {
            "place": seal.pk,
            "digest": seal.digest,
            "previous": seal.previous,
            "event": content_of(event) if event else None,
        }
        line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        by_file.setdefault(directory / f"audit-{month}.jsonl", []).append(line)
    for path, lines in by_file.items():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())


def _mend_and_find_end(directory: Path) -> int:
    """Cut away a half-written last line and answer the place of the last whole one."""
    for path in reversed(mirror_files(directory)):
        with path.open("rb+") as file:
            content = _tail(file.fileno(), path.stat().st_size)
            end = content.rfind(b"\n") + 1
            if end < len(content):
                file.truncate(path.stat().st_size - (len(content) - end))
            lines = content[:end].splitlines()
            if lines:
                return int(json.loads(lines[-1])["place"])
    return 0


def _tail(handle: int, size: int) -> bytes:
    """The file's end, from before its last whole line on."""
    length = 64 * 1024
    while True:
        start = max(0, size - length)
        content = os.pread(handle, size - start, start)
        if start == 0 or content[:-1].count(b"\n") >= 2:
            return content
        length *= 4


@contextmanager
def _only_writer(directory: Path) -> Iterator[None]:
    with (directory / ".mirror.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
