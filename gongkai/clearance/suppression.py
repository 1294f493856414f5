"""The signed suppression list: what was purged stays purged after a rollback or the restore of an old backup.

Each row is signed with this installation's own key, kept apart from the database. The list is kept in several places
besides (``suppressed.jsonl`` in the home, in ``log`` beside the audit mirror, and where ``GONGKAI_SUPPRESSION_COPY``
says), and all of them are read together: a database, or one file, of before a purge cannot forget it. The lines are
numbered and chained, and ``suppressed.head`` beside each copy says how far the list went: a line that has gone from
everywhere is noticed, and nothing is published until it is back.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import logging
import os
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.core.home import home_path
from gongkai.core.keyfiles import read_or_make

FILE_NAME = "suppressed.jsonl"
HEAD_NAME = "suppressed.head"
PUT_BACK = "请从备份或异地副本找回清单文件 suppressed.jsonl，放回原处后再发布。"
_LINE = ("number", "previous", "signature")
_PERSON = ("by", "account")

logger = logging.getLogger("gongkai.clearance")


def _key() -> bytes:
    place = home_path("keys", "suppression_key")
    try:
        return _key_of(place, place.stat().st_mtime_ns)
    except OSError:
        return read_or_make(place, lambda: secrets.token_bytes(32))


@lru_cache(maxsize=4)
def _key_of(place: Path, changed: int) -> bytes:
    """The key, read once for each time that its file was written."""
    return read_or_make(place, lambda: secrets.token_bytes(32))


def account_mark(user: Any) -> str:
    """A person as the list names them beside their key: a keyed hash, so that copies elsewhere bear no account's name."""
    return hmac.new(_key(), f"account:{user.get_username()}".encode(), hashlib.sha256).hexdigest()


def is_purged_by(entry: Mapping[str, Any], user: Any) -> bool:
    """Whether it was this person who purged; never where the entry is of before the list said who.

    By the key or by the account: a database of before the purge may have given the key to somebody else since.
    """
    return entry.get("by") == user.pk or entry.get("account") == account_mark(user)


def _payload(row: Any) -> dict[str, Any]:
    return {
        "by": row.by_id,
        "account": account_mark(row.by),
        "owner": f"{row.content_type.app_label}.{row.content_type.model}:{row.object_id}",
        "path": row.path,
        "digests": row.digests,
        "cause": row.cause,
        "at": row.at.isoformat(),
    }


def _sign(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def _signed(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "signature": _sign(payload)}


def _opened(text: str) -> dict[str, Any] | None:
    """A signed JSON object; ``None`` if it is none, or its signature does not hold."""
    try:
        held = json.loads(text)
        unsigned = {name: value for name, value in held.items() if name != "signature"}
        return held if hmac.compare_digest(held["signature"], _sign(unsigned)) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def sign_suppression(row: Any) -> str:
    """HMAC-SHA-256 (hex) over what a suppression says."""
    return _sign(_payload(row))


def copies() -> list[Path]:
    """Directories that hold the list: the home, the log beside the audit mirror, and one outside if it is set."""
    outside = getattr(settings, "SUPPRESSION_COPY", None)
    return [home_path(), home_path("log"), *([Path(outside)] if outside else [])]


def read_suppression_file(folder: Path | None = None) -> list[dict[str, Any]]:
    """Lines of one copy (that in the home) whose signature holds; a tampered line is not believed."""
    place = (folder or home_path()) / FILE_NAME
    try:
        stat = place.stat()
        key = hashlib.sha256(_key()).hexdigest()
        return list(_lines_of(place, stat.st_mtime_ns, stat.st_size, stat.st_ino, key))
    except (OSError, UnicodeDecodeError):
        return []


@lru_cache(maxsize=8)
def _lines_of(place: Path, changed: int, size: int, inode: int, key: str) -> tuple[dict[str, Any], ...]:
    """A copy's lines, proven once for each time that it was written: every request of the staff side asks for them."""
    text = place.read_text(encoding="utf-8")
    return tuple(line for each in text.splitlines() if (line := _opened(each)) is not None)


def _said(line: dict[str, Any]) -> str:
    """Which purge a line is about: all that it says but who did it, which the first lists did not say, and its place."""
    return json.dumps({k: v for k, v in line.items() if k not in _LINE + _PERSON}, sort_keys=True)


def _each_once(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every purge once, in the order given; as a line tells it that says who did it, if there is one."""
    merged: dict[str, dict[str, Any]] = {}
    for line in lines:
        known = merged.setdefault(_said(line), line)
        if "account" in line and "account" not in known:
            merged[_said(line)] = line
    return list(merged.values())


def _is_chain(lines: list[dict[str, Any]]) -> bool:
    before = ["", *(line["signature"] for line in lines)]
    places = [(line.get("number"), line.get("previous")) for line in lines]
    return places == list(enumerate(before[:-1], start=1))


def _lines() -> list[dict[str, Any]]:
    """Every line of every copy once, those of the longest whole chain first and in its order."""
    held = [read_suppression_file(folder) for folder in copies()]
    held.sort(key=lambda lines: (_is_chain(lines), len(lines)), reverse=True)
    return _each_once(line for lines in held for line in lines)


def _rows() -> list[dict[str, Any]]:
    from gongkai.clearance.models import Suppression

    rows = Suppression.objects.select_related("content_type", "by")
    return [_payload(row) for row in rows.order_by("pk")]


def suppressed_entries() -> list[dict[str, Any]]:
    """What was purged, from the database and every copy: ``owner`` (model label:key), path, digests, time, and by whom."""
    return _rows() + _lines()


def suppressed() -> tuple[frozenset[str], frozenset[str]]:
    """Addresses and digests that may never be served, from the database and every copy together."""
    rows = suppressed_entries()
    paths = frozenset(row["path"] for row in rows if row["path"])
    return paths, frozenset(digest for row in rows for digest in row["digests"])


def lines_lost() -> int:
    """How many purges the list is known to have had that stand nowhere any more, neither in a copy nor in the database."""
    return max(0, _furthest() - len({_said(line) for line in suppressed_entries()}))


def _furthest() -> int:
    """How many lines the list had at the latest, as the heads beside its copies say."""
    numbers = [0]
    for folder in copies():
        try:
            head = _opened((folder / HEAD_NAME).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        numbers.append(head["number"] if head else 0)
    return max(numbers)


def write_suppression_file() -> bool:
    """Bring every copy up to date; whether one was not. What only a copy knows is kept, whatever the database says.

    A list from which something is lost is left as it is: rewriting it would make the loss good.
    """
    folder = home_path()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".suppressed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if lines_lost():
            return False
        chained = _chained([*_lines(), *_rows()])
        written = [_write_copy(folder, chained) for folder in copies() if chained]
        return any(written)


def _chained(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for entry in _each_once(entries):
        told = {name: value for name, value in entry.items() if name not in _LINE}
        previous = lines[-1]["signature"] if lines else ""
        lines.append(_signed({**told, "number": len(lines) + 1, "previous": previous}))
    return lines


def _write_copy(folder: Path, lines: list[dict[str, Any]]) -> bool:
    """Whether the copy was behind. One that cannot be written is logged: the next run tries again."""
    head = _signed({"number": len(lines), "link": lines[-1]["signature"]})
    written = False
    for name, rows in ((FILE_NAME, lines), (HEAD_NAME, [head])):
        body = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
        try:
            written |= _write(folder / name, body)
        except OSError:
            logger.exception("the copy of the suppression list in %s could not be written", folder)
    return written


def _write(path: Path, body: str) -> bool:
    if path.exists() and path.read_bytes() == body.encode():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return True
