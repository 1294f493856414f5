"""Where text stands in a content stream of a PDF (ISO 32000-1, 9.3 and 9.4). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.clearance.cleaning.pdf_fonts import Font

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
_NUMBERS = {
    "Tc": ("spacing", 1.0),
    "Tw": ("word_spacing", 1.0),
    "Tz": ("scale", 0.01),
    "TL": ("leading", 1.0),
    "Ts": ("rise", 1.0),
}


def times(first: Matrix, second: Matrix) -> Matrix:
    """One after the other, as the format multiplies them."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def matrix_of(operands: Any) -> Matrix:
    """Six numbers as a file gives them."""
    a, b, c, d, e, f = (float(one) for one in list(operands)[:6])
    return a, b, c, d, e, f


@dataclass(slots=True)
class TextState:
    """The state of text between operators (ISO 32000-1, 9.3)."""

    font: Font | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    matrix: Matrix = SAME
    line: Matrix = SAME

    def next_line(self, x: float, y: float) -> None:
        """Begin a line so far from the begin of the last."""
        self.line = times((1, 0, 0, 1, x, y), self.line)
        self.matrix = self.line

    def follow(self, operands: list[Any], operator: str) -> None:
        """What an operator of text changes, those that name a font excepted."""
        if operator == "BT":
            self.matrix = self.line = SAME
        elif operator == "Tm":
            self.matrix = self.line = matrix_of(operands)
        elif operator in ("Td", "TD"):
            if operator == "TD":
                self.leading = -float(operands[1])
            self.next_line(float(operands[0]), float(operands[1]))
        elif operator == "T*":
            self.next_line(0, -self.leading)
        elif operator in _NUMBERS:
            name, scale = _NUMBERS[operator]
            setattr(self, name, float(operands[0]) * scale)
