"""The digest that clearance is of: canonical content together with the hashes of every file it uses.

The canonical content of a page or snippet is every field of its model and of its child rows, less housekeeping
(tree position, timestamps, locks, the gate's own fields). Empty values are left out, so that adding a field to a
model does not undo the clearances that exist. Where a field points at a file, a picture or a gated snippet, the
hash of what is pointed at goes in, not only its id: a file replaced under the same id changes the digest. Of a file
or picture, what is shown of it or shapes the bytes released goes in too (title, file name, size, description, focal
point).

A clearance given under the first scheme, which saw only the bytes of files, keeps holding under it as long as its files
are described as they were when the second came (ADR 0004).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import PurePosixPath
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
_FIRST_SCHEME = "gongkai/document/1"
_SCHEME = "gongkai/document/2"
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


# What a reader sees of a file, and what shapes the bytes made of it, beside its own bytes.
SHOWN = {
    "clearance.Attachment": ("title", "file", "file_size"),
    "clearance.Picture": (
        "title",
        "file",
        "description",
        "width",
        "height",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    ),
}


def facts_hash(label: str, row: Mapping[str, Any]) -> str:
    """SHA-256 of what is shown of a file; of its stored name only the last part, which an address may carry."""
    facts = {name: row[name] for name in SHOWN[label] if not _is_empty(row[name])}
    return _sha256({**facts, "file": PurePosixPath(str(row["file"])).name})


@dataclass(frozen=True, slots=True)
class _Used:
    """One thing used: its hash under each scheme, and whether the first may still speak for it."""

    first: str
    current: str
    first_holds: bool


_MISSING = _Used("missing", "missing", True)


def _hashes(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], _Used]:
    """The hash of each thing used; a missing one is named as missing, so that it cannot pass unseen."""
    wanted: dict[str, set[str]] = {}
    for label, pk in references:
        wanted.setdefault(label, set()).add(pk)
    hashes: dict[tuple[str, str], _Used] = {}
    for label, pks in wanted.items():
        hashes.update({(label, pk): _MISSING for pk in pks})
        rows = apps.get_model(label)._default_manager.filter(pk__in=pks)
        if label in _FILE_MODELS:
            known = rows.values("pk", "sha256", "first_facts", *SHOWN[label])
            hashes.update({(label, str(row["pk"])): _used_file(label, row) for row in known})
        else:
            hashes.update({(label, str(row.pk)): _used_snippet(row) for row in rows})
    return hashes


def _used_file(label: str, row: Mapping[str, Any]) -> _Used:
    facts = facts_hash(label, row)
    return _Used(row["sha256"], f"{row['sha256']}:{facts}", row["first_facts"] == facts)


def _used_snippet(row: models.Model) -> _Used:
    digest = _sha256(content_of(row))
    return _Used(digest, digest, True)


def _sha256(value: Any, *prefix: str) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256("\n".join((*prefix, text)).encode()).hexdigest()


def files_used(instance: models.Model) -> set[tuple[str, str]]:
    """(model label, pk) of the attachments and pictures in a document."""
    return {reference for reference in _references(instance) if reference[0] in _FILE_MODELS}


def snippets_used(instance: models.Model) -> set[tuple[str, str]]:
    """(model label, pk) of the gated snippets that a document shows, at whatever they say now."""
    return {reference for reference in _references(instance) if reference[0] not in _FILE_MODELS}


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of one document: the current one, and the one under the first scheme.

    ``first_holds`` is false once a file is described otherwise than when the second scheme came.
    """

    current: str
    first: str
    first_holds: bool

    def match(self, cleared: str) -> bool:
        """Whether content cleared (or sent) at this digest is the content as it stands."""
        return cleared == self.current or (self.first_holds and cleared == self.first)

    def are_among(self, purged: frozenset[str]) -> bool:
        """Whether this content was purged, under whichever scheme it was known then."""
        return self.current in purged or self.first in purged


def all_digests_of(instances: Iterable[models.Model]) -> list[Digests]:
    """Digests in the order given; the hashes of files and snippets are read in bulk."""
    documents = list(instances)
    references = [_references(document) for document in documents]
    hashes = _hashes(set().union(*references)) if references else {}
    return [_digests(document, used, hashes) for document, used in zip(documents, references, strict=True)]


def _digests(
    document: models.Model, references: set[tuple[str, str]], hashes: Mapping[tuple[str, str], _Used]
) -> Digests:
    content, label = content_of(document), document._meta.label
    used = [(reference, hashes[reference]) for reference in sorted(references)]
    first = {"content": content, "uses": [[*key, one.first] for key, one in used]}
    current = {"content": content, "uses": [[*key, one.current] for key, one in used]}
    return Digests(
        current=_sha256(current, _SCHEME, label),
        first=_sha256(first, _FIRST_SCHEME, label),
        first_holds=all(one.first_holds for _, one in used),
    )


def digests_of(instances: Iterable[models.Model]) -> list[str]:
    """The current digests alone, in the order given."""
    return [digests.current for digests in all_digests_of(instances)]


def digest_of(instance: models.Model) -> str:
    """SHA-256 (hex) of a specific page's or a snippet's canonical content and of everything it uses."""
    return digests_of([instance])[0]


def matches(instance: models.Model, cleared: str) -> bool:
    """Whether a document is what was cleared or sent at this digest, under the scheme of its time."""
    return all_digests_of([instance])[0].match(cleared)


def rows_digest(key: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Digest of a dataset version: its key and its rows in order, as (row key, values)."""
    return _sha256([[row_key, values] for row_key, values in rows], _DATASET_SCHEME, key)


def version_digest(version: Any) -> str:
    """Digest of a dataset version as its rows stand now."""
    return rows_digest(version.dataset.key, version.rows.order_by("position").values_list("key", "values"))
