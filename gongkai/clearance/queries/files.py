"""Files: their bytes against the hash they were stored under, and what uses them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any, cast

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex, Revision

from gongkai.clearance.digest import files_used
from gongkai.clearance.enums import OPEN_SLIP_STATES, ScreenState, SlipState
from gongkai.clearance.file_keys import ENDING_OF_NAME
from gongkai.clearance.models.files import Attachment, FileLook, Picture
from gongkai.clearance.models.gate import Clearance, GatedMixin
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.review import SlipItem
from gongkai.clearance.models.screening import FileScan
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.rules.files import FileUse

_CHUNK = 1024 * 1024


def sha256_of_file(file: Any) -> str:
    """SHA-256 (hex) of a stored file's bytes; empty when the file cannot be read."""
    digest = hashlib.sha256()
    try:
        with file.storage.open(file.name, "rb") as handle:
            while chunk := handle.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def unread_files(model: type[Attachment] | type[Picture]) -> models.QuerySet[Any]:
    """Files that no machine could read to the end and nobody has looked through since their bytes came in.

    The first screen said so when they came in, or the scan that followed.
    """
    looked = FileLook.objects.filter(sha256=models.OuterRef("sha256"))
    unread = scans_of_rows().filter(is_readable=False)
    rows: models.QuerySet[Any] = model._default_manager.exclude(screen_state=ScreenState.REMOVED)
    rows = rows.filter(~Q(screen_state=ScreenState.CLEAN) | models.Exists(unread))
    return rows.filter(~models.Exists(looked))


def scans_of_rows() -> models.QuerySet[FileScan]:
    """For a subquery over files: the scans of their bytes under the ending that each has."""
    name = models.ExpressionWrapper(models.OuterRef("file"), output_field=models.CharField())
    scans = FileScan.objects.filter(sha256=models.OuterRef("sha256")).annotate(of=name)
    return scans.filter(
        ~Q(suffix="") & Q(of__iendswith=models.F("suffix")) | Q(suffix="") & ~Q(of__iregex=ENDING_OF_NAME)
    )


def names_of_unread_files(document: models.Model) -> Iterator[str]:
    """Titles of the files in a document that wait for somebody to look through them."""
    for model, pks in _keys_by_model(document):
        rows = unread_files(model).filter(pk__in=pks)
        yield from (str(row) for row in rows.order_by("pk"))


def names_of_removed_files(document: models.Model) -> Iterator[str]:
    """What stands in the place of the files in a document that were removed as secret."""
    for model, pks in _keys_by_model(document):
        rows = model._default_manager.filter(pk__in=pks, screen_state=ScreenState.REMOVED)
        yield from rows.order_by("pk").values_list("title", flat=True)


def names_of_files_with(document: models.Model, hashes: Collection[str]) -> list[str]:
    """Titles of the files in a document whose bytes are among these, as far as the viewer may know them."""
    rows = (model._default_manager.filter(pk__in=pks) for model, pks in _keys_by_model(document))
    return [str(row) for found in rows for row in found.order_by("pk") if row.sha256 in hashes]


def files_by_field(holder: models.Model) -> Iterator[tuple[str, Attachment | Picture]]:
    """The files that a row names, each with the field that does; those of its child rows under the relation's name."""
    for content_type, pk, place, _ in ReferenceIndex._extract_references_from_object(holder):
        model: Any = ContentType.objects.get_for_id(content_type).model_class()
        if model not in (Attachment, Picture):
            continue
        row = model._default_manager.filter(pk=pk).first()
        if row is not None:
            yield place.partition(".")[0], row


def _keys_by_model(document: models.Model) -> list[tuple[Any, list[str]]]:
    used: dict[str, list[str]] = {}
    for label, pk in sorted(files_used(document)):
        used.setdefault(label, []).append(pk)
    return [(apps.get_model(label), pks) for label, pks in used.items()]


def names_of_altered_files(document: models.Model) -> list[str]:
    """Titles of the files in a document whose bytes are not those that were screened and stored."""
    altered = []
    for label, pk in sorted(files_used(document)):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is None:
            altered.append(f"编号 {pk}")
        elif not row.sha256 or sha256_of_file(row.file) != row.sha256:
            altered.append(str(row))
    return altered


def uses_of_file(file: Attachment | Picture) -> list[FileUse]:
    """What is public, cleared and waiting, or under review, and uses this file; exact at the moment of asking."""
    key = (file._meta.label, str(file.pk))
    uses = {
        _key_of(live): FileUse(str(live), "正在公开", is_public=True, key=_key_of(live))
        for live in _live_candidates(file)
        if key in files_used(live)
    }
    waiting = Q(slip__state__in=OPEN_SLIP_STATES) | Q(slip__state=SlipState.GRANTED, slip__released_at=None)
    items = SlipItem.objects.filter(waiting, revision__isnull=False).select_related("slip", "revision")
    for item in items.order_by("pk"):
        document = (item.content_type_id, item.object_id)
        if document not in uses and key in files_used(cast(Any, item.revision).as_object()):
            standing = "审查中" if item.slip.state in OPEN_SLIP_STATES else "已审定待上线"
            uses[document] = FileUse(item.title, standing, is_public=False, key=document)
    return list(uses.values())


def _key_of(document: Any) -> tuple[int, str]:
    return base_type_of(document).pk, str(document.pk)


def drafts_using_file(file: Attachment | Picture) -> list[FileUse]:
    """Pages whose newest text uses a file; reads every stored text, for rare acts only."""
    key = (file._meta.label, str(file.pk))
    newest = BasePage.objects.exclude(latest_revision=None).values("latest_revision")
    rows = Revision.objects.filter(pk__in=newest).annotate(text=Cast("content", models.TextField()))
    texts = [row.as_object() for row in rows.filter(text__contains=str(file.pk)).order_by("pk")]
    return [
        FileUse(str(text), "草稿", is_public=False, key=_key_of(text))
        for text in texts
        if key in files_used(text)
    ]


def everything_using_file(file: Attachment | Picture) -> list[FileUse]:
    """Public, waiting, under review and drafted: each document once, at its furthest."""
    uses = {use.document: use for use in [*drafts_using_file(file), *uses_of_file(file)]}
    return sorted(uses.values(), key=lambda use: not use.is_public)


def _live_candidates(file: Attachment | Picture) -> Iterator[models.Model]:
    """Live documents that may use a file: cleared with its bytes, or named by Wagtail's index of references.

    The index alone is filled by a worker and may lag; clearances of before they kept hashes need it all the same.
    """
    cleared = Clearance.objects.annotate(kept=Cast("file_hashes", models.TextField()))
    pairs = set(cleared.filter(kept__contains=file.sha256).values_list("content_type_id", "object_id"))
    named = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(file)), to_object_id=str(file.pk)
    )
    pairs |= set(named.values_list("base_content_type_id", "object_id"))
    by_type: dict[int, list[str]] = {}
    for content_type, pk in sorted(pairs):
        by_type.setdefault(content_type, []).append(pk)
    for content_type, pks in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and issubclass(model, GatedMixin):
            for row in model._default_manager.filter(pk__in=pks, live=True).order_by("pk"):
                yield getattr(row, "specific", row)
