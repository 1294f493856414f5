"""Stored files as paths, for what reads them in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

_CHUNK = 1024 * 1024


@contextmanager
def on_disk(file: Any) -> Iterator[Path]:
    """The path of a stored file; where the storage has none (objects elsewhere), that of a copy for the time being."""
    try:
        yield Path(file.file.path)
    except NotImplementedError:
        with NamedTemporaryFile(suffix=Path(file.file.name).suffix) as copy:
            with file.file.storage.open(file.file.name, "rb") as stored:
                while chunk := stored.read(_CHUNK):
                    copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
