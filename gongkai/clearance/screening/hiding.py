"""Masking for what is kept or shown outside the text that a hit stands in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.clearance.screening.findings import Finding

_NUMBER = re.compile(r"[0-9０-９][0-9０-９\s.\-–—]{5,}[0-9０-９XxＸｘ]")
HIDDEN = "［已隐去］"
"""Stands where a part of a text was taken out and nothing was proposed in its place."""


def without_numbers(text: str) -> str:
    """A text with its long numbers (7 digits and more) taken out: names of sheets and files inside files may hold one."""
    return _NUMBER.sub("…", text)


def masked(text: str, findings: Iterable[Finding]) -> str:
    """A text with the stretches of findings replaced by what was proposed for each; where stretches overlap, all of them
    are taken out together.
    """
    pieces: list[str] = []
    at = 0
    for start, end, put in _merged(text, findings):
        pieces += [text[at:start], put]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(text: str, findings: Iterable[Finding]) -> list[tuple[int, int, str]]:
    stretches: list[tuple[int, int, str]] = []
    for one in sorted(findings, key=lambda one: (one.start, -one.end)):
        if not 0 <= one.start < one.end <= len(text):
            continue
        hit = text[one.start : one.end]
        put = one.suggestion if one.suggestion and one.suggestion != hit else HIDDEN
        if stretches and one.start < stretches[-1][1]:
            first, end, _ = stretches.pop()
            stretches.append((first, max(end, one.end), HIDDEN))
        else:
            stretches.append((one.start, one.end, put))
    return stretches
