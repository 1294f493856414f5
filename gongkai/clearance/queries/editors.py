"""Who counts as editor of a page, a file or a data set: nobody decides on what they wrote themselves (four eyes)."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps

from gongkai.clearance.digest import HOUSEKEEPING, files_used
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.review import ReviewSlip
from gongkai.clearance.queries.gate import base_type_of, fully_reviewed

# Keys of rows, ids of blocks and what belongs to the object tell nothing of who wrote the words.
_NOT_WORDS = HOUSEKEEPING | {"pk"}


def editors_since_clearance(obj: Any, *, sent_on: ReviewSlip | None = None) -> frozenset[int]:
    """Ids of everybody who edited an object, or a file it uses, since it was last cleared.

    Revisions hold their author; the owner who created a page counts until the first clearance. Who goes back to an
    earlier revision brings its author's words, and the author with them. An emergency signature does not start the
    count anew: the full review that follows looks at the same edits.

    With ``sent_on`` the count is that of this slip and stays so once it is granted: its own clearance, and one it helped
    to make good, do not end it.
    """
    of_object = Clearance.objects.filter(content_type=base_type_of(obj), object_id=str(obj.pk))
    if sent_on is not None:
        of_object = of_object.filter(slip__lt=sent_on.pk).exclude(slip__full_review__gte=sent_on.pk)
    cleared = fully_reviewed(of_object).order_by("-pk").first()
    if isinstance(obj, Dataset):
        versions = obj.versions.all()
        if cleared is not None:
            versions = versions.filter(pk__gt=cleared.dataset_version_id)
        return frozenset(versions.values_list("created_by_id", flat=True))
    revisions = obj.revisions.all()
    editors: set[int] = set()
    if cleared is not None:
        editors = _authors_returned_to(revisions, cleared.revision_id)
        revisions = revisions.filter(pk__gt=cleared.revision_id)
    elif getattr(obj, "owner_id", None):
        editors.add(obj.owner_id)
    editors |= set(revisions.exclude(user=None).values_list("user_id", flat=True))
    return frozenset(editors | _changers_of_files(obj, since=cleared))


def _authors_returned_to(revisions: Any, cleared_id: Any) -> set[int]:
    """Authors of revisions from before the clearance whose words came back after it.

    Compared by content, for a revision does not say which one it was made from. What was cleared last is nobody's
    edit: it has had its second pair of eyes.
    """
    later = {_words_of(content) for content in _contents(revisions.filter(pk__gt=cleared_id))}
    later -= {_words_of(content) for content in _contents(revisions.filter(pk=cleared_id))}
    if not later:
        return set()
    earlier = revisions.filter(pk__lt=cleared_id).exclude(user=None).order_by("pk")
    rows = earlier.values_list("user_id", "content").iterator(chunk_size=50)
    return {user for user, content in rows if _words_of(content) in later}


def _contents(revisions: Any) -> Any:
    return revisions.order_by("pk").values_list("content", flat=True).iterator(chunk_size=50)


def _words_of(value: Any) -> str:
    """The content of a stored revision less housekeeping, in one order."""
    return json.dumps(_stripped(value), sort_keys=True, default=str)


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(inner) for key, inner in value.items() if key not in _NOT_WORDS}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value


def _changers_of_files(obj: Any, *, since: Clearance | None) -> set[int]:
    """Who uploaded, and who last replaced, the files whose bytes are newer than the clearance."""
    people: set[int | None] = set()
    for label, pk in files_used(obj.get_latest_revision_as_object()):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is None:
            continue
        if since is None or row.screened_at is None or row.screened_at > since.granted_at:
            people |= {row.uploaded_by_user_id, row.stored_by_id}
    return {person for person in people if person is not None}
