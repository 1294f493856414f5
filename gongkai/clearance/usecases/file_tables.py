"""What the tables of attachments tell, made beside the scan of each file so that no request has to read it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.aggregation_keys import key_mark
from gongkai.clearance.enums import ScreenState
from gongkai.clearance.models import Attachment, FileTables
from gongkai.clearance.queries.aggregation_contents import told_of
from gongkai.clearance.queries.purged import hashes_closed


def keep_tables(*, sha256: str) -> int:
    """Keep what the tables of these bytes tell under each title that they have; answers for how many titles.

    Of what was purged or is sealed nothing is kept.
    """
    if sha256 in hashes_closed():
        return 0
    rows = Attachment.objects.filter(sha256=sha256).exclude(screen_state=ScreenState.REMOVED)
    first = {row.title[:300]: row for row in rows.order_by("-pk")}
    known = FileTables.objects.filter(sha256=sha256, key_mark=key_mark()).values_list("title", flat=True)
    wanted = [row for title, row in first.items() if title not in set(known)]
    for row in wanted:
        _keep(row)
    return len(wanted)


def keep_missing_tables() -> int:
    """The same for every attachment that has none under its title and the key in use: renamed, or older than the index."""
    held = set(FileTables.objects.filter(key_mark=key_mark()).values_list("sha256", "title"))
    rows = Attachment.objects.exclude(screen_state=ScreenState.REMOVED).exclude(sha256="")
    closed = hashes_closed()
    missing = {
        sha256
        for sha256, title in rows.values_list("sha256", "title")
        if (sha256, title[:300]) not in held and sha256 not in closed
    }
    return sum(keep_tables(sha256=sha256) for sha256 in sorted(missing))


@transaction.atomic
def forget_tables(*, sha256: str) -> int:
    """Nothing stays of what the tables of these bytes told; answers how many rows went."""
    return FileTables.objects.filter(sha256=sha256).delete()[0]


def _keep(row: Attachment) -> None:
    """Read outside any transaction: a long file holds nobody up."""
    told = told_of(row)
    with transaction.atomic():
        FileTables.objects.filter(sha256=row.sha256).exclude(key_mark=key_mark()).delete()
        FileTables.objects.update_or_create(
            sha256=row.sha256,
            title=row.title[:300],
            key_mark=key_mark(),
            defaults={"profiles": told.rows, "is_whole": told.is_whole, "made_at": timezone.now()},
        )
