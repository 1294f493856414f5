"""What ./run and ./test say: one line for each step, with the time it took; a refusal with the way out."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class StopError(Exception):
    """Something is in the way: ``problem`` says what, ``way_out`` what to do, ``detail`` stands between."""

    def __init__(self, problem: str, way_out: str, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.way_out = way_out
        self.detail = detail


def say(text: str = "") -> None:
    """One line, at once."""
    print(text, flush=True)


def show_stop(stop: StopError) -> None:
    """The problem, its detail, the way out; on standard error."""
    lines = [f"✗ {stop.problem}"]
    lines += [f"    {line}" for line in stop.detail.strip().splitlines()]
    lines.append(f"  出路：{stop.way_out}")
    print("\n".join(lines), file=sys.stderr, flush=True)


class Step:
    """A step under way; ``note`` changes the words behind it on a terminal."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.note = ""
        self.outcome = "完成"
        self.has_failed = False
        self._started = time.monotonic()
        self._done = threading.Event()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def show(self) -> None:
        """Redraw the line every half second until the step is done (terminal only)."""
        while not self._done.wait(0.5):
            print(f"\r\033[K  … {self.title}  {self.note}  {self.seconds:.0f} s", end="", flush=True)

    def end(self) -> None:
        self._done.set()


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step: moving on a terminal, one line at its end in any case."""
    current = Step(title)
    moving = sys.stdout.isatty()
    thread = threading.Thread(target=current.show, daemon=True) if moving else None
    if thread:
        thread.start()
    else:
        say(f"  … {title}")
    has_ended = False
    try:
        yield current
        has_ended = True
    finally:
        current.end()
        if thread:
            thread.join()
            print("\r\033[K", end="")
        outcome = current.outcome if has_ended else "未完成"
        mark = "✓" if has_ended and not current.has_failed else "✗"
        say(f"  {mark} {title}  {outcome}（{current.seconds:.1f} s）")
