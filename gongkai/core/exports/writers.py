"""Write tables as CSV (a stream of lines) and XLSX (row by row into a file), whatever their length."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gongkai.core.exports.cells import Cell, csv_text, is_formula_like, plain

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
ROWS_PER_SHEET = 1_000_000  # a sheet ends at 1,048,576
_LINES_PER_CHUNK = 200
_FORMATS: dict[type, str] = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}


@dataclass(frozen=True)
class Table:
    """What to export: a Chinese title (name of file and sheet), headings, and rows of any values."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_chunks(table: Table) -> Iterator[bytes]:
    """The table as UTF-8 with BOM, some hundred lines at a time."""
    writer = csv.writer(_Echo())
    lines = [BOM + writer.writerow([csv_text(plain(heading)) for heading in table.headings])]
    for row in table.rows:
        lines.append(writer.writerow([csv_text(plain(value)) for value in row]))
        if len(lines) >= _LINES_PER_CHUNK:
            yield "".join(lines).encode("utf-8", "replace")
            lines = []
    yield "".join(lines).encode("utf-8", "replace")


def write_xlsx(table: Table, output: IO[bytes]) -> None:
    """The table as a workbook; a long one goes on in further sheets. Rows are not held in memory."""
    workbook = Workbook(write_only=True, iso_dates=False)
    sheet, number = _new_sheet(workbook, table, 1), 0
    for row in table.rows:
        if number == ROWS_PER_SHEET:
            sheet, number = _new_sheet(workbook, table, len(workbook.worksheets) + 1), 0
        sheet.append([_xlsx_cell(sheet, plain(value)) for value in row])
        number += 1
    workbook.save(output)


def _new_sheet(workbook: Workbook, table: Table, number: int) -> Any:
    name = "".join(" " if sign in "[]:*?/\\'" else sign for sign in table.title).strip() or "导出"
    sheet = workbook.create_sheet(title=name[:25] if number == 1 else f"{name[:25]}（{number}）")
    sheet.freeze_panes = "A2"
    headings = [str(plain(heading) or "") for heading in table.headings]
    for column, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(14, min(40, 2 * len(heading) + 4))
    sheet.append([_heading(sheet, heading) for heading in headings])
    return sheet


def _heading(sheet: Any, text: str) -> Any:
    cell = _quoted(sheet, text) if is_formula_like(text) else WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Cell) -> Any:
    """A value as the sheet takes it. A text that looks like a formula becomes a quoted text; all else is plain."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _quoted(sheet, value) if is_formula_like(value) or value in ERROR_CODES else value
    return value if isinstance(value, int | float | Decimal) else _dated(sheet, value)


def _quoted(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _dated(sheet: Any, moment: date | time) -> Any:
    cell = WriteOnlyCell(sheet, moment)
    if cell.number_format != _FORMATS[type(moment)]:
        cell.number_format = _FORMATS[type(moment)]
    return cell


def csv_response(table: Table) -> StreamingHttpResponse:
    """A download that starts with the first rows."""
    response = StreamingHttpResponse(csv_chunks(table), content_type=CSV_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{_file_name(table)}.csv") or ""
    return response


def xlsx_response(table: Table) -> FileResponse:
    """A download from a temporary file without a name, gone when it is sent."""
    output = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    write_xlsx(table, output)
    output.seek(0)
    return FileResponse(
        output, as_attachment=True, filename=f"{_file_name(table)}.xlsx", content_type=XLSX_TYPE
    )


def _file_name(table: Table) -> str:
    return "".join("_" if sign in '\\/:*?"<>|\r\n\t' else sign for sign in table.title).strip() or "导出"
