"""Seal a text (AES-256-GCM), open it again, and digest it for exact look-up (HMAC-SHA-256).

A sealed value is bound to its column: moved into another one it does not open. Nothing outside
``core.personaldata`` opens values; people read through ``usecases.reveal``, which writes down who did.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkai.core.home import home_path
from gongkai.core.personaldata.keys import KeyRing

MASK = "●●●●●●"
_PREFIX = "gk1"
_NONCE = 12


class TamperedError(ValueError):
    """A stored value is not what was sealed for this column."""


class Sealed:
    """A personal value that stays shut: as text, in templates, logs, exports and tracebacks it is a mask.

    Holds ciphertext only, from the moment of assignment.
    """

    __slots__ = ("context", "token")

    def __init__(self, token: str, context: str) -> None:
        self.token = token
        self.context = context

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return "<Sealed>"

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        """The same ciphertext; two seals of one text are never equal, which tells nothing about the text."""
        return isinstance(other, Sealed) and other.token == self.token and other.context == self.context

    def __hash__(self) -> int:
        return hash((self.token, self.context))

    @property
    def key_id(self) -> str:
        """The id of the key it was sealed with; empty where it was not sealed by us."""
        return key_id_of(self.token)


def field_ring() -> KeyRing:
    """The keys that seal fields."""
    return _ring("fields")


def index_ring() -> KeyRing:
    """The keys of blind indexes."""
    return _ring("index")


def _ring(name: str) -> KeyRing:
    return _ring_at(str(home_path()), name)


@lru_cache(maxsize=8)
def _ring_at(home: str, name: str) -> KeyRing:
    from pathlib import Path

    return KeyRing(Path(home) / "keys" / name)


def seal(text: str, context: str) -> Sealed:
    """Seal a text for a column with the current key."""
    key_id, key = field_ring().current()
    nonce = secrets.token_bytes(_NONCE)
    shut = AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), _bound(key_id, context))
    return Sealed(f"{_PREFIX}:{key_id}:{base64.urlsafe_b64encode(nonce + shut).decode('ascii')}", context)


def unseal(value: Sealed) -> str:
    """The text. Raises :class:`TamperedError` and :class:`~gongkai.core.personaldata.keys.KeyMissingError`."""
    prefix, key_id, body = ([*value.token.split(":"), "", "", ""])[:3]
    if prefix != _PREFIX or value.token.count(":") != 2:
        raise TamperedError("not a sealed value")
    key = field_ring().key(key_id)
    try:
        raw = base64.b64decode(body.encode("ascii", "replace"), altchars=b"-_", validate=True)
        opened = AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(key_id, value.context))
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise TamperedError("the value was changed or belongs elsewhere") from error
    return opened.decode("utf-8", "surrogatepass")


def _bound(key_id: str, context: str) -> bytes:
    return f"{_PREFIX}:{key_id}:{context}".encode()


def key_id_of(token: str) -> str:
    """The key id inside a sealed value or a digest; empty for anything else."""
    parts = token.split(":")
    return parts[1] if len(parts) == 3 and parts[0] == _PREFIX else parts[0] if len(parts) == 2 else ""


def blind_digest(normal: str, context: str, key_id: str) -> str:
    """Digest of a normalised text for one column under one key: ``key:hex``."""
    key = index_ring().key(key_id)
    return f"{key_id}:{hmac.new(key, f'{context}|{normal}'.encode('utf-8', 'surrogatepass'), hashlib.sha256).hexdigest()}"


def current_prefixes() -> tuple[str, str]:
    """How values sealed and digests made with the current keys begin."""
    return f"{_PREFIX}:{field_ring().current()[0]}:", f"{index_ring().current()[0]}:"
