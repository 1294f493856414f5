"""The signed suppression list: what was purged stays purged after a rollback or the restore of an old backup.

Each row is signed with this installation's own key, kept apart from the database; a copy of the list lies beside
the releases, so that a database restored from before the purge cannot forget it. :func:`suppressed` reads both.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from gongkai.core.home import home_path
from gongkai.core.keyfiles import read_or_make

FILE_NAME = "suppressed.jsonl"


def _key() -> bytes:
    return read_or_make(home_path("keys", "suppression_key"), lambda: secrets.token_bytes(32))


def _payload(row: Any) -> dict[str, Any]:
    return {
        "owner": f"{row.content_type.app_label}.{row.content_type.model}:{row.object_id}",
        "path": row.path,
        "digests": row.digests,
        "cause": row.cause,
        "at": row.at.isoformat(),
    }


def _sign(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def sign_suppression(row: Any) -> str:
    """HMAC-SHA-256 (hex) over what a suppression says."""
    return _sign(_payload(row))


def write_suppression_file() -> Path:
    """Bring the copy beside the releases up to date; rows already in it are kept even if the database lost them."""
    from gongkai.clearance.models import Suppression

    path = home_path(FILE_NAME)
    lines = {line["signature"]: line for line in read_suppression_file()}
    for row in Suppression.objects.select_related("content_type").order_by("pk"):
        payload = _payload(row)
        signature = _sign(payload)
        lines[signature] = {**payload, "signature": signature}
    body = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines.values())
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return path


def read_suppression_file() -> list[dict[str, Any]]:
    """Rows of the copy whose signature holds; a tampered line is not believed."""
    path = home_path(FILE_NAME)
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            signature = row.pop("signature")
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if hmac.compare_digest(signature, _sign(row)):
            rows.append({**row, "signature": signature})
    return rows


def suppressed_entries() -> list[dict[str, Any]]:
    """What was purged, from the database and the copy together: ``owner`` (model label:key), path, digests, time."""
    from gongkai.clearance.models import Suppression

    rows = [_payload(row) for row in Suppression.objects.select_related("content_type")]
    return rows + read_suppression_file()


def suppressed() -> tuple[frozenset[str], frozenset[str]]:
    """Addresses and digests that may never be served, from the database and the copy together."""
    rows = suppressed_entries()
    paths = frozenset(row["path"] for row in rows if row["path"])
    return paths, frozenset(digest for row in rows for digest in row["digests"])
