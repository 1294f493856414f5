"""By what a file is known to those who read it: its bytes, and the ending of its name, which says how they are read."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, NamedTuple


class FileKey(NamedTuple):
    """The same bytes under ``.txt`` and ``.csv`` (or ``.zip`` and ``.docx``) are two things to a reader."""

    sha256: str
    suffix: str


def key_of(file: Any) -> FileKey:
    """Of an attachment or a picture, as it is stored."""
    return FileKey(file.sha256, suffix_of(file.file.name or ""))


def suffix_of(name: str) -> str:
    """The ending of a name with its point, in lower case; empty where it has none."""
    return PurePath(name).suffix.lower()
