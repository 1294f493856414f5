"""What the tables of attachments tell, made beside the scan of each file so that no request has to read it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.clearance.aggregation_keys import key_mark
from gongkai.clearance.enums import ScreenState
from gongkai.clearance.file_keys import FileKey, key_of, suffix_of
from gongkai.clearance.models import Attachment, FileTables
from gongkai.clearance.queries.aggregation_contents import told_of
from gongkai.clearance.queries.purge_list import hashes_closed
from gongkai.clearance.rules.screening import MOST_ATTEMPTS
from gongkai.clearance.screening.version import engine_mark


def keep_tables(*, file: FileKey) -> int:
    """Keep what the tables of these bytes, read under this ending, tell under each title that they have; answers for how
    many titles. Of what was purged or is sealed nothing is kept.
    """
    if file.sha256 in hashes_closed():
        return 0
    rows = Attachment.objects.filter(sha256=file.sha256).exclude(screen_state=ScreenState.REMOVED)
    first = {row.title[:300]: row for row in rows.order_by("-pk") if key_of(row) == file}
    known = _settled().filter(sha256=file.sha256, suffix=file.suffix).values_list("title", flat=True)
    wanted = [row for title, row in first.items() if title not in set(known)]
    for row in wanted:
        _keep(row)
    return len(wanted)


def keep_missing_tables() -> int:
    """The same for every attachment that has none under its title and the key in use: renamed, or older than the index;
    and for those of which the reading was stopped.
    """
    held = set(_settled().values_list("sha256", "suffix", "title"))
    rows = Attachment.objects.exclude(screen_state=ScreenState.REMOVED).exclude(sha256="")
    closed = hashes_closed()
    missing = {
        FileKey(sha256, suffix_of(name))
        for sha256, name, title in rows.values_list("sha256", "file", "title")
        if (sha256, suffix_of(name), title[:300]) not in held and sha256 not in closed
    }
    return sum(keep_tables(file=key) for key in sorted(missing))


def _settled() -> QuerySet[FileTables]:
    """What is not read again: read as far as this engine reads, or stopped as often as may be."""
    may_try_again = Q(is_stopped=True) & (~Q(engine=engine_mark()) | Q(attempts__lt=MOST_ATTEMPTS))
    other_engine = Q(is_whole=False) & ~Q(engine=engine_mark())
    return FileTables.objects.filter(key_mark=key_mark()).exclude(may_try_again | other_engine)


@transaction.atomic
def forget_tables(*, sha256: str) -> int:
    """Nothing stays of what the tables of these bytes told; answers how many rows went."""
    return FileTables.objects.filter(sha256=sha256).delete()[0]


def _keep(row: Attachment) -> None:
    """Read outside any transaction: a long file holds nobody up."""
    told, key, mark = told_of(row), key_of(row), engine_mark()
    with transaction.atomic():
        of_bytes = FileTables.objects.filter(sha256=key.sha256, suffix=key.suffix)
        of_bytes.exclude(key_mark=key_mark()).delete()
        before = of_bytes.filter(title=row.title[:300], engine=mark, is_stopped=True).first()
        FileTables.objects.update_or_create(
            sha256=key.sha256,
            suffix=key.suffix,
            title=row.title[:300],
            key_mark=key_mark(),
            defaults={
                "profiles": told.rows,
                "is_whole": told.is_whole,
                "is_stopped": told.is_stopped,
                "engine": mark,
                "attempts": before.attempts + 1 if before is not None else 1,
                "made_at": timezone.now(),
            },
        )
