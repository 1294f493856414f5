"""Which bytes were made from which by cleaning and masking: what is wrong with the one may be wrong with the other."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.clearance.models import FileCleaning


def kin_of(hashes: Iterable[str]) -> frozenset[str]:
    """These hashes, and those of everything that was made from such bytes or that they were made from, however often."""
    known = frozenset(hashes)
    fresh = known
    while fresh:
        made = FileCleaning.objects.filter(original_sha256__in=fresh).values_list("sha256", flat=True)
        from_ = FileCleaning.objects.filter(sha256__in=fresh).values_list("original_sha256", flat=True)
        fresh = frozenset([*made, *from_]) - known
        known |= fresh
    return known
