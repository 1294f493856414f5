"""Style sheets, scripts and icons of the public site, released under names made of their hash.

An app registers the static files that public templates use; templates name them with ``{% asset "…" %}``. The
reading modes are a fixed set of small style sheets under ``/modes/``, of which the front answers one as
``/mode.css`` by cookie.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders

ASSETS: set[str] = set()
MODES: dict[str, str] = {}
_cache: dict[str, tuple[int, int, bytes, str]] = {}


def register_assets(*names: str) -> None:
    """Enter static files (names as the staticfiles finders know them) into the release."""
    ASSETS.update(names)


def register_mode(mode: str, name: str) -> None:
    """Enter a reading mode: the value of the ``mode`` cookie, and the static file answered for it.

    The mode ``standard`` is answered to whoever has no cookie.
    """
    if not mode.replace("-", "").isalnum() or not mode.isascii():
        raise ValueError(f"mode {mode!r} must be ASCII letters, digits and hyphens")
    MODES[mode] = name


@cache
def _place(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise LookupError(f"no static file {name!r}")
    return Path(found)


def _read(name: str) -> tuple[bytes, str]:
    path = _place(name)
    stat = path.stat()
    cached = _cache.get(name)
    if cached is None or cached[:2] != (stat.st_mtime_ns, stat.st_size):
        body = path.read_bytes()
        cached = (stat.st_mtime_ns, stat.st_size, body, hashlib.sha256(body).hexdigest())
        _cache[name] = cached
    return cached[2], cached[3]


def asset_bytes(name: str) -> bytes:
    """The bytes of a static file. Raises ``LookupError`` when there is none of that name."""
    return _read(name)[0]


def asset_path(name: str) -> str:
    """Public address of a registered static file. Raises ``LookupError`` when it is not registered."""
    if name not in ASSETS:
        raise LookupError(f"static file {name!r} is not registered for release")
    pure = PurePosixPath(name)
    return f"/assets/{pure.stem}.{_read(name)[1][:12]}{pure.suffix}"
