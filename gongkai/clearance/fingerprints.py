"""What is kept of a hit in place of the hit: a keyed digest, the same while the same hit stands in the same field.

A number of an identity card can be guessed by trying all of them, so an unkeyed digest would hold the number itself.
The key is this installation's own and lies in its home beside the other keys, never in the database. Were it lost, no
decision would hold any more and each would be asked for anew; nothing else would be lost.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from gongkai.core.home import home_path
from gongkai.core.keyfiles import read_or_make

_BYTES = 32
_DROPPED = {ord(sign): None for sign in " \t\r\n\u3000\u00a0-–—·.()（）"}


def normal(hit: str) -> str:
    """A hit as it is compared: however wide its characters, and whatever stands between them for the eye."""
    return unicodedata.normalize("NFKC", hit).translate(_DROPPED).casefold()


def fingerprint(*parts: str) -> str:
    """Keyed digest (64 hex digits) of parts that together name one hit: whose, of which kind, in which field, and it."""
    told = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(
        _key(str(home_path("keys"))), told.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


@lru_cache(maxsize=4)
def _key(folder: str) -> bytes:
    return read_or_make(Path(folder) / "findings.key", lambda: secrets.token_bytes(_BYTES))
