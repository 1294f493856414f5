"""What an earlier ./run has done to an installation, so that a later one starts at once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from tools.console import StopError

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("GONGKAI_HOME", ROOT / "var")).resolve()
STATE = HOME / "run.json"
LOCK = HOME / "run.lock"
STATIC_ENDINGS = {".css", ".js", ".svg", ".png", ".ico", ".woff2", ".webmanifest", ".jpg", ".webp"}


def read_state() -> dict[str, str]:
    """Steps done, each with the digest of what it was done for; empty for a new installation."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def record(name: str, digest: str) -> None:
    """Remember that a step is done (written beside and renamed: never half a file)."""
    beside = STATE.with_suffix(".new")
    beside.write_text(json.dumps(read_state() | {name: digest}), encoding="utf-8")
    beside.replace(STATE)


def migrations_digest() -> str:
    """Digest of our migrations and of the locked library versions."""
    files = sorted((ROOT / "gongkai").glob("**/migrations/*.py"))
    return _digest([*files, ROOT / "requirements" / "base.txt"])


def static_digest() -> str:
    """Digest of names, sizes and times of our static files, and of the locked library versions."""
    parts = [(ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")]
    for file in sorted((ROOT / "gongkai").glob("**/static/**/*")):
        if file.suffix in STATIC_ENDINGS:
            status = file.stat()
            parts.append(f"{file.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def steps_due() -> list[str]:
    """Names of the preparing steps that this installation still needs, in order."""
    state = read_state()
    due = []
    if state.get("migrate") != migrations_digest() or not (HOME / "gongkai.sqlite3").exists():
        due.append("migrate")
    if not state.get("demo"):
        due.append("demo")
    if state.get("static") != static_digest() or not (HOME / "static").is_dir():
        due.append("static")
    if not state.get("release"):
        due.append("release")
    return due


class Installation:
    """This installation, held by one ./run at a time. The lock file names the process and its address."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __enter__(self) -> Installation:
        HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = LOCK.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StopError(
                f"另一个 ./run 正在使用同一数据目录 {HOME}（{self._holder()}）。",
                "使用已启动的那个，或在它的终端按 Ctrl-C；另开一套数据：GONGKAI_HOME=/目录 ./run --port N。",
            ) from None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"进程 {os.getpid()}，http://127.0.0.1:{self.port}/")
        self._file.flush()
        return self

    def _holder(self) -> str:
        self._file.seek(0)
        return self._file.read().strip() or "进程号未知"

    def __exit__(self, *exc: object) -> None:
        self._file.close()
