"""Whether text can be told from what is behind it. Pure."""

from __future__ import annotations

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# WCAG's contrast of two colours runs from 1 to 21; light grey print is at 1.6. House number: below it nobody reads.
_TOO_LITTLE = 1.25


def colour_of(code: str) -> Colour | None:
    """RRGGBB, AARRGGBB or #RRGGBB; None for anything else."""
    code = code.strip().lstrip("#")
    if len(code) == 8:
        code = code[2:]
    if len(code) != 6:
        return None
    try:
        value = int(code, 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 0xFF, value & 0xFF


def is_lost(text: Colour | None, ground: Colour | None) -> bool:
    """Whether text of this colour is lost on this ground; what is not known is taken to be visible."""
    if text is None or ground is None:
        return False
    light, dark = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < _TOO_LITTLE


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(one / 255) for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
