"""Who wrote what is on many slips: answered in bulk, and the exact question asked of the few for which bulk cannot tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from gongkai.clearance.models.dataset import Dataset, DatasetVersion
from gongkai.clearance.models.files import Attachment, Picture
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.deciding import editors_of
from gongkai.clearance.queries.gate import fully_reviewed
from gongkai.clearance.queries.taking_part import file_keys_in

Key = tuple[int, str]
"""Content type and key of an object."""


class _Cleared(NamedTuple):
    """The last full clearance of an object before its slip."""

    revision: int
    version: int
    at: datetime | None


_NEVER = _Cleared(0, 0, None)


def editors_on(slips: Sequence[ReviewSlip]) -> dict[int, frozenset[int]]:
    """For each of some open slips whoever edited any of it since it was last cleared (eight queries).

    As :func:`gongkai.clearance.queries.deciding.editors_of` says of each; that one is asked of those slips on which words
    of an earlier author may have come back, or for which somebody else may have brought a file.
    """
    slip_of = _objects_of(slips)
    cleared = _cleared_before(slip_of)
    found: dict[int, set[int]] = {slip.pk: set() for slip in slips}
    doubtful: set[int] = set()
    _add_owners_and_makers(slip_of, cleared, found)
    _add_authors(slip_of, cleared, found, doubtful)
    doubtful |= _with_files_of_others(slip_of, found)
    rows = {slip.pk: slip for slip in slips}
    exact = {pk: editors_of(rows[pk]) for pk in doubtful}
    return {pk: exact.get(pk, frozenset(people)) for pk, people in found.items()}


def _objects_of(slips: Sequence[ReviewSlip]) -> dict[Key, int]:
    """The slip that each object is on: an object is on one open slip only."""
    items = SlipItem.objects.filter(slip__in=[slip.pk for slip in slips])
    return {(kind, key): slip for kind, key, slip in items.values_list("content_type", "object_id", "slip")}


def _cleared_before(slip_of: dict[Key, int]) -> dict[Key, _Cleared]:
    rows = fully_reviewed(Clearance.objects.filter(object_id__in={key for _, key in slip_of})).order_by("pk")
    found: dict[Key, _Cleared] = {}
    for kind, key, slip, made_good, revision, version, at in rows.values_list(
        "content_type", "object_id", "slip", "slip__full_review", "revision", "dataset_version", "granted_at"
    ):
        here = slip_of.get((kind, key))
        if here is not None and slip < here and not (made_good is not None and made_good >= here):
            found[(kind, key)] = _Cleared(revision or 0, version or 0, at)
    return found


def _add_owners_and_makers(
    slip_of: dict[Key, int], cleared: dict[Key, _Cleared], found: dict[int, set[int]]
) -> None:
    """Who created a page that was never cleared, and who made the versions of data since."""
    page, dataset = (ContentType.objects.get_for_model(model).pk for model in (BasePage, Dataset))
    fresh = [key for kind, key in slip_of if kind == page and (kind, key) not in cleared]
    for pk, owner in BasePage.objects.filter(pk__in=fresh).exclude(owner=None).values_list("pk", "owner"):
        found[slip_of[(page, str(pk))]].add(owner)
    sets = [key for kind, key in slip_of if kind == dataset]
    made = DatasetVersion.objects.filter(dataset__in=sets).values_list("pk", "dataset", "created_by")
    for version, pk, maker in made:
        if version > cleared.get((dataset, str(pk)), _NEVER).version:
            found[slip_of[(dataset, str(pk))]].add(maker)


def _add_authors(
    slip_of: dict[Key, int],
    cleared: dict[Key, _Cleared],
    found: dict[int, set[int]],
    doubtful: set[int],
) -> None:
    """Authors of the versions since. Who wrote before that may have come back with their words is asked exactly."""
    rows = Revision.objects.filter(
        base_content_type__in={kind for kind, _ in slip_of}, object_id__in={key for _, key in slip_of}
    ).exclude(user=None)
    before: dict[Key, set[int]] = defaultdict(set)
    for pk, kind, key, author in rows.values_list("pk", "base_content_type", "object_id", "user"):
        if (kind, key) in slip_of:
            is_new = pk > cleared.get((kind, key), _NEVER).revision
            (found[slip_of[(kind, key)]] if is_new else before[(kind, key)]).add(author)
    doubtful |= {slip_of[key] for key, authors in before.items() if authors - found[slip_of[key]]}


def _with_files_of_others(slip_of: dict[Key, int], found: dict[int, set[int]]) -> set[int]:
    """Slips whose newest text holds a number that may be the key of a file which none of the known editors brought."""
    newest: dict[Key, int] = {}
    rows = Revision.objects.filter(
        base_content_type__in={kind for kind, _ in slip_of}, object_id__in={key for _, key in slip_of}
    ).order_by("pk")
    for pk, kind, key in rows.values_list("pk", "base_content_type", "object_id"):
        if (kind, key) in slip_of:
            newest[(kind, key)] = pk
    of_revision = {pk: slip_of[key] for key, pk in newest.items()}
    numbers = {
        of_revision[pk]: frozenset(file_keys_in(content))
        for pk, content in Revision.objects.filter(pk__in=of_revision).values_list("pk", "content").iterator()
    }
    wanted = [int(one) for keys in numbers.values() for one in keys if len(one) < 19]
    brought: dict[str, set[int]] = defaultdict(set)
    for model in (Attachment, Picture):
        files = model._default_manager.filter(pk__in=wanted)
        for pk, *people in files.values_list("pk", "uploaded_by_user", "stored_by"):
            brought[str(pk)] |= {person for person in people if person is not None}
    return {
        slip
        for slip, keys in numbers.items()
        if any(brought[key] - found[slip] for key in keys if key in brought)
    }
