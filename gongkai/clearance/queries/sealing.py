"""What is sealed (封存), computed from the purges for a suspected leak: one predicate for every screen and act.

The database and every copy of the signed suppression list are asked together: a backup from before the purge cannot
open what was sealed. An unsealing names the purges that it ends, so that a later purge seals anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import PageLogEntry, Revision, get_page_models

from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.models.aggregation import AggregationAssessment
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.files import Attachment, Picture, PictureRendition
from gongkai.clearance.models.gate import Clearance, GatedMixin
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import JointRelease, Suppression, Unsealing
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.queries.sealed_files import hashes_held_by
from gongkai.clearance.rules.sealing import SEALED_TITLE, reasons_against_package
from gongkai.clearance.suppression import suppressed_entries
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason

PAGE = "clearance.basepage"
Key = tuple[str, str]
"""Model label in lower case (the base page's for every page) and key of an object."""


@dataclass(frozen=True, slots=True)
class Seals:
    """What is sealed at one moment: objects, and the hashes of the files that went with them or that any version uses."""

    keys: frozenset[Key] = frozenset()
    hashes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys)

    def of(self, label: str) -> list[str]:
        """Keys of the sealed objects under a label."""
        return sorted(key for kind, key in self.keys if kind == label)


NOTHING = Seals()
_VIEWER: ContextVar[Any] = ContextVar("sealing_viewer", default=None)


def open_purges() -> dict[Key, list[dict[str, Any]]]:
    """The purges for a suspected leak that no unsealing has ended, by object."""
    secret = [entry for entry in suppressed_entries() if entry["cause"] == PurgeCause.SECRET]
    if not secret:
        return {}
    rows = Unsealing.objects.select_related("content_type")
    ended = {(_owner(row), at) for row in rows for at in row.purges}
    secret = [entry for entry in secret if (entry["owner"], entry["at"]) not in ended]
    found: dict[Key, list[dict[str, Any]]] = {}
    for entry in about_what_is_here(secret):
        label, _, key = entry["owner"].partition(":")
        found.setdefault((label, key), []).append(entry)
    return found


def _owner(row: Any) -> str:
    return f"{row.content_type.app_label}.{row.content_type.model}:{row.object_id}"


