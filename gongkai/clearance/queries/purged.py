"""What of a package stands on the signed list of purges, or is sealed: nothing of it goes any further."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.clearance.models.review import ReviewSlip
from gongkai.clearance.queries.looked import LookedSlip, looked_on
from gongkai.clearance.queries.sealing import sealed_now
from gongkai.clearance.rules.withdrawal import PurgedFacts, reasons_against_purged
from gongkai.clearance.suppression import suppressed
from gongkai.clearance.versions import Version
from gongkai.core.reasons import Reason


def reasons_against_purged_versions(versions: Iterable[tuple[str, Version]]) -> list[Reason]:
    """Why these versions, each with its title, may not be sent or approved: they, or files in them, were purged.

    The publisher stops the same at the end. A file that only a draft of something sealed uses was never public and stands
    on no list; the seal knows it.
    """
    purged = suppressed()[1]
    held = purged | sealed_now().hashes
    if not held:
        return []
    return reasons_against_purged(
        PurgedFacts(title, version.is_among(purged), tuple(version.files_among(held)))
        for title, version in versions
    )


def reasons_against_purged_on(slip: ReviewSlip, looked: LookedSlip | None = None) -> list[Reason]:
    """The same for what a slip carries."""
    items = (looked or looked_on(slip)).items
    return reasons_against_purged_versions((one.item.title, one.version) for one in items)
