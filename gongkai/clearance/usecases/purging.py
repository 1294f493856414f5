"""What goes inside the house with a purged object: copies of its words and what was computed from them (紧急清除).

What people typed elsewhere stays and is listed (``queries.traces``); its own staff copy is sealed or corrected.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.admin.models import FormState

from gongkai.clearance import queries
from gongkai.clearance.models import (
    BasePage,
    FileCleaning,
    FileScan,
    FileTables,
    Proposal,
    PublicProfile,
    ScreeningReport,
    Suppression,
    UpkeepAct,
    Withdrawal,
)
from gongkai.clearance.queries.purge_list import objects_purged
from gongkai.clearance.queries.sealing import sealed_now
from gongkai.clearance.queries.traces import words_of
from gongkai.clearance.rules.withdrawal import ERASED, PURGED_REASON
from gongkai.core.traces import Sought, drop_rows_with

_LONGEST_WORDS = 60
"""Notices cut long titles short."""
_TELLING = 8
"""Characters from which on a title stands for nothing else. A house number."""

logger = logging.getLogger("gongkai.clearance")


def erase_traces_of(*, objects: Collection[Any], digests: Iterable[str]) -> bool:
    """Empty or delete what stands about objects that are being purged; ``digests`` are those that come on the list.

    Answers whether all of it was done. A leak does not wait: what goes wrong here is logged, does not hold the purge up,
    and is done again at night (:func:`erase_purged_anew`).
    """
    return _tried(lambda: _erase_with_words(objects, frozenset(digests), timezone.now()))


def erase_purged_anew() -> int:
    """The same for everything on the signed list that is here: after a failure, or the restore of an older database.
    What merely holds its words (notices, forms of other pages) goes in the act alone: by now they may speak of what came after.

    Only what is older than the purge goes: what was corrected since has records of its own. Answers for how many objects.
    """
    done = sum(_tried(lambda one=one: _erase([one.target], one.digests, one.at)) for one in objects_purged())
    _tried(lambda: forget_findings(hashes=sealed_now().hashes, until=timezone.now()))
    return done


def _tried(erase: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            erase()
    except Exception:
        logger.exception("traces of what was purged could not be erased; tried again at night")
        return False
    return True


def _erase_with_words(objects: Collection[Any], digests: frozenset[str], until: datetime) -> None:
    _erase(objects, digests, until)
    # Sealed besides: files of drafts, which stand on no list.
    forget_findings(hashes=sealed_now().hashes, until=until)
    texts = {said for one in objects for text in words_of(one) for said in _as_told(text)}
    drop_rows_with(Sought(tuple(sorted(texts))))


def _as_told(text: str) -> list[str]:
    """How notices and drafts tell a title: cut short where it is long; in its marks where it is so short that it may be
    said of anything (通知公告).
    """
    return [text[:_LONGEST_WORDS]] if len(text) >= _TELLING else [f"《{text}》", f"“{text}”"]


def _erase(objects: Collection[Any], digests: frozenset[str], until: datetime) -> None:
    _erase_reports(objects, until)
    forget_findings(hashes=digests, until=until)
    _erase_cleanings(digests)
    _erase_history(objects, until)
    _erase_proposals(objects, until)
    _drop_forms(objects, until)


def _about(objects: Iterable[Any]) -> Q:
    keys: dict[int, list[str]] = {}
    for one in objects:
        keys.setdefault(queries.base_type_of(one).pk, []).append(str(one.pk))
    found = Q(pk__in=[])
    for kind, pks in keys.items():
        found |= Q(content_type=kind, object_id__in=pks)
    return found


def _erase_reports(objects: Iterable[Any], until: datetime) -> None:
    """The counts stay, the places and masked excerpts go."""
    ScreeningReport.objects.filter(_about(objects), at__lte=until).update(findings=[])
    PublicProfile.objects.filter(_about(objects), made_at__lte=until).delete()


def forget_findings(*, hashes: Collection[str], until: datetime) -> None:
    """Nothing stays of what was seen in the files with these bytes. A scan keeps that there was one, of no list: the gate
    asks for another before such a file is ever sent.
    """
    scans = FileScan.objects.filter(sha256__in=hashes, seen_at__lte=until).exclude(findings=[], knowledge="")
    seen = list(scans.values_list("sha256", flat=True))
    scans.update(findings=[], left_out=0, knowledge="")
    FileTables.objects.filter(sha256__in=hashes).delete()
    with_text = ScreeningReport.objects.annotate(text=Cast("findings", TextField())).filter(at__lte=until)
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


def _erase_history(objects: Iterable[Any], until: datetime) -> None:
    """Earlier withdrawals and acts of upkeep: copies of the title with a reason that was public."""
    listed = Suppression.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    )
    Withdrawal.objects.filter(_about(objects), Exists(listed), at__lte=until).update(
        title="", reason=PURGED_REASON, grounds="", replaced_by=""
    )
    UpkeepAct.objects.filter(_about(objects), Exists(listed), at__lte=until).update(
        title="", path="", reason=ERASED
    )


def _erase_proposals(objects: Iterable[Any], until: datetime) -> None:
    pages = [one.pk for one in objects if isinstance(one, BasePage)]
    rows = Proposal.objects.filter(Q(page__in=pages) | Q(other__in=pages))
    rows = rows.filter(found_on__lte=timezone.localdate(until))
    rows.update(reason=ERASED, evidence=[])
    rows.exclude(answer="").update(answer=ERASED)


def _drop_forms(objects: Iterable[Any], until: datetime) -> None:
    """What somebody had in an editor without saving it."""
    for one in objects:
        kinds = ContentType.objects.get_for_models(one, type(one), for_concrete_models=False).values()
        forms = FormState.objects.filter(content_type__in=list(kinds), object_id=str(one.pk))
        forms.filter(last_updated_at__lte=until).delete()
