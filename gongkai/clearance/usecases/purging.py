"""What goes inside the house with a purged object: copies of its words and what was computed from them (紧急清除).

What people typed elsewhere stays and is listed (``queries.traces``); its own staff copy is sealed or corrected.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from wagtail.admin.models import FormState

from gongkai.clearance import queries
from gongkai.clearance.models import (
    BasePage,
    FileCleaning,
    FileScan,
    Proposal,
    PublicProfile,
    ScreeningReport,
    Suppression,
    UpkeepAct,
    Withdrawal,
)
from gongkai.clearance.queries.made_from import kin_of
from gongkai.clearance.queries.purged import objects_purged
from gongkai.clearance.queries.sealing import sealed_now
from gongkai.clearance.queries.traces import sought_of
from gongkai.clearance.usecases.file_tables import forget_tables
from gongkai.core.traces import Sought, drop_rows_with

ERASED = "已随紧急清除抹去。"
PURGED_REASON = "该内容已撤下。"
_LONGEST_WORDS = 60
"""Notices cut long titles short."""

logger = logging.getLogger("gongkai.clearance")


def erase_traces_of(*, objects: Collection[Any], digests: Iterable[str]) -> bool:
    """Empty or delete what stands about purged objects, whoever asks for it; ``digests`` are those on the list.

    Answers whether all of it was done. A leak does not wait: what goes wrong here is logged, does not hold the purge up,
    and is done again at night (:func:`erase_purged_anew`).
    """
    try:
        with transaction.atomic():
            _erase(objects, frozenset(digests))
    except Exception:
        logger.exception("traces of what was purged could not be erased; tried again at night")
        return False
    return True


def erase_purged_anew() -> int:
    """The same for everything on the signed list that is here: after a failure, or the restore of an older database.

    Answers for how many objects it was done.
    """
    done = 0
    for target, digests in objects_purged():
        done += erase_traces_of(objects=[target], digests=digests)
    return done


def _erase(objects: Collection[Any], digests: frozenset[str]) -> None:
    _erase_reports(objects)
    hashes = digests | (kin_of(digests) & sealed_now().hashes) | _sealed_files_of(objects)
    forget_findings(hashes=hashes)
    _erase_cleanings(digests)
    _erase_history(objects)
    _erase_proposals(objects)
    _drop_forms(objects)
    drop_rows_with(_words_of(objects))


def _about(objects: Iterable[Any]) -> Q:
    found = Q(pk__in=[])
    for one in objects:
        found |= Q(content_type=queries.base_type_of(one), object_id=str(one.pk))
    return found


def _sealed_files_of(objects: Iterable[Any]) -> frozenset[str]:
    """Bytes that only their drafts use: sealed after a leak, on no list because they were never public."""
    return frozenset(hash_ for one in objects for hash_ in sought_of(one).hashes) & sealed_now().hashes


def _erase_reports(objects: Iterable[Any]) -> None:
    """The counts stay, the places and masked excerpts go."""
    ScreeningReport.objects.filter(_about(objects)).update(findings=[])
    PublicProfile.objects.filter(_about(objects)).delete()


def forget_findings(*, hashes: Collection[str]) -> None:
    """Nothing stays of what was seen in the files with these bytes. A scan keeps that there was one, of no list: the gate
    asks for another before such a file is ever sent.
    """
    scans = FileScan.objects.filter(sha256__in=hashes)
    seen = list(scans.values_list("sha256", flat=True))
    scans.update(findings=[], left_out=0, knowledge="")
    for sha256 in hashes:
        forget_tables(sha256=sha256)
    with_text = ScreeningReport.objects.annotate(text=Cast("findings", TextField()))
    for sha256 in seen:
        for report in with_text.filter(text__contains=sha256):
            report.findings = [one for one in report.findings if one.get("file") != sha256]
            report.save(update_fields=["findings"])


def _erase_cleanings(digests: Collection[str]) -> None:
    """What was told when a file on the list was cleaned or masked. The record of the act itself stays."""
    told = FileCleaning.objects.filter(Q(original_sha256__in=digests) | Q(sha256__in=digests))
    for row in told.exclude(removed=[], left=[]):
        if Suppression.objects.annotate(text=Cast("digests", TextField())).filter(
            Q(text__contains=row.original_sha256) | Q(text__contains=row.sha256)
        ):  # the database lets nothing else be emptied
            FileCleaning.objects.filter(pk=row.pk).update(removed=[], left=[])


def _erase_history(objects: Iterable[Any]) -> None:
    """Earlier withdrawals and acts of upkeep: copies of the title with a reason that was public."""
    listed = Suppression.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    )
    Withdrawal.objects.filter(_about(objects), Exists(listed)).update(
        title="", reason=PURGED_REASON, grounds="", replaced_by=""
    )
    UpkeepAct.objects.filter(_about(objects)).update(title="", path="", reason=ERASED)


def _erase_proposals(objects: Iterable[Any]) -> None:
    pages = [one.pk for one in objects if isinstance(one, BasePage)]
    rows = Proposal.objects.filter(Q(page__in=pages) | Q(other__in=pages))
    rows.update(reason=ERASED, evidence=[])
    rows.exclude(answer="").update(answer=ERASED)


def _drop_forms(objects: Iterable[Any]) -> None:
    """What somebody had in an editor without saving it."""
    for one in objects:
        kinds = ContentType.objects.get_for_models(one, type(one), for_concrete_models=False).values()
        FormState.objects.filter(content_type__in=list(kinds), object_id=str(one.pk)).delete()


def _words_of(objects: Iterable[Any]) -> Sought:
    texts = {text[:_LONGEST_WORDS] for one in objects for text in sought_of(one).texts}
    return Sought(tuple(sorted(texts)))
