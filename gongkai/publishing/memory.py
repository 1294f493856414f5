"""The garbage collector during a build: rows by the thousand are made and kept, and looking through them finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 50, 1_000_000)


@contextmanager
def unhurried_gc() -> Iterator[None]:
    """Collect seldom, and never look again through what is there already, until the block ends."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
