"""Codes that are not personal and are often taken for it: the unified social credit code (GB 32100). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.identity import birth_of
from gongkai.clearance.screening.personal.zones import Zone

_CODE = re.compile(
    r"(?<![0-9A-Z])([1-9ANY][1239][1-8][0-9]{5}[0-9A-Z]{9}[0-9A-Z])(?![0-9A-Z])|(?<![0-9A-Z])([0-9]{18})(?![0-9A-Z])"
)
_SAID = re.compile(r"信用代码|信用码|机构代码|USCC", re.IGNORECASE)
RIGHT = "统一社会信用代码，不是个人信息，不须遮盖。"
WRONG = "像统一社会信用代码，但校验不对，请核对；不是个人信息，不须遮盖。"


def credit_codes_in(zone: Zone) -> Iterator[Hit]:
    """Codes of 18 signs: those that check are recognised, those that do not and are clearly meant are a question."""
    for match in _CODE.finditer(zone.flat):
        code, (start, end) = match.group(), match.span()
        is_right = _is_right(code)
        is_said = bool(_SAID.search(zone.before(start, 24)))
        if not is_said and (code[:2] not in _BEGINNINGS or (code.isdigit() and birth_of(code) is not None)):
            continue
        if not is_said and not is_right and code.isdigit():
            continue
        yield Hit(
            FindingKind.CREDIT_CODE,
            zone.base + start,
            zone.base + end,
            f"{code[:6]}********{code[14:]}",
            note=RIGHT if is_right else WRONG,
            suggestion="",
        )


# Registering office and kind of body, the pairs in use (GB 32100, table 1).
_PAIRS = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1"
_BEGINNINGS = frozenset(_PAIRS.split())


def is_said_to_be_a_code(zone: Zone, start: int) -> bool:
    """Whether the words before a number call it a code of a body."""
    return bool(_SAID.search(zone.before(start, 16)))


def _is_right(code: str) -> bool:
    # The library wants eight digits first; bodies of farmers and others begin with a letter.
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return set(code) <= set(alphabet) and code[-1] == uscc.calc_check_digit(code)
