"""PPTX samples."""

from __future__ import annotations

from tools.screening_samples.packing import ID, XML, office, relations

_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def shape(text: str, x: int, y: int, *, fill: str = "", hidden: bool = False, kind: str = "") -> str:
    """A shape 3,000,000 by 500,000 units (36,000 are a millimetre)."""
    filled = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else ""
    said = f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>" if text else ""
    mark = ' hidden="1"' if hidden else ""
    place = f'<p:ph type="{kind}"/>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"{mark}/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="3000000" cy="500000"/></a:xfrm>{filled}</p:spPr>{said}</p:sp>'
    )


def slide(*shapes: str, tag: str = "sld", about: str = "") -> str:
    """A slide, or notes."""
    return f"{XML}<p:{tag} {_P}{about}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:{tag}>"


def pptx(*slides: str, notes: dict[int, str] | None = None) -> bytes:
    """Slides, with notes by the number of their slide. The files are named in the other order."""
    count = len(slides)
    names = [f"slides/slide{count - number}.xml" for number in range(count)]
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, count + 1))
    files: dict[str, str | bytes] = {
        "ppt/presentation.xml": f'{XML}<p:presentation {_P}><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", name) for name in names)),
    }
    for number, (name, content) in enumerate(zip(names, slides, strict=True), start=1):
        files[f"ppt/{name}"] = content
        if note := (notes or {}).get(number):
            base = name.rpartition("/")[2]
            files[f"ppt/slides/_rels/{base}.rels"] = relations(
                ("notesSlide", f"../notesSlides/notes{number}.xml")
            )
            files[f"ppt/notesSlides/notes{number}.xml"] = slide(shape(note, 0, 0), tag="notes")
    return office("ppt/presentation.xml", "presentationml.presentation", files)


def all_slides() -> dict[str, bytes]:
    """Name → bytes."""
    first = slide(shape("示例省交通运输工作汇报", 0, 0))
    covered = slide(
        shape("看得见", 0, 0),
        shape(f"身份证号{ID}", 0, 1_000_000),
        shape("", 0, 1_000_000, fill="000000"),
        shape("页面外的底稿", 9_500_000, 0),
        shape("藏起来的图形", 0, 2_000_000, hidden=True),
    )
    hidden = slide(shape("备用页，不讲", 0, 0), about=' show="0"')
    return {
        "干净.pptx": pptx(first, slide(shape("第二页", 0, 0))),
        "幻灯片.pptx": pptx(first, covered, hidden, notes={1: "这里口头说，不写进稿子"}),
    }
