"""Official texts, and hypothesis strategies for them in the form in which they are read."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from hypothesis import strategies as st

from gongkai.duties.dossiers.official.blocks import Block, Cell, Kind, OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.reading.numbering import chinese

_LETTERS = "交通运输公开透明便民高效服务群众安全出行补助资金管理规范有序，“”《》12ab"
words = st.text(_LETTERS, min_size=1, max_size=40).map(lambda text: f"为{text}的工作")
sentences = words.map(lambda text: f"{text}。")
cells = st.text("交通运输12.%", max_size=6).map(str.strip)


def sample_text(**changes: object) -> OfficialText:
    """A short notice with everything in it."""
    given: dict[str, object] = {
        "title": "关于做好示例工作的通知",
        "addressee": "各市交通运输局，厅机关各处室",
        "blocks": (
            Block(Kind.PARAGRAPH, text="现将有关事项通知如下。"),
            Block(Kind.HEADING, "一、", "工作要求", level=1),
            Block(Kind.HEADING, "（一）", "加强领导。各单位要高度重视。", level=2),
            Block(Kind.HEADING, "1.", "第一件事。", level=3),
            Block(Kind.HEADING, "（1）", "细项。", level=4),
            Block(Kind.TABLE, rows=((Cell("项目", 2), Cell("期限", 1, 2)), (Cell("甲"), Cell("乙\n丙")))),
            Block(Kind.ATTACHMENT, "附件1", "示例办法"),
            Block(Kind.CHAPTER, "第一章", "总则", level=1),
            Block(
                Kind.ARTICLE, "第一条", "为了示例，制定本办法。\n本办法所称示例：\n（一）其一；\n（二）其二。"
            ),
            Block(Kind.ARTICLE, "第二条", "本办法自公布之日起施行。"),
            Block(Kind.ATTACHMENT, "附件2", "示例表"),
            Block(Kind.PARAGRAPH, text="说明。"),
        ),
        "signed_by": ("示例省交通运输厅",),
        "written_on": date(2026, 3, 1),
        "note": "此件主动公开",
        "attachments": ("示例办法", "示例表"),
    }
    return OfficialText(**{**given, **changes})  # type: ignore[arg-type]


def sample_frame(**changes: object) -> Frame:
    """A frame with everything of a downward document."""
    given: dict[str, object] = {
        "marks": ("示例省交通运输厅",),
        "suffix": "文件",
        "number": "示交规〔2026〕9号",
        "urgency": "特急",
        "cc": ("省政府办公厅", "省财政厅"),
        "printed_by": "示例省交通运输厅办公室",
        "printed_on": date(2026, 3, 2),
    }
    return Frame(**{**given, **changes})  # type: ignore[arg-type]


@st.composite
def tables(draw: st.DrawFn) -> Block:
    """A table whose cells fill its grid."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    rows = tuple(tuple(Cell(draw(cells)) for _ in range(width)) for _ in range(height))
    return Block(Kind.TABLE, rows=rows)


@st.composite
def _bodies(draw: st.DrawFn) -> list[Block]:
    plain = st.one_of(st.builds(lambda text: Block(Kind.PARAGRAPH, text=text), sentences), tables())
    blocks = draw(st.lists(plain, max_size=3))
    for number in range(1, draw(st.integers(0, 3)) + 1):
        blocks.append(Block(Kind.HEADING, f"{chinese(number)}、", draw(words), level=1))
        levels = ((2, "（一）"), (3, "1."), (4, "（1）"))
        for level, label in draw(st.lists(st.sampled_from(levels), max_size=3)):
            blocks.append(Block(Kind.HEADING, label, draw(sentences), level=level))
        blocks += draw(st.lists(plain, max_size=2))
    for number in range(1, draw(st.integers(0, 4)) + 1):
        if draw(st.booleans()):
            blocks.append(Block(Kind.CHAPTER, f"第{chinese(number)}章", "总则", level=1))
        parts = draw(st.lists(sentences, min_size=1, max_size=3))
        blocks.append(Block(Kind.ARTICLE, f"第{chinese(number)}条", "\n".join(parts)))
    return blocks


@st.composite
def texts(draw: st.DrawFn) -> OfficialText:
    """Whole documents."""
    blocks = draw(_bodies())
    attachments = draw(st.lists(words, max_size=3))
    for number, name in enumerate(attachments, start=1):
        label = draw(st.sampled_from((f"附件{number}", "附件"))) if len(attachments) == 1 else f"附件{number}"
        blocks += [Block(Kind.ATTACHMENT, label, name), *draw(_bodies())]
    return OfficialText(
        title=draw(words),
        addressee=draw(st.sampled_from(("", "各市交通运输局，厅机关各处室"))),
        blocks=tuple(blocks),
        signed_by=tuple(draw(st.lists(st.sampled_from(("示例省交通运输厅", "示例省财政厅")), unique=True))),
        written_on=draw(st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31))),
        note=draw(st.sampled_from(("", "此件主动公开"))),
        attachments=tuple(attachments),
    )


def packed(parts: dict[str, str], *, compress: bool = True) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(body: str, *, numbering: str = "", **notes: str) -> bytes:
    """A DOCX of this body, in WordprocessingML with the prefix ``w``; ``footnotes``, ``header`` … as further parts."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document {_W} xmlns:v="urn:v" xmlns:m="urn:m" xmlns:mc="urn:mc">'
        f"<w:body>{body}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {_W}>{numbering}</w:numbering>"
    relations = ""
    for kind, inside in notes.items():
        parts[f"word/{kind}.xml"] = f"<w:{kind} {_W}>{inside}</w:{kind}>"
        relations += f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>'
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    return packed(parts)


def paragraph(text: str, properties: str = "") -> str:
    """A ``w:p`` of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
