"""This installation's release key (Ed25519): made once, readable by its owner alone, never in git."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.core.keyfiles import read_or_make


def canonical(document: Mapping[str, Any]) -> bytes:
    """A document without its signature, as the bytes that are signed."""
    unsigned = {key: value for key, value in document.items() if key != "signature"}
    return json.dumps(unsigned, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class ReleaseKey:
    """Signs and checks JSON documents. The public half lies beside the private one as ``release.pub``."""

    def __init__(self, keys: Path) -> None:
        self._path = keys / "release.key"
        self._public = keys / "release.pub"
        self._private: Ed25519PrivateKey | None = None

    def _load(self) -> Ed25519PrivateKey:
        if self._private is None:
            raw = read_or_make(self._path, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
            self._private = Ed25519PrivateKey.from_private_bytes(raw)
            if not self._public.exists():
                self._public.write_text(self._private.public_key().public_bytes_raw().hex(), encoding="ascii")
        return self._private

    @property
    def public(self) -> str:
        """The public key in hex."""
        try:
            return self._public.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return self._load().public_key().public_bytes_raw().hex()

    @property
    def key_id(self) -> str:
        """A short name of the key."""
        return hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:16]

    def signed(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with ``key`` and ``signature``."""
        document = {**document, "key": self.key_id}
        return {**document, "signature": self._load().sign(canonical(document)).hex()}

    def is_signed(self, document: Mapping[str, Any]) -> bool:
        """Whether the document carries this key's signature."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))
            key.verify(bytes.fromhex(str(document.get("signature", ""))), canonical(document))
        except (InvalidSignature, ValueError):
            return False
        return True
