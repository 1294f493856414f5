"""Page, fonts and styles of the DOCX that we write (GB/T 9704-2012, 5.2; names of fonts as offices have them). Pure."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

FANG, KAI, HEI, BIAO, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
PITCH = Pt(28.95)
"""Lines from base to base: 22 of them in 225 mm, as the templates of offices have it. Word counts the room above the first
line, too; the PDF, which fills 225 mm from the top of the first letter to the foot of the last, has 29.61."""
_TITLE_PITCH = Pt(35)
_FREE = ("公文机关标志", "公文表格")
EM = 16  # points of 三号
_CENTRE, _RIGHT, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
_BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY

# name → (font, points, alignment, letters of first indent, letters kept free on the right, lines free above)
_STYLES: dict[str, tuple[str, float, Any, int, int, float]] = {
    "公文正文": (FANG, 16, _BOTH, 2, 0, 0),
    "公文紧急程度": (HEI, 16, _LEFT, 0, 0, 0),
    "公文机关标志": (BIAO, 42, _CENTRE, 0, 0, 0),
    "公文文号": (FANG, 16, _CENTRE, 0, 0, 2),
    "公文稿次": (FANG, 16, _CENTRE, 0, 0, 2),
    "公文标题": (BIAO, 22, _CENTRE, 0, 0, 2),
    "公文主送": (FANG, 16, _BOTH, 0, 0, 1),
    "公文章节": (HEI, 16, _CENTRE, 0, 0, 0),
    "公文附件说明": (FANG, 16, _BOTH, 2, 0, 0),
    "公文署名": (FANG, 16, _RIGHT, 0, 4, 0),
    "公文日期": (FANG, 16, _RIGHT, 0, 4, 0),
    "公文附注": (FANG, 16, _BOTH, 2, 0, 0),
    "公文附件号": (HEI, 16, _LEFT, 0, 0, 0),
    "公文附件标题": (BIAO, 22, _CENTRE, 0, 0, 1),
    "公文表格": (FANG, 12, _CENTRE, 0, 0, 0),
    "公文版记": (FANG, 14, _LEFT, 0, 0, 0),
}


def prepared_styles(document: Any) -> None:
    """Add the styles of the parts."""
    normal = document.styles["Normal"]
    faced(normal, FANG)
    normal.font.size = Pt(EM)
    for name, (face, size, alignment, first, right, above) in _STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        faced(style, face)
        style.font.size = Pt(size)
        if name == "公文机关标志":
            style.font.color.rgb = RGBColor(0xE6, 0x00, 0x12)
        form = style.paragraph_format
        form.alignment = alignment
        form.first_line_indent = Pt(first * EM)
        form.right_indent = Pt(right * EM)
        form.space_before, form.space_after = Length(int(above * PITCH)), Pt(0)
        is_free = name in _FREE
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE if is_free else WD_LINE_SPACING.EXACTLY
        if not is_free:
            form.line_spacing = _TITLE_PITCH if size > EM else PITCH


def faced(what: Any, face: str) -> None:
    """Give a run or style a font for Chinese and Latin letters alike."""
    what.font.name = face
    what.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def page_set_up(document: Any) -> None:
    """A4, 37 mm above, 28 mm at the binding, 156 mm by 225 mm of text; numbers of pages outside at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(PITCH.pt * 20)))
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    _folio(section.footer, _RIGHT)
    _folio(section.even_page_footer, _LEFT)


def _folio(footer: Any, alignment: Any) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(14)
    for part in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if part == "PAGE" else part)
        faced(run, SONG)
        run.font.size = Pt(14)
        if part == "PAGE":
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            paragraph._p.replace(run._r, field)
            field.append(run._r)
            run.text = "1"


def ruled(paragraph: Any, *, top: int = 0, bottom: int = 0, colour: str = "000000") -> None:
    """Lines above and below a paragraph, in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", top), ("bottom", bottom)):
        if size:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(size)), ("space", "4"), ("color", colour)):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
