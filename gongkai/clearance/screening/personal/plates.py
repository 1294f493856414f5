"""Number plates of vehicles (GA 36): ordinary ones, new energy, and those with a last Chinese sign. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Prepared, plate_places

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGN = "[A-HJ-NP-Z0-9]"
_MIDDLE = r"[ ·•・‧.\-~]?"
_PLATE = re.compile(
    rf"([{_PROVINCES}] ?[A-HJ-Z]){_MIDDLE}"
    rf"(?:([A-HJK]{_SIGN}[0-9]{{4}}|[0-9]{{5}}[A-HJK])(?![0-9A-Z])"  # new energy: its letter first or last
    rf"|({_SIGN}{{5}})(?![0-9A-Z])"
    rf"|({_SIGN}{{4}}[学警挂港澳试超领])(?![0-9A-Z]))"
)
_LEAST_DIGITS = 3  # GA 36: at most two letters among five signs
# Words that end in the name of a province's sign, and models of goods: no plates.
_NO_PLATE_AFTER = re.compile(r"[型系款]|号(?:文|楼|机|线|公路)|[%％元米吨]")
_WIDE = str.maketrans(
    {chr(0xFF10 + at): chr(48 + at) for at in range(10)}
    | {chr(0xFF21 + at): chr(65 + at) for at in range(26)}
    | {chr(0xFF41 + at): chr(65 + at) for at in range(26)}
    | {chr(97 + at): chr(65 + at) for at in range(26)}
    | {"\u3000": " ", "\u00a0": " ", "．": ".", "－": "-", "\u200b": "~"}
)


def plates_in(prepared_text: Prepared) -> Iterator[Hit]:
    """Plates, wherever the sign of a province and a letter are followed by five or six signs that make one."""
    for place in plate_places(prepared_text):
        start = max(0, place - 2)
        match = _PLATE.search(prepared_text.text[start : place + 12].translate(_WIDE))
        if match is None:
            continue
        number = match[2] or match[3] or match[4]
        if sum(sign.isdigit() for sign in number) < _LEAST_DIGITS - bool(match[4]):
            continue
        end = start + match.end()
        if _NO_PLATE_AFTER.match(prepared_text.text[end : end + 3]):
            continue
        head = match[1].replace(" ", "")
        yield Hit(
            FindingKind.PLATE, start + match.start(), end, f"{head}{'*' * (len(number) - 1)}{number[-1]}"
        )
