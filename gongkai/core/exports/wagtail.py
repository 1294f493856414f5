"""Wagtail's listings and reports export through our writers.

Wagtail 8.0 writes CSV without BOM, times in UTC, and lets formulas pass in CSV. :class:`ExportMixin` is for
our own views; :func:`adopt_wagtail_exports` puts the same two methods under Wagtail's own reports, which are
built from the same mixin and cannot be exchanged one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from gongkai.core.exports.writers import Table, csv_response, xlsx_response

_CHUNK = 2000


class ExportMixin(SpreadsheetExportMixin):
    """Put it before Wagtail's view classes; ``list_export`` and ``export_headings`` work as in Wagtail.

    ``export_filename`` is the Chinese name of the file. Preprocessing functions given by a view for a field
    are kept; Wagtail's own for times and lists are not used.
    """

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """Stream the rows as CSV with BOM."""
        return csv_response(_table_of(self, queryset, self.FORMAT_CSV))

    def write_xlsx_response(self, queryset: Any) -> FileResponse:
        """Write the rows as XLSX."""
        return xlsx_response(_table_of(self, queryset, self.FORMAT_XLSX))


def _table_of(view: Any, items: Any, spreadsheet_format: str) -> Table:
    fields = list(view.list_export)
    # Wagtail asks for the model of what it exports; reports over several models pass plain lists
    headings = [view.get_heading(items, field) for field in fields]
    return Table(view.get_filename(), headings, _rows(view, fields, items, spreadsheet_format))


def _rows(view: Any, fields: list[str], items: Iterable[Any], spreadsheet_format: str) -> Iterator[list[Any]]:
    for item in _streamed(items):
        found = view.to_row_dict(item)
        yield [_prepared(view, field, found.get(field), spreadsheet_format) for field in fields]


def _prepared(view: Any, field: str, value: Any, spreadsheet_format: str) -> Any:
    prepare = view.custom_field_preprocess.get(field, {}).get(spreadsheet_format)
    return prepare(value) if prepare else value


def _streamed(items: Iterable[Any]) -> Iterable[Any]:
    if isinstance(items, QuerySet) and items._result_cache is None:
        return items.iterator(chunk_size=_CHUNK)
    return items


def adopt_wagtail_exports() -> None:
    """Let every view built on Wagtail's mixin write through here. Idempotent."""
    for name in ("write_csv_response", "write_xlsx_response"):
        setattr(SpreadsheetExportMixin, name, getattr(ExportMixin, name))
