"""Ruled tables on a PDF page: from the lines drawn to rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.core.pdfium import alone

_NEAR = 2.5
"""Points within which two lines are the same."""
_THIN = 3.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: x of its upright rules from left, y of its level rules from the top down."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def tops(self) -> tuple[float, ...]:
        """The upper edge of each row."""
        return self.ys[:-1]

    def boxes(self, row: int) -> list[Box]:
        """The cells of a row as left, bottom, right, top."""
        return [
            (left, self.ys[row + 1], right, self.ys[row])
            for left, right in zip(self.xs, self.xs[1:], strict=False)
        ]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR and self.ys[-1] <= y <= self.ys[0]


@alone
def find_grids(page: Any) -> list[Grid]:
    """The ruled tables of a page, at least two rows and two columns each."""
    import pypdfium2.raw as raw

    level: list[Box] = []
    upright: list[Box] = []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        for left, bottom, right, top in _rules_of(thing.get_bounds()):
            if top - bottom <= _THIN < right - left:
                level.append((left, bottom, right, top))
            elif right - left <= _THIN < top - bottom:
                upright.append((left, bottom, right, top))
    return [grid for rules in _clusters(level, upright) if (grid := _grid(*rules))]


def _rules_of(bounds: Box) -> list[Box]:
    """A thin path is one rule; a drawn rectangle is four."""
    left, bottom, right, top = bounds
    if top - bottom <= _THIN or right - left <= _THIN:
        return [bounds]
    return [
        (left, top - 1, right, top),
        (left, bottom, right, bottom + 1),
        (left, bottom, left + 1, top),
        (right - 1, bottom, right, top),
    ]


def _clusters(level: list[Box], upright: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Rules that hang together by height; two tables on a page are parted by a band without uprights."""
    bands: list[list[float]] = []
    for box in sorted(upright, key=lambda b: -b[3]):
        if bands and box[3] >= bands[-1][0] - _NEAR:
            bands[-1][0] = min(bands[-1][0], box[1])
        else:
            bands.append([box[1], box[3]])
    return [
        (
            [b for b in level if low - _NEAR <= b[1] and b[3] <= high + _NEAR],
            [b for b in upright if low - _NEAR <= b[1] and b[3] <= high + _NEAR],
        )
        for low, high in bands
    ]


def _grid(level: list[Box], upright: list[Box]) -> Grid | None:
    xs = _distinct([(b[0] + b[2]) / 2 for b in upright])
    ys = _distinct([(b[1] + b[3]) / 2 for b in level])
    if len(xs) < 3 or len(ys) < 3:
        return None
    return Grid(tuple(xs), tuple(reversed(ys)))


def _distinct(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out
