"""How much of a file is read, and who counts it. Pure.

House numbers all (no law gives figures): what an honest upload needs, with room. What lies beyond is said to be unread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.clearance.screening.reading import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_FLOOR


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file, and what a reader may ask of others.

    ``ocr`` turns the bytes of a picture (PNG, JPEG, BMP …) into its text, or None where no machine reads pictures;
    ``convert`` turns an old office file, by its ending and bytes, into the new format of its kind, or None where no
    program for it is installed; both may raise, which makes the part unread. ``progress`` is told (done, total, what).
    """

    pages: int = 3000
    cells: int = 1_000_000
    characters: int = 20_000_000
    entries: int = MAX_ENTRIES
    unpacked: int = MAX_UNPACKED
    ratio: int = MAX_RATIO
    ratio_floor: int = RATIO_FLOOR
    part: int = 64 * 1024 * 1024
    pictures: int = 200
    pixels: int = 80_000_000
    depth: int = 1
    ocr: Callable[[bytes], str] | None = None
    convert: Callable[[str, bytes], bytes | None] | None = None
    progress: Callable[[int, int, str], None] | None = None


class TooMuch(Exception):
    """A bound is reached; the message says in Chinese which."""


@dataclass(slots=True)
class Budget:
    """What has been used of the limits, for one upload with everything in it. Raises :class:`TooMuch`."""

    limits: Limits
    characters: int = 0
    cells: int = 0
    entries: int = 0
    unpacked: int = 0
    pictures: int = field(default=0)

    def text(self, text: str) -> str:
        """The text, counted."""
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise TooMuch(f"文字超过 {self.limits.characters:,} 字，后面的没有读。请拆成几个文件。")
        return text

    def cell(self, count: int = 1) -> None:
        """Count cells of tables."""
        self.cells += count
        if self.cells > self.limits.cells:
            raise TooMuch(f"表格超过 {self.limits.cells:,} 个单元格，后面的没有读。请拆成几个文件。")

    def unpack(self, *, entries: int, size: int, packed: int) -> None:
        """Count what an archive would unpack to, before it is unpacked."""
        limits = self.limits
        self.entries += entries
        self.unpacked += size
        if self.entries > limits.entries:
            raise TooMuch(f"里面的文件超过 {limits.entries:,} 个，没有解开。请拆成几个文件。")
        if self.unpacked > limits.unpacked or (size > limits.ratio_floor and size > packed * limits.ratio):
            raise TooMuch("解开后过大，疑似压缩炸弹，没有解开。")

    def may_see(self) -> bool:
        """Whether one more picture may be read."""
        self.pictures += 1
        return self.pictures <= self.limits.pictures

    def progress(self, done: int, total: int, what: str) -> None:
        """Tell whoever waits."""
        if self.limits.progress is not None:
            self.limits.progress(done, total, what)
