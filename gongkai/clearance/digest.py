"""The digest that clearance is of: canonical content together with the hashes of every file it uses.

The canonical content of a page or snippet is every field of its model and of its child rows, less housekeeping
(tree position, timestamps, locks, the gate's own fields). Empty values are left out, so that adding a field to a
model does not undo the clearances that exist. Where a field points at a file, a picture or a gated snippet, the
hash of what is pointed at goes in, not only its id: a file replaced under the same id changes the digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from modelcluster.tags import ClusterTaggableManager
from wagtail.blocks import StreamValue
from wagtail.models import COMMENTS_RELATION_NAME, ReferenceIndex

# Facts about the object rather than its content. A model adds its own in `digest_exclude`.
HOUSEKEEPING = frozenset(
    [
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "content_type",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "draft_title",
        "alias_of",
        "locale",
        "translation_key",
        "cleared_revision",
        "public_since",
        "joint_release",
        "interpretation_debt",
        "needs_joint",
        "search_vector",
        "sort_order",
    ]
)
_FILE_MODELS = ("clearance.Attachment", "clearance.Picture")
_SCHEME = "gongkai/document/1"
_DATASET_SCHEME = "gongkai/dataset/1"

Content = dict[str, Any]


def _plain(value: Any, field: models.Field | None = None) -> Any:
    """One field value as plain JSON; the same for a draft, a revision and a row read back."""
    if isinstance(value, StreamValue):
        return value.get_prep_value()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        places = getattr(field, "decimal_places", None)
        return str(value if places is None else value.quantize(Decimal(1).scaleb(-places)))
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == "" or value == [] or value == {}


def _own_fields(instance: models.Model) -> Content:
    excluded = HOUSEKEEPING | getattr(instance, "digest_exclude", frozenset())
    content: Content = {}
    for field in instance._meta.concrete_fields:
        is_link = field.primary_key or isinstance(field, ParentalKey)
        is_parent_link = bool(field.remote_field and getattr(field.remote_field, "parent_link", False))
        if is_link or is_parent_link or field.name in excluded:
            continue
        value = _plain(field.value_from_object(instance), field)
        if not _is_empty(value):
            content[field.name] = value
    return content


def _many_fields(instance: models.Model) -> Content:
    content: Content = {}
    for field in instance._meta.get_fields():
        if isinstance(field, ClusterTaggableManager):
            values: list[Any] = sorted(tag.name for tag in getattr(instance, field.name).all())
        elif isinstance(field, ParentalManyToManyField):
            values = sorted(row.pk for row in getattr(instance, field.name).all())
        else:
            continue
        if values:
            content[field.name] = values
    return content


def content_of(instance: models.Model) -> Content:
    """The canonical content of a document, child rows included; equal for the revision and the live row of it."""
    content = _own_fields(instance) | _many_fields(instance)
    for relation in get_all_child_relations(type(instance)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME or name.startswith("tagged_"):
            continue
        rows = [content_of(row) for row in getattr(instance, name).all()]
        if rows:
            content[name] = rows
    return content


def texts_of(content: Any) -> Iterable[str]:
    """Every piece of text inside a canonical content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from texts_of(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from texts_of(value)


def _references(instance: models.Model) -> set[tuple[str, str]]:
    """(model label, pk) of the files, pictures and gated snippets that a document uses."""
    from gongkai.clearance.models.gate import GatedMixin
    from gongkai.clearance.models.page import BasePage

    found: set[tuple[str, str]] = set()
    holders = [instance]
    for relation in get_all_child_relations(type(instance)):
        holders.extend(getattr(instance, relation.get_accessor_name()).all())
    for holder in holders:
        for content_type_id, pk, _model_path, _path in ReferenceIndex._extract_references_from_object(holder):
            model = _model_of(content_type_id)
            is_file = model._meta.label in _FILE_MODELS
            is_snippet = issubclass(model, GatedMixin) and not issubclass(model, BasePage)
            if is_file or is_snippet:
                found.add((model._meta.label, str(pk)))
    return found


def _model_of(content_type_id: int) -> type[models.Model]:
    from django.contrib.contenttypes.models import ContentType

    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model if model is not None else ContentType


def _hashes(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The hash of each thing used; a missing one is named as missing, so that it cannot pass unseen."""
    wanted: dict[str, set[str]] = {}
    for label, pk in references:
        wanted.setdefault(label, set()).add(pk)
    hashes: dict[tuple[str, str], str] = {}
    for label, pks in wanted.items():
        model = apps.get_model(label)
        hashes.update({(label, pk): "missing" for pk in pks})
        if label in _FILE_MODELS:
            rows = model._default_manager.filter(pk__in=pks).values_list("pk", "sha256")
            hashes.update({(label, str(pk)): sha256 for pk, sha256 in rows})
        else:
            snippets = model._default_manager.filter(pk__in=pks)
            hashes.update({(label, str(row.pk)): _sha256(content_of(row)) for row in snippets})
    return hashes


def _sha256(value: Any, *prefix: str) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256("\n".join((*prefix, text)).encode()).hexdigest()


def files_used(instance: models.Model) -> set[tuple[str, str]]:
    """(model label, pk) of the attachments and pictures in a document."""
    return {reference for reference in _references(instance) if reference[0] in _FILE_MODELS}


def digests_of(instances: Iterable[models.Model]) -> list[str]:
    """Digests in the order given; the hashes of files and snippets are read in bulk."""
    documents = list(instances)
    references = [_references(document) for document in documents]
    hashes = _hashes(set().union(*references)) if references else {}
    return [
        _sha256(
            {
                "content": content_of(document),
                "uses": sorted([label, pk, hashes[label, pk]] for label, pk in used),
            },
            _SCHEME,
            document._meta.label,
        )
        for document, used in zip(documents, references, strict=True)
    ]


def digest_of(instance: models.Model) -> str:
    """SHA-256 (hex) of a specific page's or a snippet's canonical content and of everything it uses."""
    return digests_of([instance])[0]


def rows_digest(key: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Digest of a dataset version: its key and its rows in order, as (row key, values)."""
    return _sha256([[row_key, values] for row_key, values in rows], _DATASET_SCHEME, key)


def version_digest(version: Any) -> str:
    """Digest of a dataset version as its rows stand now."""
    return rows_digest(version.dataset.key, version.rows.order_by("position").values_list("key", "values"))