def about_what_is_here(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Purges that the database knows, and of those that only a copy knows the ones of what was cleared here.

    After the restore of an old backup keys are given anew: what merely bears the key of something purged is not it.
    """
    if not entries:
        return []
    rows = Suppression.objects.select_related("content_type")
    known = {(_owner(row), row.at.isoformat()) for row in rows}
    found = [entry for entry in entries if (entry["owner"], entry["at"]) in known]
    foreign = [entry for entry in entries if (entry["owner"], entry["at"]) not in known]
    if not foreign:
        return found
    digests = {digest for entry in foreign for digest in entry["digests"]}
    cleared = Clearance.objects.filter(digest__in=digests).select_related("content_type")
    ours = {(_owner(clearance), clearance.digest) for clearance in cleared}
    return found + [
        entry for entry in foreign if any((entry["owner"], digest) in ours for digest in entry["digests"])
    ]


def sealed_now() -> Seals:
    """Everything sealed, whoever asks: what was purged, every page below it, and what explains a sealed document."""
    purges = open_purges()
    if not purges:
        return NOTHING
    pages = _below({int(key) for label, key in purges if label == PAGE})
    joints = JointRelease.objects.filter(policy__in=pages).values_list("interpretation", "infographic")
    pages |= {page for pair in joints for page in pair}
    keys = frozenset({*purges, *((PAGE, str(pk)) for pk in pages)})
    purged = {digest for entries in purges.values() for entry in entries for digest in entry["digests"]}
    return Seals(keys, frozenset(purged | hashes_held_by(keys)))


def _below(pages: set[int]) -> set[int]:
    """These pages and all below them: a crumb would show the title of what is above."""
    under = Q(pk__in=[])
    for path in BasePage.objects.filter(pk__in=pages).values_list("path", flat=True):
        under |= Q(path__startswith=path)
    return set(BasePage.objects.filter(under).values_list("pk", flat=True))


def seals_for(user: Any) -> Seals:
    """What is sealed from a person; nothing for those who may purge. Kept on the user object, as their roles are."""
    if user is not None and may(user, PURGE):
        return NOTHING
    kept: Seals | None = getattr(user, "_seals", None)
    if kept is None:
        kept = sealed_now()
        if user is not None:
            user._seals = kept
    return kept


def key_of(obj: Any) -> Key | None:
    """The key of a publishable object, or of what a version or a slip's item belongs to; none for anything else."""
    if isinstance(obj, BasePage):
        return PAGE, str(obj.pk)
    if isinstance(obj, GatedMixin | Dataset):
        kind = base_type_of(obj)
        return f"{kind.app_label}.{kind.model}", str(obj.pk)
    if isinstance(obj, Revision):
        kind = obj.base_content_type
        return f"{kind.app_label}.{kind.model}", str(obj.object_id)
    if isinstance(obj, SlipItem):
        kind = ContentType.objects.get_for_id(obj.content_type_id)
        return f"{kind.app_label}.{kind.model}", str(obj.object_id)
    return None


def is_under(seals: Seals, obj: Any) -> bool:
    """Whether these seals hold an object, a slip that carries one, a version of one or a file of one."""
    if not seals or obj is None:
        return False
    if isinstance(obj, Attachment | Picture):
        return obj.sha256 in seals.hashes
    if isinstance(obj, PictureRendition):
        return obj.image.sha256 in seals.hashes
    if isinstance(obj, ReviewSlip):
        return any(key_of(item) in seals.keys for item in obj.items.all())
    return key_of(obj) in seals.keys


def is_sealed_for(user: Any, obj: Any) -> bool:
    """Whether a person may not see this object, or what shows it, because it is sealed."""
    return is_under(seals_for(user), obj)


def ids_under(seals: Seals, model: type[Model]) -> list[Any]:
    """Primary keys of the rows of a model that these seals hold."""
    if not seals:
        return []
    if issubclass(model, Attachment | Picture):
        return list(model._default_manager.filter(sha256__in=seals.hashes).values_list("pk", flat=True))
    if issubclass(model, AggregationAssessment):
        return list(
            model.objects.filter(_on(seals, "content_type", "object_id")).values_list("pk", flat=True)
        )
    if issubclass(model, ReviewSlip):
        return list(
            SlipItem.objects.filter(_on(seals, "content_type", "object_id")).values_list("slip", flat=True)
        )
    label = PAGE if issubclass(model, BasePage) else model._meta.label_lower
    return [model._meta.pk.to_python(key) for key in seals.of(label)]


def sealed_ids(user: Any, model: type[Model]) -> list[Any]:
    """Primary keys of the rows of a model that are sealed from a person."""
    return ids_under(seals_for(user), model)


def _on(seals: Seals, kind: str, key: str) -> Q:
    """Rows that name a sealed object by content type and key, as slips, log entries and events do."""
    found = Q(pk__in=[])
    for label in sorted({label for label, _ in seals.keys}):
        models = get_page_models() if label == PAGE else [apps.get_model(label)]
        types = ContentType.objects.get_for_models(*models, for_concrete_models=False).values()
        found |= Q(**{f"{kind}__in": [one.pk for one in types], f"{key}__in": seals.of(label)})
    return found


def about_sealed(user: Any, *, kind: str, key: str) -> Q:
    """Rows about what is sealed from a person, the slips that carry it and its files included.

    ``kind`` and ``key`` are the fields that hold content type and key of what a row is about.
    """
    seals = seals_for(user)
    if not seals:
        return Q(pk__in=[])
    found = _on(seals, kind, key)
    for model in (ReviewSlip, Attachment, Picture):
        keys = [str(pk) for pk in ids_under(seals, model)]
        found |= Q(**{kind: ContentType.objects.get_for_model(model).pk, f"{key}__in": keys})
    return found


def without_sealed(queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The same rows less what is sealed from a person: objects, slips, files, and Wagtail's log entries about them."""
    if not seals_for(user):
        return queryset
    if issubclass(queryset.model, PageLogEntry):
        return queryset.exclude(page__in=sealed_ids(user, BasePage))
    if queryset.model._meta.label == "wagtailcore.ModelLogEntry":
        return queryset.exclude(about_sealed(user, kind="content_type", key="object_id"))
    return queryset.exclude(pk__in=sealed_ids(user, queryset.model))


@contextmanager
def shown_to(user: Any) -> Iterator[None]:
    """What is made inside is shown to this person. Wagtail's own context of a request ends before pages are rendered."""
    token = _VIEWER.set(user)
    try:
        yield
    finally:
        _VIEWER.reset(token)


def title_for(user: Any, obj: Any, title: str) -> str:
    """A title, or what stands in its place where the object is sealed from the person."""
    return SEALED_TITLE if is_sealed_for(user, obj) else title


def seals_now() -> Seals:
    """What is sealed from whom a request is answered now; nothing outside of one."""
    viewer = _VIEWER.get()
    return NOTHING if viewer is None else seals_for(viewer)


def is_sealed_now(obj: Any) -> bool:
    """Whether an object is sealed from whom a request is answered now."""
    return is_under(seals_now(), obj)


def title_for_viewer(obj: Any, title: str) -> str:
    """A title for whom a request is answered now, for labels that are made without knowing who asks."""
    return SEALED_TITLE if is_sealed_now(obj) else title


def reasons_against_sealed(objects: Iterable[Any]) -> list[Reason]:
    """Why a package with these members, or versions of them, goes no further: some of it is sealed, whoever asks."""
    seals = sealed_now()
    return reasons_against_package(sum(is_under(seals, obj) for obj in objects))
