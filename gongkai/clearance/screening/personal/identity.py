"""Numbers of identity cards: GB 11643 (18 signs, with a check sign) and the old form of 15 digits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn.ric import calc_check_digit

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Zone

# Provinces by the first two digits (GB/T 2260); counties are not asked for, since old numbers keep codes long abolished.
# Numbers of foreigners with permanent residence begin with 9 and have the same date and check sign.
_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_CODES.split())
_EARLIEST = 1890  # house number: nobody older is alive
_GAP = r"[ \-~]{0,3}+"
_NEW = re.compile(rf"(?<![0-9])(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9X×])(?![0-9A-Z]))")
_OLD = re.compile(r"(?<![0-9A-Z.])(?<![0-9]-)([1-9][0-9]{14})(?![0-9A-Z]|-[0-9]|\.[0-9])")
_SAID = re.compile(r"身份|证件|公民|户口|ID", re.IGNORECASE)
ADULT_FOR_CONSENT = 14  # 个人信息保护法第二十八条
_BIRTH = re.compile(r"出生|生于|生日|(?:19|20)[0-9]{2}[年.\-/][01]?[0-9](?:月|[.\-/])")
_HALF = re.compile(r"(?<![0-9*])([0-9]{6})[*＊xX×●•]{4,12}([0-9]{3}[0-9Xx])(?![0-9A-Za-z*])")
_NEAR = 40  # house number: characters in which a date of birth stands beside a number


def birth_of(number: str) -> date | None:
    """Date of birth that 18 signs say; None where they say none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_identity_number(number: str, on: date) -> bool:
    """Whether 18 signs are a number that a person living on a day may have."""
    born = birth_of(number)
    if born is None or born.year < _EARLIEST or born > on:
        return False
    return (number[:2] in _PROVINCES or number[0] == "9") and number[-1] == calc_check_digit(number)


def age_on(born: date, on: date) -> int:
    """Full years of life on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def masked_identity(length: int, number: str, *, beside_birth: bool) -> str:
    """The first six signs (the first three where a date of birth stands beside it), the rest blacked out."""
    kept = 3 if beside_birth else 6
    return number[:kept] + "*" * (length - kept)


def identities_in(zone: Zone, on: date) -> Iterator[Hit]:
    """Numbers of 18 signs, however they are grouped."""
    for match in _NEW.finditer(zone.flat):
        number = _signs(match[1])
        if not is_identity_number(number, on):
            continue
        start, end = match.span(1)
        born = birth_of(number)
        is_child = born is not None and age_on(born, on) < ADULT_FOR_CONSENT
        yield Hit(
            FindingKind.ID_CARD,
            zone.base + start,
            zone.base + end,
            masked_identity(
                18, number, beside_birth=_is_beside_birth(zone.text, zone.base + start, zone.base + end)
            ),
            note="号码所属人不满十四周岁，属于敏感个人信息。" if is_child else "",
        )


def old_identities_in(zone: Zone, on: date) -> Iterator[Hit]:
    """Numbers of 15 digits: nothing checks them, so without a word beside it one is a hint only."""
    for match in _OLD.finditer(zone.flat):
        number = match[1]
        born = birth_of(f"{number[:6]}19{number[6:]}")
        if number[:2] not in _PROVINCES or born is None or born > on:
            continue
        start, end = match.span(1)
        is_said = bool(_SAID.search(zone.before(start, 24)) or _SAID.search(zone.after(end, 8)))
        yield Hit(
            FindingKind.ID_CARD,
            zone.base + start,
            zone.base + end,
            masked_identity(15, number, beside_birth=False),
            level=None if is_said else FindingLevel.HINT,
            note="15位旧身份证号。" if is_said else "像15位旧身份证号，没有校验位，请核对。",
        )


def half_masked_in(text: str) -> Iterator[Hit]:
    """Numbers that show both ends beside a date of birth: together they are the whole number but for three digits."""
    if "**" not in text and "＊＊" not in text:
        return
    for match in _HALF.finditer(text):
        if _is_beside_birth(text, *match.span()):
            yield Hit(
                FindingKind.ID_CARD,
                *match.span(),
                match[1][:3] + "*" * 15,
                level=FindingLevel.JUSTIFY,
                note=HALF_MASKED,
            )


HALF_MASKED = "身份证号同时露出前6位和后4位，旁边又有出生日期，合起来几乎等于全号；只保留前3位。"


def shows_both_ends(value: str) -> bool:
    """Whether a cell holds a number of which the first six and the last four signs are shown."""
    return bool(_HALF.fullmatch(value.strip()))


def _signs(grouped: str) -> str:
    return re.sub(r"[^0-9X×]", "", grouped).replace("×", "X")


def _is_beside_birth(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    after = text[end : end + _NEAR].partition("\n")[0]
    return bool(_BIRTH.search(before) or _BIRTH.search(after))
