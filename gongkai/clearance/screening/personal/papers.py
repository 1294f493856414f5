"""Passports and permits to travel between the mainland, Hong Kong, Macao and Taiwan. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Zone

_BEFORE, _AFTER = r"(?<![0-9A-Z])", r"(?![0-9A-Z]|[-.][0-9])"
# Ordinary passports in use: E with eight digits, or E, a letter, seven digits; G before them.
_STRICT = re.compile(_BEFORE + r"(E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8})" + _AFTER)
# With a word beside it: official passports, foreign ones, permits (H, M, C, W, T, L), Taiwan's eight digits.
_LOOSE = re.compile(_BEFORE + r"([A-Z]{1,2}[0-9]{7,10}|[0-9]{8})" + _AFTER)
_SAID = re.compile(
    r"护照|通行证|台胞证|回乡证|旅行证|居住证|来往内地|来往大陆|证件号|证件号码|passport", re.IGNORECASE
)
_SAID_WITHIN = 16  # house number: characters before it


def papers_in(zone: Zone) -> Iterator[Hit]:
    """Numbers beside a word for such a paper; those of a passport's own shape without one are a hint."""
    for match in _LOOSE.finditer(zone.flat):
        start, end = match.span(1)
        is_said = bool(_SAID.search(zone.before(start, _SAID_WITHIN)))
        is_strict = bool(_STRICT.fullmatch(match[1]))
        if not is_said and not is_strict:
            continue
        number = match[1]
        letters = len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        yield Hit(
            FindingKind.PASSPORT,
            zone.base + start,
            zone.base + end,
            f"{number[:letters]}{'*' * (len(number) - letters - 2)}{number[-2:]}",
            level=None if is_said else FindingLevel.HINT,
            note="" if is_said else "像护照号码，旁边没有“护照”字样，请核对。",
        )
