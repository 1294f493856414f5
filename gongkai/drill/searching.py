"""Looks for words wherever an installation keeps anything: every column of every table, every file of the home."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.apps import apps
from django.db import connection


def forms_of(word: str) -> set[str]:
    """A text as tables and files spell it: plain, as JSON, as JSON within JSON, in a form, in an address."""
    escaped = json.dumps(word)[1:-1]
    return {word, escaped, json.dumps(escaped)[1:-1], quote_plus(word), quote(word)}


def rows_holding(word: str) -> list[tuple[str, str]]:
    """(table, column) of every cell of the database in which a text stands."""
    forms = forms_of(word)
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of our own tables)
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    text = cell if isinstance(cell, str) else repr(cell)
                    if any(form in text for form in forms):
                        found.append((table, column))
    return found


def place_of(table: str, column: str) -> tuple[str, str]:
    """The place (model, field) that a column is."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            for field in model._meta.local_fields:
                if field.column == column:
                    return model._meta.label, field.name
    return table, column


def files_holding(word: str, folder: Path, *, besides: Iterable[str] = ()) -> list[Path]:
    """Files below a folder in which a text stands, in the bytes or in the name; ``besides`` are longer texts with it that
    may stand there. Databases are searched as tables.
    """
    forms = _spellings(word)
    longer = [form for text in besides for form in _spellings(text)]
    return [path for path in _files(folder) if word in path.name or _holds(_bytes(path), forms, longer)]


def _spellings(word: str) -> list[bytes]:
    return [*(form.encode() for form in sorted(forms_of(word))), word.encode("utf-16-le")]


def _holds(data: bytes, forms: list[bytes], longer: list[bytes]) -> bool:
    if not any(form in data for form in forms):
        return False
    for text in longer:
        data = data.replace(text, b"")
    return any(form in data for form in forms)


def _files(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root) / name for name in sorted(names) if ".sqlite3" not in name)


def _bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked where it is gzip."""
    try:
        data = b"" if path.is_symlink() else path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (OSError, EOFError, zlib.error):
        return b""  # gone since, or no such file after all
