"""By what a file is known to those who read it: its bytes, and the ending of its name, which says how they are read."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any, NamedTuple

ENDING_OF_NAME = r"\.[a-z0-9]{1,10}$"
"""How a name ends whose ending says how a file is read, in lower case; databases ask by it, too."""
_ENDING = re.compile(ENDING_OF_NAME)


class FileKey(NamedTuple):
    """The same bytes under ``.txt`` and ``.csv`` (or ``.zip`` and ``.docx``) are two things to a reader."""

    sha256: str
    suffix: str


def key_of(file: Any) -> FileKey:
    """Of an attachment or a picture, as it is stored."""
    return FileKey(file.sha256, suffix_of(file.file.name or ""))


def suffix_of(name: str) -> str:
    """The ending of a name with its point, in lower case; empty where it has none that any reader knows.

    What stands behind the last point of a name may be words; of a file that is purged they must not stay.
    """
    ending = PurePath(name).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""
