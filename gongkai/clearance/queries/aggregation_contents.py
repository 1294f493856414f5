"""The tables of one version of a content, as profiles: of its own body, and of its attachments where they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongkai.clearance.aggregation_keys import key_mark, keyed
from gongkai.clearance.digest import files_used
from gongkai.clearance.enums import ScreenState
from gongkai.clearance.file_keys import FileKey, key_of
from gongkai.clearance.models.aggregation import FileTables
from gongkai.clearance.models.files import Attachment
from gongkai.clearance.on_disk import on_disk
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.screening.aggregate.contents import table_of_rows, tables_in_content
from gongkai.clearance.screening.aggregate.profiles import Profile, Source, as_row, from_row, profile_of
from gongkai.clearance.screening.bounded import TablesRead, tables_in
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.versions import DocumentVersion, RowsVersion, Version

MAX_FILE = 100 * 1024 * 1024
"""Bytes of an attachment that is read for its tables (house number)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One table with where it stands."""

    source: Source
    table: Table


def owner_of(target: Any) -> str:
    """The key under which scopes and risks name a content: model label and primary key."""
    kind = base_type_of(target)
    return f"{kind.app_label}.{kind.model}:{target.pk}"


def tables_of(target: Any, version: Version) -> Iterator[Found]:
    """Every table of a version, its body's first."""
    yield from _own_tables(target, version)
    for file in attachments_of(version):
        for table in _read(file).tables:
            place = _place(file.title, table)
            source = Source(owner_of(target), _number(version), place, file.title)
            yield Found(source, replace(table, place=place))


def _own_tables(target: Any, version: Version) -> Iterator[Found]:
    owner, number = owner_of(target), _number(version)
    if isinstance(version, RowsVersion):
        rows = list(version.row.rows.order_by("position").values_list("values", flat=True))
        table = table_of_rows(rows)
        if table is not None:
            yield Found(Source(owner, number, table.place, str(target)), table)
        return
    for caption, table in tables_in_content(version.content()):
        yield Found(Source(owner, number, table.place, caption or version.title), table)


def _number(version: Version) -> str:
    return str(version.row.pk) if version.row is not None else "draft"


def _place(title: str, table: Table) -> str:
    return f"附件“{title}”{table.place}"[:200]


def profiles_of(target: Any, version: Version) -> list[Profile]:
    """Profiles of everything in a version that can combine with something."""
    found = [profile_of(one.table, one.source, keyed) for one in _own_tables(target, version)]
    for file in attachments_of(version):
        found += _profiles_of_file(file, owner_of(target), version)
    return [profile for profile in found if profile.says_anything()]


def may_combine(version: Version) -> bool:
    """Whether a version has any table, or a file that may have one: told without looking at what they say."""
    if isinstance(version, RowsVersion):
        return True
    return any(True for _ in tables_in_content(version.content())) or bool(attachments_of(version))


def attachments_of(version: Version) -> list[Attachment]:
    """Attachments that a version of a document uses; one that was removed says nothing any more."""
    if not isinstance(version, DocumentVersion):
        return []
    keys = [pk for label, pk in files_used(version.document) if label == "clearance.Attachment"]
    rows = Attachment.objects.filter(pk__in=keys).exclude(screen_state=ScreenState.REMOVED)
    return list(rows.order_by("pk")) if keys else []


def unread_attachments(version: Version) -> list[str]:
    """Attachments that are not, or not wholly, laid beside what is public: no machine reads them to their end."""
    return [str(file) for file in attachments_of(version) if not tables_told(file).is_whole]


def _profiles_of_file(file: Attachment, owner: str, version: Version) -> list[Profile]:
    told = tables_told(file)
    return [from_row(row, owner, _number(version), file.title) for row in told.rows]


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables of a file tell, as keyed hashes; ``is_whole`` whether all of the file was read, ``is_stopped``
    whether the reading came to no end.
    """

    rows: list[dict[str, Any]]
    is_whole: bool
    is_stopped: bool


def tables_told(file: Attachment) -> Told:
    """As the scan of the file kept it; a file whose scan is not through is read here, once in this process."""
    key = key_of(file)
    rows = FileTables.objects.filter(sha256=key.sha256, suffix=key.suffix, title=file.title[:300])
    kept = rows.filter(key_mark=key_mark()).first()
    if kept is not None:
        return Told(kept.profiles, kept.is_whole, kept.is_stopped)
    return _told_once(file.pk, key, file.title, key_mark())


@lru_cache(maxsize=64)
def _told_once(pk: int, key: FileKey, title: str, mark: str) -> Told:
    """Kept for as long as the bytes, the title and the key are the same; no value is in it."""
    return told_of(Attachment.objects.get(pk=pk))


def told_of(file: Attachment) -> Told:
    """Read a file's tables in the bounded process and keep of them what can be laid beside others."""
    read = _read(file)
    found = []
    for table in read.tables:
        place = _place(file.title, table)
        profile = profile_of(replace(table, place=place), Source("", "", place, file.title), keyed)
        if profile.says_anything():
            found.append(as_row(profile))
    return Told(found, read.is_whole, read.is_stopped)


def _read(file: Attachment) -> TablesRead:
    if int(file.file_size or 0) > MAX_FILE:
        return TablesRead([], is_whole=False, is_stopped=True)
    with on_disk(file) as path:
        return tables_in(path, name=Path(file.file.name).name)
