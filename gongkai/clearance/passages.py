"""The text of a version as its reader sees it, cut by field, so that whatever scans it can say where something stands.

Places are made of the Chinese names of fields and blocks and of numbers alone, never of words somebody typed: a place
is kept with a finding, and the finding must not hold what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from numbers import Number
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from modelcluster.tags import ClusterTaggableManager
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from gongkai.clearance.digest import HOUSEKEEPING, files_used, snippets_used
from gongkai.clearance.models import Attachment, DatasetVersion
from gongkai.clearance.rules.difference import plain_text
from gongkai.clearance.screening.parts import Passage, Table
from gongkai.clearance.versions import DocumentVersion, Version

_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_SHORTEST_NUMBER = 7
"""Digits of the shortest number that any finder looks for: a telephone without its area code."""
_OWN_ADDRESS = re.compile(r"/(?!/)|#")
Leaf = tuple[str, Passage | Table]


@dataclass(frozen=True, slots=True)
class Written:
    """One part of a version's text.

    ``field`` tells it from other parts whatever stands before it or in it, and is the same in the next version: the name
    of a model's field, of a child row's, the key of a row of data. ``row_keys`` and ``columns`` do the same for the cells
    of a table whose rows have keys.
    """

    field: str
    part: Passage | Table
    row_keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def field_of(self, cell: tuple[int, int] | None) -> str:
        """What the text at a cell is called from one version to the next."""
        if cell is None or cell[0] >= len(self.row_keys):
            return self.field
        return f"{self.field}.{self.row_keys[cell[0]]}.{self.columns[cell[1]]}"


def passages_of(version: Version) -> list[Passage | Table]:
    """The text of a version field by field, in the order in which its fields stand."""
    return [one.part for one in written_in(version)]


def written_in(version: Version) -> list[Written]:
    """The same with what tells the parts apart. Files are named, not read: their bytes are scanned by themselves."""
    if isinstance(version, DocumentVersion):
        return [*_document(version.document), *_snippets(version.document), *_files(version.document)]
    return _rows(version.row)


def _document(document: models.Model, *, before: str = "", key: str = "") -> Iterator[Written]:
    yield from _own_fields(document, before=before, key=key)
    for relation in get_all_child_relations(type(document)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME or name.startswith("tagged_"):
            continue
        called = str(relation.related_model._meta.verbose_name)
        for number, row in enumerate(getattr(document, name).all(), start=1):
            yield from _own_fields(row, before=f"{before}{called}第{number}项·", key=f"{key}{name}.")


def _own_fields(instance: models.Model, *, before: str, key: str) -> Iterator[Written]:
    left_out = HOUSEKEEPING | getattr(instance, "digest_exclude", frozenset())
    for field in instance._meta.concrete_fields:
        is_link = field.primary_key or field.is_relation or isinstance(field, ParentalKey)
        if is_link or field.name in left_out or getattr(field, "choices", None):
            continue
        label = f"{before}{field.verbose_name}"
        for name, part in _value(field, field.value_from_object(instance), label):
            yield Written(f"{key}{field.name}{name}", part)
    for tags in instance._meta.get_fields():
        if isinstance(tags, ClusterTaggableManager):
            names = "，".join(sorted(tag.name for tag in getattr(instance, tags.name).all()))
            yield from _kept(f"{key}{tags.name}", Passage(f"{before}{tags.verbose_name}", names))


def _kept(field: str, part: Passage) -> Iterator[Written]:
    if part.text:
        yield Written(field, part)


def _value(field: models.Field, value: Any, label: str) -> Iterator[Leaf]:
    if isinstance(field, StreamField):
        yield from _stream(field.stream_block, value.get_prep_value() if value else [], label)
    elif isinstance(field, RichTextField):
        yield from _rich(value or "", label)
    elif isinstance(value, str):
        yield from _plain(value, label)
    elif isinstance(value, dict | list):
        for text in _said(value):
            yield from _plain(text, label)
    elif _is_number(value):
        yield from _plain(_long(value), label)


def _plain(value: str, label: str) -> Iterator[Leaf]:
    """Text that is shown as it stands: what looks like markup in it is read by everybody."""
    if value.strip():
        yield "", Passage(label, value)


def _rich(value: str, label: str) -> Iterator[Leaf]:
    """Text without its markup, paragraphs as lines; and where its links lead, for who follows one sees the address."""
    if text := plain_text(value):
        yield "", Passage(label, text)
    links = [unescape(link) for link in _HREF.findall(value)]
    if outside := "\n".join(link for link in links if not _OWN_ADDRESS.match(link)):
        yield ":links", Passage(f"{label}里的链接地址", outside)


def _stream(block: Any, raw: Any, label: str) -> Iterator[Leaf]:
    """Blocks in order. The raw values are gone through, for the others load every picture and page they name."""
    for number, child in enumerate(raw if isinstance(raw, list) else [], start=1):
        kind = block.child_blocks.get(child.get("type")) if isinstance(child, dict) else None
        if kind is not None:
            yield from _block(kind, child.get("value"), f"{label}第{number}块“{kind.label}”")


def _block(block: Any, value: Any, label: str) -> Iterator[Leaf]:
    if isinstance(block, blocks.StreamBlock):
        yield from _stream(block, value, label)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(child, (value or {}).get(name), f"{label}·{child.label}")
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value or [], start=1):
            inner = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _block(block.child_block, inner, f"{label}第{number}项")
    elif isinstance(block, TableBlock):
        yield from _table(value, label)
    elif isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        yield from _rich(value or "", label)
    elif isinstance(value, str) and not isinstance(block, blocks.ChoiceBlock):
        yield from _plain(value, label)
    elif _is_number(value):
        yield from _plain(_long(value), label)


def _said(value: Any) -> Iterator[str]:
    """Everything that JSON says, names of values and numbers with it, in order and without recursion."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += reversed([part for pair in one.items() for part in pair])
        elif isinstance(one, list | tuple):
            waiting += reversed(one)
        elif isinstance(one, str) or _is_number(one):
            yield _cell(one)


