"""What of a package stands on the signed list of purges, or is sealed: nothing of it goes any further."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.clearance.models.review import ReviewSlip
from gongkai.clearance.queries.sealing import sealed_now
from gongkai.clearance.rules.withdrawal import PurgedFacts, reasons_against_purged
from gongkai.clearance.suppression import suppressed
from gongkai.clearance.versions import Version, version_of
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


def reasons_against_purged_on(slip: ReviewSlip) -> list[Reason]:
    """The same for what a slip carries."""
    items = slip.items.select_related("revision", "dataset_version__dataset")
    return reasons_against_purged_versions((item.title, version_of(item)) for item in items)
