"""An official text as an editable DOCX, with a style of its own for each part. Pure.

What is written is read back as the same text and frame, where paragraphs do not begin like labels and none follows an
article (those are its 款). GB/T 9704-2012: page 5.2, fonts 5.2.2, parts 7.2 to 7.4.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Pt

from gongkai.duties.dossiers.official.blocks import (
    Block,
    Kind,
    OfficialText,
    attachment_lines,
    date_in_words,
)
from gongkai.duties.dossiers.official.docx_styles import (
    EM,
    HEI,
    KAI,
    PITCH,
    faced,
    page_set_up,
    prepared_styles,
    ruled,
)
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.tables import placed_cells

_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_SENTENCE = re.compile(r"[^。]*。?")
_FACES = {(Kind.HEADING, 1): HEI, (Kind.HEADING, 2): KAI}


def write_docx(text: OfficialText, frame: Frame) -> bytes:
    """The document as a DOCX file."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = _clean(text.title)
    prepared_styles(document)
    page_set_up(document)
    writer = _Writer(document)
    writer.head(frame)
    writer.body(text)
    writer.imprint(frame)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


class _Writer:
    def __init__(self, document: Any) -> None:
        self._document = document
        # python-docx looks through all styles for each paragraph that is given one by name
        self._styles = {one.name: one.style_id for one in document.styles}
        self._was_table = False

    def _line(self, style: str, text: str, *, face: str = "", is_new_page: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._styles[style]
        if is_new_page:
            paragraph.paragraph_format.page_break_before = True
        self._run(paragraph, text, face)
        self._was_table = False
        return paragraph

    @staticmethod
    def _run(paragraph: Any, text: str, face: str = "") -> Any:
        run = paragraph.add_run(_clean(text))
        if face:
            faced(run, face)
        return run

    def head(self, frame: Frame) -> None:
        """版头."""
        if frame.urgency:
            self._line("公文紧急程度", frame.urgency)
        for at, mark in enumerate(frame.marks):
            is_last = at == len(frame.marks) - 1
            self._line("公文机关标志", mark + (frame.suffix if is_last else ""))
        slot = frame.number or (f"（{frame.draft}）" if frame.draft else "")
        if slot:
            signers = f"　　签发人：{'　'.join(frame.signatories)}" if frame.signatories else ""
            style = "公文文号" if frame.number else "公文稿次"
            ruled(self._line(style, slot + signers), bottom=18, colour="E60012")

    def body(self, text: OfficialText) -> None:
        """主体, with the attachments behind the signature."""
        if text.title:
            self._line("公文标题", text.title)
        if text.addressee:
            self._line("公文主送", f"{text.addressee}：")
        main = next((n for n, one in enumerate(text.blocks) if one.kind is Kind.ATTACHMENT), len(text.blocks))
        for block in text.blocks[:main]:
            self._block(block)
        self._attachments(text.attachments)
        for at, name in enumerate(text.signed_by):
            signed = self._line("公文署名", name)
            if not at:
                signed.paragraph_format.space_before = PITCH  # a line stays free above the signature
        if text.written_on:
            self._line("公文日期", date_in_words(text.written_on))
        for note in filter(None, text.note.split("\n")):
            self._line("公文附注", f"（{note}）")
        for block in text.blocks[main:]:
            self._block(block)

    def _attachments(self, names: Sequence[str]) -> None:
        """附件说明: a line stays free above it; numbers stand under each other, and the lines of a name below its first."""
        for at, said in enumerate(attachment_lines(names)):
            form = self._line("公文附件说明", said).paragraph_format
            hanging = (
                1 if at else 3 if len(names) == 1 else 4
            )  # letters before the name, of which 附件： has three
            form.left_indent = Pt((5 if len(names) == 1 else 6) * EM)
            form.first_line_indent = Pt(-hanging * EM)
            if not at:
                form.space_before = PITCH

    def imprint(self, frame: Frame) -> None:
        """版记."""
        if frame.cc:
            ruled(self._line("公文版记", f"抄送：{'，'.join(frame.cc)}。"), top=8)
        if frame.printed_by or frame.printed_on:
            on = f"{date_in_words(frame.printed_on)}印发" if frame.printed_on else ""
            ruled(self._line("公文版记", f"{frame.printed_by}　　{on}"), top=6, bottom=8)

    def _block(self, block: Block) -> None:
        if block.kind is Kind.TABLE:
            self._table(block)
        elif block.kind is Kind.ATTACHMENT:
            if block.label:
                self._line("公文附件号", block.label, is_new_page=True)
            if block.text:
                titled = self._line("公文附件标题", block.text, is_new_page=not block.label)
                titled.paragraph_format.space_after = PITCH
        elif block.kind is Kind.CHAPTER:
            self._line("公文章节", f"{block.label}　{block.text}" if block.text else block.label)
        elif block.kind is Kind.ARTICLE:
            first, *more = block.text.split("\n")
            paragraph = self._line("公文正文", f"{block.label}　", face=HEI)
            self._run(paragraph, first)
            for line in more:
                self._line("公文正文", line)
        else:
            self._labelled(block)

    def _labelled(self, block: Block) -> None:
        """A heading's first sentence in its own face, what follows it as the body."""
        face = _FACES.get((block.kind, block.level), "")
        found = _FIRST_SENTENCE.match(block.text)
        first = found.group() if face and found else block.text
        paragraph = self._line("公文正文", block.label + first, face=face)
        if rest := block.text[len(first) :]:
            self._run(paragraph, rest)

    def _table(self, block: Block) -> None:
        if self._was_table:
            self._document.add_paragraph(style="公文正文")  # Word makes one of two tables that touch
        cells, width = placed_cells(block)
        table = self._document.add_table(len(block.rows), width, style="Table Grid")
        for one in cells:
            cell = table.cell(one.row, one.column)
            if one.cell.across > 1 or one.cell.down > 1:
                cell = cell.merge(table.cell(one.row + one.cell.down - 1, one.column + one.cell.across - 1))
            first, *more = one.cell.text.split("\n")
            cell.paragraphs[0]._p.style = self._styles["公文表格"]
            self._run(cell.paragraphs[0], first, HEI if one.row == 0 else "")
            for line in more:
                self._run(cell.add_paragraph(style="公文表格"), line)
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(OxmlElement("w:tblHeader"))  # repeated on each page
        self._was_table = True
