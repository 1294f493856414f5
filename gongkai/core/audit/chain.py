"""How an event becomes a link of the chain. Pure.

``digest = SHA-256( previous digest in hex, a line feed, canonical JSON of the event )``; the first link
follows 64 zeros. Canonical JSON: keys sorted, no spaces, UTF-8 as it is, times in UTC with microseconds, no
NaN.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def event_content(
    *,
    event_id: int,
    at: datetime,
    action: str,
    actor_id: int | None,
    subject_type_id: int | None,
    subject_id: str,
    codes: list[str],
    data: dict[str, Any],
) -> dict[str, Any]:
    """What of an event is sealed: all of it."""
    return {
        "id": event_id,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": action,
        "actor": actor_id,
        "subject_type": subject_type_id,
        "subject": subject_id,
        "codes": codes,
        "data": data,
    }


def canonical_json(content: dict[str, Any]) -> str:
    """One text for one content, whatever database it came from. Raises ``ValueError`` for NaN."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link_digest(previous: str, content: dict[str, Any]) -> str:
    """The digest that binds an event to the chain before it."""
    return hashlib.sha256(f"{previous}\n{canonical_json(content)}".encode()).hexdigest()
