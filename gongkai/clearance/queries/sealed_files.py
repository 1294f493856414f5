"""The files of what is sealed: of its drafts and earlier versions too, which no purge has seen because they were never public."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex, Revision

from gongkai.clearance.digest import files_used
from gongkai.clearance.models.files import Attachment, Picture
from gongkai.clearance.models.gate import Clearance, GatedMixin

Keys = Collection[tuple[str, str]]
Reference = tuple[str, str]
"""Model label and key of an attachment or picture."""
_FILES: dict[str, Any] = {model._meta.label: model for model in (Attachment, Picture)}


def hashes_held_by(keys: Keys) -> frozenset[str]:
    """Hashes of every file of these objects, less what something public besides them uses: those bytes anybody has.

    ``keys``: (model label, key).
    """
    hashes = hashes_used_by(keys)
    return hashes - _public_besides(keys, hashes) if hashes else hashes


def hashes_used_by(keys: Keys) -> frozenset[str]:
    """Hashes of every file that these objects use in any version, row or clearance."""
    references = {*_of_versions(keys), *_of_rows(keys)}
    hashes = {row.sha256 for row in _rows(references)}
    for kept in Clearance.objects.filter(naming(keys, "content_type")).values_list("file_hashes", flat=True):
        hashes.update(kept)
    return frozenset(hashes - {""})


def naming(keys: Keys, kind: str) -> Q:
    """Rows that name one of these objects by content type and ``object_id``."""
    by_label: dict[str, list[str]] = {}
    for label, key in sorted(keys):
        by_label.setdefault(label, []).append(key)
    found = Q(pk__in=[])
    for label, held in by_label.items():
        found |= Q(**{kind: ContentType.objects.get_by_natural_key(*label.split("."))}, object_id__in=held)
    return found


def _of_versions(keys: Keys) -> Iterator[Reference]:
    versions = Revision.objects.filter(naming(keys, "base_content_type")).order_by("pk")
    for pk, at in versions.values_list("pk", "created_at"):
        yield from _of_version(pk, at)


@lru_cache(maxsize=20_000)
def _of_version(pk: int, at: datetime) -> frozenset[Reference]:
    """Files of one version, read once for each time that it was written: every request of the staff side asks for them."""
    version = Revision.objects.filter(pk=pk, created_at=at).first()
    if version is None or version.content_object is None:
        return frozenset()
    return frozenset(files_used(version.as_object()))


def _of_rows(keys: Keys) -> Iterator[Reference]:
    """Files of the stored rows: as Wagtail's index names them, which a worker fills, and at once where nothing but the row is."""
    for label in sorted({label for label, _ in keys}):
        holder: Any = apps.get_model(label)
        if issubclass(holder, GatedMixin):
            pks = [key for kind, key in keys if kind == label]
            for row in holder._default_manager.filter(pk__in=pks, latest_revision=None):
                yield from files_used(getattr(row, "specific", row))
    for label, model in _FILES.items():
        named = ReferenceIndex.objects.filter(naming(keys, "base_content_type"))
        to = named.filter(to_content_type=ContentType.objects.get_for_model(model))
        yield from ((label, pk) for pk in to.values_list("to_object_id", flat=True))


def _rows(references: Collection[Reference]) -> Iterator[Any]:
    for label, model in _FILES.items():
        pks = [pk for kind, pk in references if kind == label]
        yield from model._default_manager.filter(pk__in=pks) if pks else ()


def _public_besides(keys: Keys, hashes: Collection[str]) -> set[str]:
    """Which of these bytes something public uses that is not among the objects."""
    found: set[str] = set()
    for label, model in _FILES.items():
        for row in model._default_manager.filter(sha256__in=hashes).order_by("pk"):
            if row.sha256 not in found and _is_public_besides(keys, (label, str(row.pk))):
                found.add(row.sha256)
    return found


def _is_public_besides(keys: Keys, file: Reference) -> bool:
    """Whether something public uses a file. The index leads there, the row itself decides."""
    named = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(_FILES[file[0]]), to_object_id=file[1]
    )
    holders = named.exclude(naming(keys, "base_content_type"))
    for kind, pk in sorted(set(holders.values_list("base_content_type", "object_id"))):
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not issubclass(model, GatedMixin):
            continue
        row = model._default_manager.filter(pk=pk, live=True).first()
        if row is not None and file in files_used(getattr(row, "specific", row)):
            return True
    return False
