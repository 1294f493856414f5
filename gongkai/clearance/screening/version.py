"""Which engine this is: a digest of its own source and of the lists that come with it. Pure but for reading itself.

Whatever is changed in a reader or a finder makes another engine, so that nobody has to remember to say so: what was read
under another one is read again.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_OWN = (".py", ".toml")


@lru_cache(maxsize=1)
def engine_mark() -> str:
    """64 hexadecimal digits; the same in every process of one version of the program."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in _OWN:  # not what Python or an editor leaves beside them
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
