"""The tables of one version of a content, as profiles: of its own body, and of its attachments where they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gongkai.clearance.aggregation_keys import key_mark, keyed
from gongkai.clearance.digest import files_used
from gongkai.clearance.models.files import Attachment
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.screening.aggregate.contents import table_of_rows, tables_in_content
from gongkai.clearance.screening.aggregate.profiles import Profile, Source, profile_of
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.versions import DocumentVersion, RowsVersion, Version

READERS = "gongkai.clearance.screening.readers"
"""The readers of files; while this installation has none, attachments are told as not laid beside the others."""
MAX_FILE = 20 * 1024 * 1024
"""Bytes of an attachment that is read for its tables within a request (house number)."""


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
        for table in _tables_of_file(file):
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
    """Attachments that a version of a document uses."""
    if not isinstance(version, DocumentVersion):
        return []
    keys = [pk for label, pk in files_used(version.document) if label == "clearance.Attachment"]
    return list(Attachment.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def unread_attachments(version: Version) -> int:
    """How many attachments are not laid beside what is public: no reader, or too large."""
    files = attachments_of(version)
    return len(files) if find_spec(READERS) is None else sum(_size(file) > MAX_FILE for file in files)


def _size(file: Attachment) -> int:
    return int(file.file_size or 0)


def _profiles_of_file(file: Attachment, owner: str, version: Version) -> list[Profile]:
    return [
        replace(one, source=replace(one.source, owner=owner, version=_number(version)))
        for one in _read_once(file.pk, file.sha256, file.title, key_mark(), READERS)
    ]


@lru_cache(maxsize=64)
def _read_once(pk: int, sha256: str, title: str, mark: str, readers: str) -> tuple[Profile, ...]:
    """Profiles of a file, kept for as long as its bytes, its title, the key and the readers are the same; no value is in them."""
    file = Attachment.objects.get(pk=pk)
    found = []
    for table in _tables_of_file(file):
        place = _place(title, table)
        found.append(profile_of(replace(table, place=place), Source("", "", place, title), keyed))
    return tuple(found)


def _tables_of_file(file: Attachment) -> list[Table]:
    """What a reader makes of a file; nothing where there is none: the first screen tells of what nobody can read."""
    if find_spec(READERS) is None or _size(file) > MAX_FILE:
        return []
    readers = import_module(READERS)  # written beside this: read_parts(name, data, limits=Limits())
    with file.file.storage.open(file.file.name, "rb") as stored:
        data = stored.read()
    parts = readers.read_parts(file.file.name, data, limits=readers.Limits())
    return [part for part in parts if isinstance(part, Table)]
