"""Finding and blacking out personal data in short texts. Pure.

A guard for logs, notices and error messages, not the screening engine: it knows what never belongs there and
can be told with certainty from the characters alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_BIRTH = r"(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PATTERNS = {
    "id_card": re.compile(_BEFORE + r"[1-9]\d{5}" + _BIRTH + r"\d{3}[\dXx]" + _AFTER),
    "mobile": re.compile(_BEFORE + r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}" + _AFTER),
    "bank_card": re.compile(_BEFORE + r"[3-6]\d{3}(?:[- ]?\d{4}){3}(?:[- ]?\d{1,3})?" + _AFTER),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "plate": re.compile(f"[{_PROVINCE}]" + r"[A-Z][A-Z0-9]{5,6}" + _AFTER),
}
MASK = "▇▇▇"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding: its kind and its place in characters; never the text itself."""

    kind: str
    start: int
    end: int


def personal_data_in(text: str) -> list[Hit]:
    """Findings in order of place; overlapping ones once, the kind that begins first."""
    found = [
        Hit(kind, match.start(), match.end())
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
        if kind != "bank_card" or _passes_luhn(match.group())
    ]
    hits: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end)):
        if not hits or hit.start >= hits[-1].end:
            hits.append(hit)
    return hits


def masked(text: str) -> str:
    """The text with each finding blacked out."""
    for hit in reversed(personal_data_in(text)):
        text = text[: hit.start] + MASK + text[hit.end :]
    return text


def strings_in(value: object) -> Iterator[str]:
    """All strings within nested lists and dicts, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings_in(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from strings_in(inner)


def masked_value(value: object) -> object:
    """A nested value with each string masked; numbers and the rest as they are."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: masked_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked_value(inner) for inner in value]
    return value


def _passes_luhn(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [d if i % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
