"""What people wrote, made fit to be set: nothing that a page cannot show, nothing that runs out of its column. Pure.

Typst takes the data as JSON and sets strings as text, never as markup, so that ``#`` and ``*`` need no escape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Control characters but for the end of a line, halves of characters, marks that turn the direction of what follows
# (a name could then be read backwards), and code points that are no characters.
_UNSHOWN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_ENDS_OF_LINES = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_LONG = re.compile(r"[!-~]{13,}")
_PIECE = 12
"""Half of the signs of a hash that a narrow column takes in one line; house number."""
_MAY_BREAK = "\u200b"


def settable(value: Any) -> Any:
    """The same data with every string made fit: unshown signs gone, long runs without a space given places to break."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {str(key): settable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [settable(one) for one in value]
    return value


def _text(text: str) -> str:
    shown = _UNSHOWN.sub("", _ENDS_OF_LINES.sub("\n", text))
    return _LONG.sub(lambda found: _in_pieces(found.group()), shown)


def _in_pieces(run: str) -> str:
    return _MAY_BREAK.join(run[start : start + _PIECE] for start in range(0, len(run), _PIECE))
