"""A file is cleaned of what nobody sees, or masked, and the result stored by the way every file comes in.

The heavy work is done before the transaction, in a process of its own; the file is looked at again inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gongkai.clearance.cleaning import Cleaned, Pick, Redacted
from gongkai.clearance.cleaning_stored import ACT_CLEAN, ACT_REDACT, clean_stored, redact_stored
from gongkai.clearance.enums import CleaningAct
from gongkai.clearance.models import Attachment, FileCleaning, Picture
from gongkai.clearance.on_disk import on_disk
from gongkai.clearance.queries.cleaning import cleaning_facts
from gongkai.clearance.queries.files import uses_of_file
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.cleaning import (
    CLEANED,
    REDACTED,
    reasons_against_cleaning,
    reasons_against_masking_nothing,
    reasons_against_unchanged,
)
from gongkai.clearance.screening.hiding import without_numbers
from gongkai.clearance.usecases.screening import keep_secrets_out, screen_upload, secrets_on_record
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, refuse_if

_AFTER = {CleaningAct.CLEAN: "已清理", CleaningAct.REDACT: "已遮盖"}
_ACTS = {CleaningAct.CLEAN: ACT_CLEAN, CleaningAct.REDACT: ACT_REDACT}
_LINES, _LONGEST = 200, 300


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """The row that holds the new bytes (the same one, or a new one beside it) and the record of how they were made."""

    file: Attachment | Picture
    record: FileCleaning


def preview_cleaning(*, by: User, file: Attachment | Picture, sha256: str) -> Cleaned:
    """What cleaning would take out; nothing is stored. Raises ``Refused`` as :func:`clean_file` does."""
    refuse_if(_reasons_against(by, file, sha256), act=ACT_CLEAN)
    with on_disk(file) as path:
        return clean_stored(path, PurePath(file.file.name).name)


def clean_file(*, by: User, file: Attachment | Picture, sha256: str) -> CleanedFile:
    """Take out of the bytes with this hash what nobody sees, and store the rest.

    Raises ``Refused`` without the right to edit the file, for bytes replaced since, for a file that bears a
    classification mark, where nothing is hidden, and where the cleaner cannot do it.
    """
    refuse_if(_reasons_against(by, file, sha256), act=ACT_CLEAN)
    with on_disk(file) as path:
        made = clean_stored(path, PurePath(file.file.name).name)
    refuse_if(reasons_against_unchanged(is_changed=bool(made.removed)), act=ACT_CLEAN)
    content = _screened(by, file, made)
    with transaction.atomic():
        return _store(by, file, sha256, made, content, CleaningAct.CLEAN)


def redact_file(
    *, by: User, file: Attachment | Picture, sha256: str, picks: Sequence[Pick], words: Sequence[str]
) -> CleanedFile:
    """Clean the bytes with this hash and take out of them the findings picked, and these words wherever they stand.

    Raises ``Refused`` as :func:`clean_file` does, and where nothing was chosen or anything chosen is not found.
    """
    keep_secrets_out(by=by, texts=[("要遮盖的文字", "\n".join(words))], act=ACT_REDACT)
    reasons = _reasons_against(by, file, sha256)
    reasons += reasons_against_masking_nothing(chosen=len(picks) + len(words))
    refuse_if(reasons, act=ACT_REDACT)
    with on_disk(file) as path:
        made = redact_stored(path, PurePath(file.file.name).name, picks, words)
    content = _screened(by, file, made)
    with transaction.atomic():
        return _store(by, file, sha256, made, content, CleaningAct.REDACT)


def _reasons_against(by: User, file: Attachment | Picture, sha256: str) -> list[Reason]:
    """Sealed bytes do not come back under another hash."""
    facts = cleaning_facts(by, file, sha256=sha256)
    return reasons_against_cleaning(facts) + reasons_against_sealed([file])


def _screened(by: User, file: Attachment | Picture, made: Cleaned | Redacted) -> ContentFile[bytes]:
    """The new bytes, screened as any upload is, before the transaction: a refusal for a mark stays on record."""
    content = ContentFile(made.data, name=PurePath(file.file.name).name)
    with secrets_on_record(by=by):
        screen_upload(name=str(content.name), file=content)
    return content


def _store(
    by: User,
    file: Attachment | Picture,
    sha256: str,
    made: Cleaned | Redacted,
    content: ContentFile[bytes],
    act: CleaningAct,
) -> CleanedFile:
    """The new bytes come in as an upload does: the gate sees another file, whose hash no clearance knows."""
    row = type(file)._default_manager.select_for_update().get(pk=file.pk)
    refuse_if(_reasons_against(by, row, sha256), act=_ACTS[act])
    is_new = bool(uses_of_file(row))
    target = _copy_of(row, act, by) if is_new else row
    _put(target, content, by)
    record = FileCleaning.objects.create(
        original_sha256=sha256,
        sha256=target.sha256,
        act=act,
        masked=getattr(made, "masked", 0),
        removed=_told(made.removed),
        left=_told(made.left),
        basis=(CLEANED if act == CleaningAct.CLEAN else REDACTED).code,
        is_new=is_new,
        by=by,
        at=timezone.now(),
    )
    _note(by, record, str(target.pk))
    return CleanedFile(target, record)


def _note(by: User, record: FileCleaning, file: str) -> None:
    """Its event: hashes and counts, nothing of what was in the file."""
    if record.act == CleaningAct.CLEAN:
        record_event(
            action="clearance.clean_file",
            by=by,
            subject=record,
            original=record.original_sha256,
            sha256=record.sha256,
            file=file,
            lines=len(record.removed),
        )
        return
    record_event(
        action="clearance.redact_file",
        by=by,
        subject=record,
        original=record.original_sha256,
        sha256=record.sha256,
        file=file,
        lines=len(record.removed),
        masked=record.masked,
    )


def _told(lines: Sequence[str]) -> list[str]:
    return [without_numbers(line)[:_LONGEST] for line in lines[:_LINES]]


def _copy_of(row: Any, act: CleaningAct, by: User) -> Any:
    """A file beside the one that content under review or public goes on using."""
    title = f"{row.title[: 255 - 10]}（{_AFTER[act]}）"
    return type(row)(title=title, collection=row.collection, uploaded_by_user=by)


def _put(target: Any, content: ContentFile[bytes], by: User) -> None:
    """The new bytes in place of the old, which are deleted once this is sure: they hold what had to go."""
    old = target.file.name if target.pk else ""
    storage = target.file.storage
    target.file = content
    target.stored_by = by
    if isinstance(target, Picture) and target.pk:
        for rendition in target.renditions.all():
            transaction.on_commit(partial(rendition.file.storage.delete, rendition.file.name))
        target.renditions.all().delete()
        target.focal_point_x = target.focal_point_y = None
        target.focal_point_width = target.focal_point_height = None
    target.save()
    if old and old != target.file.name and not type(target)._default_manager.filter(file=old).exists():
        transaction.on_commit(partial(storage.delete, old))
