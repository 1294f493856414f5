"""Numbers made by chance for tests: they check, and belong to nobody we know."""

from __future__ import annotations

from datetime import date

from stdnum import luhn

from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.personal import find_personal, find_personal_in_table

ON = date(2026, 11, 27)
KNOWLEDGE = Knowledge(on=ON, office_phones=frozenset({"02423456789", "02486861234", "13800001111"}))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity(county: str = "210102", born: str = "19900101", order: str = "123") -> str:
    """By the formula of GB 11643, written out here apart from the library that the code uses."""
    body = county + born + order
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def off_by_one(number: str) -> str:
    """The same with another check sign."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def card(body: str = "622202123456789") -> str:
    return body + str(luhn.calc_check_digit(body))


def credit_code(body: str = "91210100MA1234567") -> str:
    """By the formula of GB 32100."""
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + _SIGNS[-total % 31]


def wide(number: str) -> str:
    """In full-width signs."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else "\u3000" for sign in number)


def found(text: str, knowledge: Knowledge = KNOWLEDGE) -> list[tuple[str, str]]:
    """(kind, the stretch that was found) of each finding."""
    return [(one.kind, text[one.start : one.end]) for one in find_personal(text, knowledge)]


def findings(text: str, knowledge: Knowledge = KNOWLEDGE) -> list[Finding]:
    return list(find_personal(text, knowledge))


def in_table(*rows: tuple[str, ...], names: tuple[tuple[str, ...], ...] = ()) -> list[Finding]:
    return list(find_personal_in_table(Table("工作表“名单”", rows, names), KNOWLEDGE))
