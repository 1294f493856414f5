"""Invented tables for the tests of aggregation, and a keyed hash that needs no file."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from gongkai.clearance.screening.aggregate import Profile, Source, profile_of
from gongkai.clearance.screening.parts import Table

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def keyed(text: str) -> str:
    """As the program's, under a key of the tests."""
    return hmac.new(b"test", text.encode(), hashlib.sha256).hexdigest()[:32]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], place: str = "第1张表") -> Table:
    """A table with its head."""
    return Table(place, (tuple(head), *(tuple(row) for row in rows)))


def profile(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    owner: str = "x:1",
    version: str = "1",
    title: str = "某名单",
) -> Profile:
    """The profile of an invented table."""
    return profile_of(table(head, rows), Source(owner, version, "第1张表", title), keyed)


def id_card(number: int, birth: str = "19900101") -> str:
    """A number that is right by its check sign and belongs to nobody: district 999999 is given to none."""
    body = f"999999{birth}{number % 1000:03}"
    total = sum(int(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
