"""Files: their bytes against the hash they were stored under."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from gongkai.clearance.digest import files_used
from gongkai.clearance.enums import ScreenState
from gongkai.clearance.models.files import Attachment, FileLook, Picture

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
    """Files that no machine could read to the end and nobody has looked through since their bytes came in."""
    looked = FileLook.objects.filter(sha256=models.OuterRef("sha256"))
    rows: models.QuerySet[Any] = model._default_manager.exclude(screen_state=ScreenState.CLEAN)
    return rows.filter(~models.Exists(looked))


def names_of_unread_files(document: models.Model) -> Iterator[str]:
    """Titles of the files in a document that wait for somebody to look through them."""
    used: dict[str, list[str]] = {}
    for label, pk in sorted(files_used(document)):
        used.setdefault(label, []).append(pk)
    for label, pks in used.items():
        rows = unread_files(apps.get_model(label)).filter(pk__in=pks)
        yield from rows.order_by("pk").values_list("title", flat=True)


def names_of_altered_files(document: models.Model) -> list[str]:
    """Titles of the files in a document whose bytes are not those that were screened and stored."""
    altered = []
    for label, pk in sorted(files_used(document)):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is None:
            altered.append(f"编号 {pk}")
        elif not row.sha256 or sha256_of_file(row.file) != row.sha256:
            altered.append(row.title)
    return altered
