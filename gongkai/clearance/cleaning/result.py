"""What comes of cleaning and of redaction, and why neither was done. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class NotCleaned(Exception):
    """The file stays as it is; the message says why and the way out, in Chinese, without anything of its contents."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``data`` is the new file; ``removed`` says line by line what was taken out, ``left`` what could not be; Chinese."""

    data: bytes
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redacted:
    """As :class:`Cleaned`; ``masked`` counts the stretches that were taken out or overwritten."""

    data: bytes
    masked: int
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class Log:
    """Counts what is taken out, by a label with its unit (条批注), and keeps whole lines."""

    counts: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, None] = field(default_factory=dict)

    def took(self, label: str, count: int = 1) -> None:
        """So many more of these were taken out."""
        if count:
            self.counts[label] += count

    def did(self, label: str, count: int = 1) -> None:
        """So many times something else was done."""
        if count:
            self.acts[label] += count

    def note(self, line: str) -> None:
        """A line that needs no count, told once."""
        self.notes.setdefault(line)

    def lines(self) -> tuple[str, ...]:
        """What the person is told, in the order in which it was met."""
        took = (f"去掉 {count} {label}" for label, count in self.counts.items())
        return (*took, *(f"{count} {label}" for label, count in self.acts.items()), *self.notes)
