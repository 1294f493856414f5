"""Book-title marks around titles that may hold such marks themselves. Pure."""

from __future__ import annotations

_PAIRS = ("《》", "〈〉")
_OPENING, _CLOSING = "《〈", "》〉"


def in_title_marks(title: object) -> str:
    """A title in 《》, with the marks inside it nested: 《关于〈办法〉的解读》.

    Marks alternate with the depth. A title that one pair already encloses gets no second pair; one whose marks do not
    pair has all of them read as the first level inside. ``title`` is the title or what is called by it. Source: GB/T
    15834—2011, 4.15.3.
    """
    text = str(title)
    depths = _depths(text)
    if depths is None:
        inner = text.translate(str.maketrans("《》", "〈〉"))
        return f"《{inner}》"
    is_enclosed = text[:1] in tuple(_OPENING) and 0 not in depths[:-1]
    first = 0 if is_enclosed else 1
    inner = "".join(_mark(sign, depth, first) for sign, depth in zip(text, depths, strict=True))
    return inner if is_enclosed else f"《{inner}》"


def _depths(text: str) -> list[int] | None:
    """How many pairs are open after each character; ``None`` where the marks do not pair."""
    depths, depth = [], 0
    for sign in text:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth < 0:
            return None
        depths.append(depth)
    return None if depth else depths


def _mark(sign: str, depth: int, first: int) -> str:
    if sign in _OPENING:
        return _PAIRS[(depth - 1 + first) % 2][0]
    if sign in _CLOSING:
        return _PAIRS[(depth + first) % 2][1]
    return sign
