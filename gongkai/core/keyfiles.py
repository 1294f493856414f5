"""Key files: made on first use, whole or not at all, readable by their owner alone. Pure of Django.

Two processes may start at once: each writes a file beside and links it into place, the first wins and both read the
same. Nobody ever sees a key that is only half written.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Write a new file with mode 0600, synced. Raises ``FileExistsError``."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a key file; made by ``make`` where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    write_private(beside, make())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # another process was first; its key is the one
    finally:
        beside.unlink()
    return path.read_bytes()
