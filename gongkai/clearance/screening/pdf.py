"""Text of a PDF: pages, properties, outline, notes, and the files inside it."""

from __future__ import annotations

import ctypes
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.core.pdfium import alone, each_alone

_NOTE_TEXTS = (b"Contents", b"T", b"Subj", b"V", b"TU")
_MAX_STRING = 1024 * 1024


class NotAPdf(Exception):
    """The file is broken or locked."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """A piece of text and whether the machine has seen all there is at this place."""

    place: str
    text: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A file attached to the document."""

    name: str
    size: int
    load: Any


@each_alone
def read_pdf(data: bytes) -> Generator[PdfText | PdfFile, None, None]:
    """Everything in a PDF that bears text. Raises :class:`NotAPdf`."""
    import pypdfium2  # heavy; only where a PDF comes in
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotAPdf from error
    try:
        is_form = document.get_formtype() != pdfium.FORMTYPE_NONE
        yield PdfText("文档属性", "\n".join(document.get_metadata_dict().values()), complete=not is_form)
        yield PdfText("书签", "\n".join(mark.get_title() for mark in document.get_toc()))
        for number, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_bounded()
            yield PdfText(f"第{number}页", text, complete=bool(text.strip()))
            yield from _notes(pdfium, page, f"第{number}页批注")
            page.close()
        yield from _files(document)
    except pypdfium2.PdfiumError:
        yield PdfText("文档", "", complete=False)
    finally:
        document.close()


def _notes(pdfium: Any, page: Any, place: str) -> Iterator[PdfText]:
    """Notes and fields. What they draw instead of saying it no machine has read: stamps, films, files."""
    said = {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_CARET,
    }
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            yield PdfText(place, "", complete=False)
            continue
        try:
            texts = [_string(pdfium, note, key) for key in _NOTE_TEXTS]
            yield PdfText(place, "\n".join(texts), complete=pdfium.FPDFAnnot_GetSubtype(note) in said)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _string(pdfium: Any, note: Any, key: bytes) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(note, key, None, 0), _MAX_STRING)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", errors="ignore").rstrip("\0")


def _files(document: Any) -> Iterator[PdfFile]:
    import pypdfium2.raw as pdfium

    for index in range(document.count_attachments()):
        file = document.get_attachment(index)
        size = ctypes.c_ulong()
        pdfium.FPDFAttachment_GetFile(file, None, 0, size)
        yield PdfFile(file.get_name(), size.value, alone(file.get_data))
