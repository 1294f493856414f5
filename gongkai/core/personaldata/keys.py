"""This installation's key files: made on first use, readable by their owner alone, never in the database or in git.

One directory is one ring: ``<id>.key`` files of 32 random bytes, and ``current`` naming the one to seal with.
Old keys stay, since backups are sealed with them.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from gongkai.core.keyfiles import write_private

_BYTES = 32


class KeyMissingError(LookupError):
    """A value was sealed with a key that is not on this machine."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        super().__init__(f"密钥{key_id}不在本机")


class KeyRing:
    """The keys of one directory; notices when another process has changed the current one."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._keys: dict[str, bytes] = {}
        self._current: tuple[int, str] = (0, "")

    def current(self) -> tuple[str, bytes]:
        """The key to seal with, made on first use."""
        try:
            changed = os.stat(self._pointer).st_mtime_ns
        except FileNotFoundError:
            self._publish(self._make(), replace=False)
            changed = os.stat(self._pointer).st_mtime_ns
        if changed != self._current[0]:
            self._current = (changed, self._pointer.read_text(encoding="ascii").strip())
        return self._current[1], self.key(self._current[1])

    def key(self, key_id: str) -> bytes:
        """The key of this id. Raises :class:`KeyMissingError`."""
        if key_id not in self._keys:
            if not key_id.isalnum():
                raise KeyMissingError(key_id[:16])
            try:
                text = self._path(key_id).read_bytes()
            except FileNotFoundError as error:
                raise KeyMissingError(key_id) from error
            self._keys[key_id] = base64.urlsafe_b64decode(text)
        return self._keys[key_id]

    def ids(self) -> list[str]:
        """Every key on this machine, by age; makes the first one where there is none."""
        self.current()
        return [path.stem for path in sorted(self.directory.glob("*.key"), key=os.path.getmtime)]

    def rotate(self) -> str:
        """Make a new key and seal with it from now on; answers its id."""
        key_id = self._make()
        self._publish(key_id, replace=True)
        return key_id

    def exposed(self) -> list[Path]:
        """Key files that others on this machine could read."""
        files = [self.directory, *self.directory.glob("*.key")] if self.directory.is_dir() else []
        return [path for path in files if path.stat().st_mode & 0o077]

    @property
    def _pointer(self) -> Path:
        return self.directory / "current"

    def _path(self, key_id: str) -> Path:
        return self.directory / f"{key_id}.key"

    def _make(self) -> str:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        key_id = secrets.token_hex(4)
        write_private(self._path(key_id), base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)))
        return key_id

    def _publish(self, key_id: str, *, replace: bool) -> None:
        """Name the current key in one step. At first use the first process wins, the others' keys are removed."""
        beside = self.directory / f".{key_id}.current"
        write_private(beside, key_id.encode())
        if replace:
            beside.replace(self._pointer)
            return
        try:
            os.link(beside, self._pointer)
        except FileExistsError:
            self._path(key_id).unlink()
        finally:
            beside.unlink()
