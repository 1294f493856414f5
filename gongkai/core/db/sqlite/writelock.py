"""One writer at a time, nearly in turn: two ``flock``ed files beside the database."""

from __future__ import annotations

import fcntl
import os
import time

PAUSE = 0.0005


class WriteLock:
    """The write lock of one database file as one connection sees it.

    SQLite's own lock stays the truth; this one only spares waiting writers its ever longer sleeps (0.1 s and
    more), which is what makes the slowest writes slow. A writer first passes a turnstile and holds it until
    it has the lock, so whoever has just finished cannot overtake the one who waits. Each connection opens
    the files for itself, so threads exclude each other as processes do; a forked child opens them anew.
    """

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        self.timeout = timeout
        self.held = False
        self._handles: tuple[int, int] | None = None
        self._pid = 0

    def acquire(self) -> bool:
        """Take the lock, waiting up to ``timeout`` seconds; whether it is held now. Harmless twice."""
        turnstile, lock = self._open()
        if self.held:
            return True
        deadline = time.monotonic() + self.timeout
        if not _taken(turnstile, deadline):
            return False
        try:
            self.held = _taken(lock, deadline)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        return self.held

    def release(self) -> None:
        """Let the next writer in; harmless when the lock is not held."""
        if self.held and self._handles is not None and self._pid == os.getpid():
            fcntl.flock(self._handles[1], fcntl.LOCK_UN)
        self.held = False

    def close(self) -> None:
        """Release the lock and close the files."""
        self.release()
        for handle in self._handles or ():
            os.close(handle)
        self._handles = None

    def _open(self) -> tuple[int, int]:
        if self._handles is not None and self._pid != os.getpid():
            for handle in self._handles:
                os.close(handle)  # the parent's: closing this copy does not release the parent's lock
            self._handles, self.held = None, False
        if self._handles is None:
            flags = os.O_RDWR | os.O_CREAT
            self._handles = (
                os.open(f"{self.path}-turnstile", flags, 0o600),
                os.open(f"{self.path}-writelock", flags, 0o600),
            )
            self._pid = os.getpid()
        return self._handles


def _taken(handle: int, deadline: float) -> bool:
    """Wait for a lock by asking often; a blocking call could not end at the deadline."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(PAUSE)
        else:
            return True
