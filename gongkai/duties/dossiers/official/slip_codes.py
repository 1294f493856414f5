"""The QR code on a 签批单: which dossier, which version, the beginning of its digest. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"GKQP1:(\d{4}-\d{4,10}):(\d{1,4}):([0-9a-f]{12})")
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class SlipCode:
    """What a slip is of. ``digest`` is the beginning of the version's: a code made up elsewhere does not fit."""

    code: str
    version: int
    digest: str


def written(code: str, version: int, digest: str) -> str:
    """The words of the QR code."""
    return f"GKQP1:{code}:{version}:{digest[:_DIGITS]}"


def slip_code_in(texts: list[str]) -> SlipCode | None:
    """The one slip code among the codes read in a scan; none where there are several that differ."""
    found = {match.groups() for text in texts if (match := _FORM.fullmatch(text))}
    if len(found) != 1:
        return None
    code, version, digest = found.pop()
    return SlipCode(code, int(version), digest)
