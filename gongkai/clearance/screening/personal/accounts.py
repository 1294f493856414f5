"""Numbers of bank cards: the check digit (Luhn), the first digits of the issuer, and the words around. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Zone

_GAP = r"[ \-~]{0,3}+"
# ISO/IEC 7812: 62 UnionPay, 4 and 5 as the others in use here (dossier I4).
_CARD = re.compile(
    rf"(?<![0-9A-Z.])(?<![0-9]-)(?=((?:6{_GAP}2|4|5)(?:{_GAP}[0-9]){{11,17}}{_GAP}[0-9])(?![0-9]))"
)
# Digits of a number by its first; without a word beside it the usual ones only (18 are an identity number's).
_LENGTHS = {"4": (13, 16, 18, 19), "5": (16,), "6": (16, 17, 18, 19)}
_USUAL = {"4": (16,), "5": (16,), "6": (16, 17, 19)}
_SAID = re.compile(
    r"卡\s*号|账\s*号|帐\s*号|账\s*户|帐\s*户|开\s*户|银行|存折|储蓄|收款|打款|转账|一卡通|社保卡|card",
    re.IGNORECASE,
)
_SAID_BEFORE, _SAID_AFTER = 24, 12  # house numbers: characters in which such a word stands


def cards_in(zone: Zone) -> Iterator[Hit]:
    """Card numbers; without a word that says so one is a hint, since one number in ten passes the check."""
    for match in _CARD.finditer(zone.flat):
        start, end = match.span(1)
        number = re.sub(r"[^0-9]", "", match[1])
        if not _is_grouped_as_a_card(match[1]) or not luhn.is_valid(number) or _goes_on(zone.flat, end):
            continue
        is_said = _is_said(zone, start, end)
        if len(number) not in (_LENGTHS if is_said else _USUAL)[number[0]]:
            continue
        yield Hit(
            FindingKind.BANK_CARD,
            zone.base + start,
            zone.base + end,
            "*" * (len(number) - 4) + number[-4:],
            level=None if is_said else FindingLevel.HINT,
            note="" if is_said else "像银行卡号，旁边没有“卡号”“账号”等字样，请核对。",
        )


def _is_said(zone: Zone, start: int, end: int) -> bool:
    return bool(_SAID.search(zone.before(start, _SAID_BEFORE)) or _SAID.search(zone.after(end, _SAID_AFTER)))


def _is_grouped_as_a_card(written: str) -> bool:
    groups = [len(group) for group in re.findall(r"[0-9]+", written.replace("~", ""))]
    if len(groups) == 1:
        return True
    fours = all(size == 4 for size in groups[:-1]) and groups[-1] <= 4
    return fours or groups in ([6, 10], [6, 13], [6, 12], [6, 7, 6], [4, 6, 5])


def _goes_on(flat: str, end: int) -> bool:
    """Whether it is the beginning of a longer code or a number with a fraction."""
    return bool(re.match(r"-[0-9]|\.[0-9]|[A-Z]", flat[end : end + 2]))
