"""Which of many slips a person may have had a hand in: asked in bulk, so that the exact question is asked of few."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Revision, TaskState

from gongkai.clearance.digest import HOUSEKEEPING
from gongkai.clearance.models.dataset import DatasetVersion
from gongkai.clearance.models.files import Attachment, Picture
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.review import ReviewSlip, ReviewTaskState, SlipItem
from gongkai.clearance.queries.deciding import editors_of
from gongkai.core.accounts.models import User

_KEYED = re.compile(r'(\w+)\\*":\s*(\d+)\b|\bid=\\*"(\d+)')
"""A number in stored content that may be a file's key: the value of a name, or an ``id`` in rich text."""
_NO_FILE = HOUSEKEEPING | {"pk", "unit", "year", "sort_order"}


def without_part_of(user: User, slips: QuerySet[ReviewSlip], limit: int) -> list[ReviewSlip]:
    """The first of some slips that a person neither sent nor decided on nor edited."""
    decided = ReviewTaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(ReviewSlip),
        workflow_state__object_id=Cast(OuterRef("pk"), CharField()),
        status=TaskState.STATUS_APPROVED,
        finished_by=user,
    )
    rows = list(slips.exclude(submitted_by=user).exclude(Exists(decided)))
    suspect = _perhaps_edited(user, rows)
    found = (row for row in rows if row.pk not in suspect or user.pk not in editors_of(row))
    return list(islice(found, limit))


def _perhaps_edited(user: User, slips: Collection[ReviewSlip]) -> set[int]:
    """Slips that carry what a person ever wrote, or what uses a file of theirs; every slip that they edited is among
    them.
    """
    items = SlipItem.objects.filter(slip__in=[slip.pk for slip in slips])
    revisions = Revision.objects.filter(
        base_content_type=OuterRef("revision__base_content_type"), object_id=OuterRef("revision__object_id")
    )
    versions = DatasetVersion.objects.filter(dataset=OuterRef("dataset_version__dataset"), created_by=user)
    pages = BasePage.objects.annotate(key=Cast("pk", CharField())).filter(
        owner=user, key=OuterRef("object_id")
    )
    is_page = Q(content_type=ContentType.objects.get_for_model(BasePage))
    wrote = Q(Exists(revisions.filter(user=user))) | Q(Exists(versions)) | (is_page & Q(Exists(pages)))
    found = set(items.filter(wrote).values_list("slip_id", flat=True))
    files = _files_of(user)
    if files:
        newest = Subquery(revisions.order_by("-pk").values("content")[:1])
        for slip, content in items.annotate(newest=newest).values_list("slip_id", "newest").iterator():
            if not files.isdisjoint(file_keys_in(content)):
                found.add(slip)
    return found


def file_keys_in(content: object) -> Iterator[str]:
    """Numbers in stored content that may be keys of files: all that are, and perhaps others."""
    for name, keyed, marked in _KEYED.findall(json.dumps(content)):
        if name not in _NO_FILE:
            yield keyed or marked


def _files_of(user: User) -> set[str]:
    """Keys of the files whose bytes a person brought."""
    theirs = Q(uploaded_by_user=user) | Q(stored_by=user)
    kinds: Iterable[QuerySet[Attachment] | QuerySet[Picture]] = (
        Attachment.objects.filter(theirs),
        Picture.objects.filter(theirs),
    )
    return {str(pk) for kind in kinds for pk in kind.values_list("pk", flat=True)}