def _is_number(value: Any) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool)


def _long(value: Any) -> str:
    """A number long enough to be of somebody or to reach somebody; a count or a place in an order says nothing."""
    return text if len(text := _cell(value)) >= _SHORTEST_NUMBER else ""


def _table(value: Any, label: str) -> Iterator[Leaf]:
    data = value.get("data") if isinstance(value, dict) else None
    rows = [row for row in data or [] if isinstance(row, list)]
    if rows:
        yield "", Table(label, tuple(tuple(_cell(cell) for cell in row) for row in rows))
    caption = value.get("table_caption") if isinstance(value, dict) else None
    if caption:
        yield "", Passage(f"{label}·表名", str(caption))


def _cell(value: Any) -> str:
    """As it is read: a whole number without the point that a program may have given it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return str(int(value))
    return "" if value is None else str(value)


def _snippets(document: models.Model) -> Iterator[Written]:
    """The words of the shared content that a document shows, as it stands now."""
    for number, (label, pk) in enumerate(sorted(snippets_used(document)), start=1):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is not None:
            before = f"所用的{row._meta.verbose_name}（第{number}件）·"
            yield from _document(row, before=before, key=f"{label}:{pk}.")


def _files(document: models.Model) -> Iterator[Written]:
    """What is shown of attachments and pictures beside their bytes: title, description, the name in their public address."""
    for number, row in enumerate(files_in(document), start=1):
        key = f"{row._meta.label}:{row.pk}."
        named = f"第{number}份{'附件' if isinstance(row, Attachment) else '图片'}"
        yield from _kept(f"{key}title", Passage(f"{named}的名称", str(row.title)))
        yield from _kept(
            f"{key}description", Passage(f"{named}的说明", getattr(row, "description", "") or "")
        )
        yield from _kept(f"{key}file", Passage(f"{named}的文件名", Path(row.file.name).stem))


def files_in(document: models.Model) -> list[Any]:
    """The attachments and pictures of a document, in one order: attachments first, by key."""
    found: list[Any] = []
    by_model: dict[str, list[str]] = {}
    for label, pk in files_used(document):
        by_model.setdefault(label, []).append(pk)
    for label, pks in sorted(by_model.items()):
        found.extend(apps.get_model(label)._default_manager.filter(pk__in=pks).order_by("pk"))
    return found


def _rows(version: DatasetVersion) -> list[Written]:
    """The rows of a data set as one table, then what its rows and values are called, for a reader of the data sees that
    too. The note that goes with the version is no part of it.
    """
    rows = list(version.rows.order_by("position").values_list("key", "values"))
    if not rows:
        return []
    columns, keys = _columns(values for _, values in rows), tuple(key for key, _ in rows)
    cells = tuple(tuple(_shown(values, name) for name in columns) for _, values in rows)
    named = Table("数据的行名", tuple((key,) for key in keys))
    return [
        Written("row", Table("数据", cells), keys, columns),
        Written("row_key", named, keys, ("key",)),
        *_kept("columns", Passage("数据的列名", "\n".join(columns))),
    ]


def _columns(rows: Iterable[Any]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for values in rows:
        names |= dict.fromkeys(values if isinstance(values, Mapping) else [""])
    return tuple(names)


def _shown(values: Any, name: str) -> str:
    value = values.get(name) if isinstance(values, Mapping) else values
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        return "；".join(_said(value))
    return _cell(value)
