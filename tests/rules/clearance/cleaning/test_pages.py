"""PDF: letters are taken out of what a page draws, or the page is drawn anew; a box over them is no redaction."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from PIL import Image

from gongkai.clearance.cleaning import NotCleaned, Redacted, Stretch, clean, redact
from gongkai.clearance.cleaning.checking import parts_of, shown_in
from gongkai.clearance.cleaning.mask_pictures import SeenLine
from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.traces import is_left
from gongkai.clearance.screening.parts import Hidden
from gongkai.clearance.screening.readers import Limits
from tools.screening_samples.packing import ID
from tools.screening_samples.pdfs import altered, pdf, scan

PUT = "110105********002X"
LINE = f"身份证号{ID}，请办理"
BODY = f"示例省通知\n\n{LINE}\n\n最后一行"
HIT = [Stretch(ID, PUT)]


def text_of(data: bytes) -> str:
    return shown_in(parts_of("a.pdf", data, Limits()))


def ink_of(data: bytes, number: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[number].render(scale=2, grayscale=True).to_pil()
    finally:
        document.close()


def unboxed(data: bytes) -> bytes:
    """Without what was drawn last: what lies below the boxes."""

    def cut(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        code = b"".join(part.read_bytes() + b"\n" for part in page.obj.Contents)
        page.obj.Contents = document.make_stream(code[: code.rfind(b"Q q 0 g")] + b"Q")

    return altered(data, cut)


def masked(data: bytes, hits: list[Stretch] = HIT, **more: Any) -> Redacted:
    made = redact("a.pdf", data, hits, **more)
    assert not is_left(made.data, Mask(hits))
    return made


def test_letters_are_gone_and_the_others_stay_where_they_were() -> None:
    data = pdf(BODY)
    made = masked(data)
    assert made.masked == 1
    assert made.left == ()
    assert text_of(made.data) == text_of(data).replace("19491231", "")
    before, below = ink_of(data), ink_of(unboxed(made.data))
    gone = [
        at for at, (one, two) in enumerate(zip(before.tobytes(), below.tobytes(), strict=True)) if one != two
    ]
    rows = {at // before.width for at in gone}
    columns = {at % before.width for at in gone}
    assert gone, "no ink is left below the box"
    assert max(rows) - min(rows) < 30
    assert max(columns) - min(columns) < 110, "only the eight digits changed, nothing beside them moved"


def form(document: pikepdf.Pdf) -> None:
    """All that the page draws stands in a form, which a second page shows as well."""
    page = document.pages[0]
    page.contents_coalesce()
    inner = document.make_stream(page.Contents.read_bytes())
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, page.MediaBox
    inner.Resources, inner.Matrix = page.Resources, Array([1, 0, 0, 1, 5, -5])
    page.Resources = Dictionary(XObject=Dictionary(F=inner))
    page.Contents = document.make_stream(b"q /F Do Q")
    document.pages.append(page)


def twice(document: pikepdf.Pdf) -> None:
    """Every letter drawn again a little aside, as programs embolden."""
    page = document.pages[0]
    page.contents_coalesce()
    code = page.Contents.read_bytes()
    page.Contents = document.make_stream(b"q " + code + b" Q q 1 0 0 1 .3 0 cm " + code + b" Q")


def turned(document: pikepdf.Pdf) -> None:
    """Set sideways, as tables are, and turned upright when shown."""
    page = document.pages[0]
    page.contents_coalesce()
    wide, high = (float(one) for one in page.MediaBox[2:])
    code = page.Contents.read_bytes()
    page.Contents = document.make_stream(f"q 0 1 -1 0 {high} 0 cm\n".encode() + code + b"\nQ")
    page.obj.MediaBox, page.obj.Rotate = Array([0, 0, high, wide]), 90


@pytest.mark.parametrize("change", [form, twice, turned])
def test_forms_doubled_letters_and_turned_pages(change: Any) -> None:
    data = altered(pdf(BODY), change)
    made = masked(data)
    assert "19491231" not in text_of(made.data)
    assert "最后一行" in text_of(made.data)
    assert not any("改成了图片" in line for line in made.left)


def without_widths(document: pikepdf.Pdf) -> None:
    """A line in a font of every printer, of which the file tells no widths."""
    page = document.pages[0]
    page.Resources.Font[Name("/Hv")] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.contents_add(f"BT /Hv 10 Tf 40 40 Td ({ID}) Tj ET".encode())


def as_shapes(document: pikepdf.Pdf) -> None:
    """Something drawn where the number stands: a scan below recognised text, or letters turned to shapes."""
    document.pages[0].contents_add(b"q 0.6 g 150 156 3 3 re 160 156 2 2 re 170 155 2 4 re f Q", prepend=True)


@pytest.mark.parametrize(
    ("change", "body", "why"), [(without_widths, "通知", "字体特殊"), (as_shapes, BODY, "还有扫描图或图形")]
)
def test_a_page_that_is_not_sure_becomes_a_picture(change: Any, body: str, why: str) -> None:
    data = altered(pdf(body), change)
    made = masked(data)
    assert [line for line in made.left if why in line and line.startswith("第1页改成了图片")]
    document = pypdfium2.PdfDocument(made.data)
    assert document[0].get_textpage().count_chars() == 0
    assert document[0].get_size() == pypdfium2.PdfDocument(data)[0].get_size()
    document.close()


def test_a_scan_is_painted_over_where_it_was_recognised_and_told_of_where_not() -> None:
    data = scan(with_text=False)

    def see(picture: bytes) -> list[SeenLine]:
        with Image.open(io.BytesIO(picture)) as opened:
            wide, high = opened.size
            is_black = opened.convert("L").crop(
                (int(wide * 0.2), int(high * 0.5), int(wide * 0.4), int(high * 0.6))
            ).getextrema() == (0, 0)
        return [] if is_black else [SeenLine(LINE, (wide * 0.1, high * 0.45, wide * 0.9, high * 0.65))]

    def read(picture: bytes) -> str:
        return "".join(one.text for one in see(picture))

    from dataclasses import replace

    made = masked(data, see=see, limits=replace(Limits(), ocr=read))
    assert made.masked == 1
    assert ink_of(made.data).crop((200, 240, 400, 280)).getextrema()[1] < 20
    other = redact("a.pdf", pdf_and_scan(), HIT)
    assert [line for line in other.left if "第2页是扫描图" in line]


def pdf_and_scan() -> bytes:
    with (
        pikepdf.open(io.BytesIO(pdf(BODY))) as document,
        pikepdf.open(io.BytesIO(scan(with_text=False))) as more,
    ):
        document.pages.extend(more.pages)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def said_elsewhere(document: pikepdf.Pdf) -> None:
    """The number in a bookmark, a link, a field, a text to be read aloud and the title."""
    with document.open_outline() as outline:
        outline.root.append(OutlineItem(f"办理{ID}", 0))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI=String(f"mailto:{ID}@example.com")),
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("证号"), V=String(ID), Rect=[0, 0, 9, 9]
    )
    page = document.pages[0]
    page.Annots = Array([document.make_indirect(link), document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]))
    document.docinfo["/Title"] = f"通知{ID}"
    page.contents_coalesce()
    page.Contents = document.make_stream(
        b"/Span <</ActualText (" + ID.encode() + b")>> BDC EMC " + page.Contents.read_bytes()
    )
    struct = document.make_indirect(Dictionary(S=Name.P, ActualText=String(ID), Pg=page.obj))
    document.Root.StructTreeRoot = Dictionary(K=struct)


def test_what_is_said_beside_the_letters_goes_with_them() -> None:
    data = altered(pdf(BODY), said_elsewhere)
    made = masked(data)
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert str(document.docinfo["/Title"]) == f"通知{PUT}"
        assert len(document.pages[0].Annots) == 2


@pytest.mark.parametrize(
    "hit", [ID, "身份证号 110105 19491231 002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_however_it_is_spaced_or_written(hit: str) -> None:
    made = redact("a.pdf", pdf(BODY), [Stretch(hit)])
    assert "110105" not in text_of(made.data)


def test_drawn_notes_stay_and_comments_go() -> None:
    def notes(document: pikepdf.Pdf) -> None:
        look = document.make_stream(b"1 0 0 rg 0 0 40 40 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 40, 40])
        stamp = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Stamp,
            Rect=[200, 20, 260, 80],
            AP=Dictionary(N=look),
            T=String("甲某某"),
        )
        lit = Dictionary(
            Type=Name.Annot, Subtype=Name.Highlight, Rect=[0, 0, 9, 9], Contents=String("不对外")
        )
        document.pages[0].Annots = Array([document.make_indirect(one) for one in (stamp, lit)])

    data = altered(pdf("通知"), notes)
    made = clean("a.pdf", data)
    before, after = ink_of(data), ink_of(made.data)
    assert before.getpixel((460, 350)) == after.getpixel((460, 350)) < 200
    assert not [one for one in parts_of("a.pdf", made.data, Limits()) if isinstance(one, Hidden)]
    assert "甲某某".encode("utf-16-be") not in made.data


def test_scripts_former_versions_and_photographs() -> None:
    exif = Image.Exif()
    exif[0x013B] = "someone"
    picture = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 30, 30)).save(picture, "JPEG", exif=exif)

    def more(document: pikepdf.Pdf) -> None:
        image = document.make_stream(
            picture.getvalue(), Width=32, Height=32, BitsPerComponent=8, ColorSpace=Name.DeviceRGB
        )
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        document.pages[0].Resources.XObject = Dictionary(P=image)
        document.pages[0].contents_add(b"q 20 0 0 20 10 10 cm /P Do Q")
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("x"))]))
        )
        document.pages[0].PieceInfo = Dictionary(Old=Dictionary(Private=String("底稿")))

    data = altered(pdf("通知"), more) + b"\n%%EOF\n"
    made = clean("a.pdf", data)
    assert b"JavaScript" not in made.data
    assert b"someone" not in made.data
    said = "".join(made.removed)
    assert all(word in said for word in ("脚本", "私有数据", "修改之前", "图片里的拍摄信息"))


def test_one_letter_is_too_short_and_an_absent_one_is_refused() -> None:
    for text, why in (("一", "只有一个字"), ("没有的话", "有 1 处在文件里没有找到")):
        with pytest.raises(NotCleaned, match=why):
            redact("a.pdf", pdf(BODY), [Stretch(text)])
