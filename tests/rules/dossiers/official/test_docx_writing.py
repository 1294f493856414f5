"""The editable DOCX is read back as the same text."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import given, settings

from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.docx_styles import PITCH
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from tests.factories.official import sample_frame, sample_text, texts


@given(texts())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(text: OfficialText) -> None:
    assert read_bytes("a.docx", write_docx(text, Frame())).text == text


def test_everything_is_read_back_with_its_frame() -> None:
    for frame in (
        sample_frame(),
        sample_frame(marks=("甲省交通运输厅", "甲省财政厅"), signatories=("王健", "李四光"), cc=()),
    ):
        found = read_bytes("a.docx", write_docx(sample_text(), frame))
        assert (found.text, found.frame) == (sample_text(), frame)
        assert found.warnings == ()
        assert found.disclosure == "主动公开"


def test_page_fonts_and_folio_are_those_of_the_standard() -> None:
    document = Document(io.BytesIO(write_docx(sample_text(), sample_frame())))
    section = document.sections[0]
    measures = [section.page_width.mm, section.page_height.mm, section.top_margin.mm, section.left_margin.mm]
    assert [round(one) for one in measures] == [210, 297, 37, 28]
    body = document.styles["公文正文"]
    assert (body.font.name, body.font.size.pt) == ("仿宋_GB2312", 16)
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    assert document.settings.odd_and_even_pages_header_footer


def test_attachments_stand_below_a_free_line_with_their_numbers_under_each_other() -> None:
    document = Document(io.BytesIO(write_docx(sample_text(), sample_frame())))
    first, second = (one for one in document.paragraphs if one.style.name == "公文附件说明")
    forms = [one.paragraph_format for one in (first, second)]
    assert [one.space_before for one in forms] == [pytest.approx(PITCH, abs=Pt(0.1)), None]
    assert (first.text, second.text) == ("附件：1.示例办法", "2.示例表")
    starts = [one.left_indent.pt + one.first_line_indent.pt for one in forms]
    assert starts == [2 * 16, 5 * 16]  # 附件： has three letters, so both numbers stand at the sixth
    assert [one.left_indent.pt for one in forms] == [6 * 16] * 2


def test_lines_of_text_have_one_pitch() -> None:
    styles = Document(io.BytesIO(write_docx(sample_text(), sample_frame()))).styles
    names = (
        "公文正文",
        "公文主送",
        "公文附件说明",
        "公文署名",
        "公文日期",
        "公文附注",
        "公文章节",
        "公文附件号",
    )
    assert {styles[name].paragraph_format.line_spacing.pt for name in names} == {28.95}
    assert styles["公文标题"].paragraph_format.line_spacing.pt == 35


def test_signs_that_xml_cannot_hold_do_not_stop_it() -> None:
    found = read_bytes("a.docx", write_docx(sample_text(title="示例\x00\x1f通知"), Frame()))
    assert found.text.title == "示例通知"
