"""PDFium knows no threads, and every thread of a web worker may be handed a PDF: two at once, and a sound file is called
broken or the worker dies. So its calls are made one at a time in a process; whatever opens a PDF goes through here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_ALONE = threading.RLock()


def alone(read: Callable[P, T]) -> Callable[P, T]:
    """A function that calls PDFium, while no other thread does."""

    @wraps(read)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> T:
        with _ALONE:
            return read(*args, **kwargs)

    return waiting


def each_alone(read: Callable[P, Generator[T, None, None]]) -> Callable[P, Generator[T, None, None]]:
    """A generator that calls PDFium: each step alone, so that nobody waits for what is done with a piece in between."""

    @wraps(read)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> Generator[T, None, None]:
        steps = read(*args, **kwargs)
        try:
            while True:
                with _ALONE:
                    try:
                        step = next(steps)
                    except StopIteration:
                        return
                yield step
        finally:
            with _ALONE:
                steps.close()

    return waiting
