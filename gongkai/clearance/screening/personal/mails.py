"""Mail addresses that are not the department's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Prepared, mail_signs_in

_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_])?\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9\-])")
_LONGEST = 64  # RFC 5321: octets before the sign


def mails_in(prepared_text: Prepared, knowledge: Knowledge) -> Iterator[Hit]:
    """Addresses, with a hint to ask whose they are."""
    text = prepared_text.text
    for at in mail_signs_in(prepared_text):
        local = _LOCAL.search(text[max(0, at - _LONGEST) : at])
        domain = _DOMAIN.match(text, at + 1, min(len(text), at + 256))
        if local is None or domain is None or _is_own(domain.group().lower(), knowledge):
            continue
        yield Hit(
            FindingKind.EMAIL,
            at - len(local.group()),
            domain.end(),
            f"{local.group()[0]}***@{domain.group()}",
            note="不是本单位域名的邮箱，请核对是不是个人邮箱。",
        )


def _is_own(domain: str, knowledge: Knowledge) -> bool:
    return any(domain == own.lower() or domain.endswith(f".{own.lower()}") for own in knowledge.own_domains)
