"""The key under which values of public tables are hashed: its own file, apart from the database and from every other key.

Without it a stolen index tells no name. Were it lost, the index is made anew from what is public
(``gongkai aggregation rebuild --new-key``); nothing else hangs on it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error

from gongkai.core.home import home_path
from gongkai.core.keyfiles import read_or_make

HASH_LENGTH = 32
"""Hexadecimal digits kept of each hash (128 bits): two of a hundred million values meet with a chance of 10^-23."""


def _place() -> Path:
    return home_path("keys", "aggregation_key")


def _key() -> bytes:
    try:
        return _read(_place(), _place().stat().st_mtime_ns)
    except FileNotFoundError:
        return read_or_make(_place(), _new)


@lru_cache(maxsize=4)
def _read(place: Path, changed: int) -> bytes:
    """The key, read once for each time that its file was written."""
    return read_or_make(place, _new)


def _new() -> bytes:
    return secrets.token_bytes(32)


def keyed(text: str) -> str:
    """HMAC-SHA-256 of a value, cut to :data:`HASH_LENGTH` digits."""
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()[:HASH_LENGTH]


def key_mark() -> str:
    """Tells one key from the next without telling the key; kept beside each profile."""
    return keyed("aggregation key")[:16]


def replace_key() -> None:
    """A new key from now on; every profile has to be made anew."""
    _place().unlink(missing_ok=True)
    _key()


def key_is_private(**kwargs: Any) -> list[CheckMessage]:
    """The key file may be read by its owner alone."""
    place = _place()
    if place.exists() and place.stat().st_mode & 0o077:
        text = f"{place.name} can be read by others on this machine"
        return [Error(text, hint="chmod go-rwx", id="clearance.E001")]
    return []
