"""Tables inside canonical content and inside the rows of a data set. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gongkai.clearance.screening.parts import Table

_FACTS = frozenset({"label", "value", "note"})
"""Columns of a sheet of facts (one value for each key): that is no list of people or things."""


def tables_in_content(content: Any) -> Iterator[tuple[str, Table]]:
    """(caption, table) of each table block of a page's canonical content, in order; places count from 1."""
    for number, (caption, rows) in enumerate(_table_values(content), 1):
        yield caption, Table(f"第{number}张表", rows)


def _table_values(content: Any) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    if isinstance(content, Mapping):
        data = content.get("data")
        if isinstance(data, list) and data and all(isinstance(row, list) for row in data):
            yield str(content.get("table_caption") or ""), tuple(tuple(map(_text, row)) for row in data)
            return
        for value in content.values():
            yield from _table_values(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _table_values(value)


def table_of_rows(rows: Sequence[Mapping[str, Any]]) -> Table | None:
    """The rows of a data set as a table, a column for each key; None for a sheet of facts."""
    columns = list(dict.fromkeys(str(key) for values in rows for key in values))
    if not columns or set(columns) <= _FACTS:
        return None
    body = tuple(tuple(_text(values.get(column)) for column in columns) for values in rows)
    return Table("数据行", (tuple(columns), *body))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
