"""PDF samples: set by Typst, which brings the letters along, and then altered object by object."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from tools.screening_samples.packing import ID, NAME, packed

_FONT = "Noto Serif CJK SC"
_HEAD = f'#set page(width: 120mm, height: 80mm, margin: 15mm)\n#set text(font: "{_FONT}", size: 12pt)\n'
_TITLE = "示例省交通运输厅通知"
Change = Callable[[pikepdf.Pdf], None]


def pdf(body: str, *changes: Change) -> bytes:
    """A PDF of this Typst text, altered."""
    set_ = typst.compile((_HEAD + body).encode(), format="pdf")
    with pikepdf.open(io.BytesIO(set_)) as document:
        for key in list(document.docinfo.keys()):
            del document.docinfo[key]
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        if "/ID" in document.trailer:
            del document.trailer.ID
        return altered(saved(document), *changes)


def altered(data: bytes, *changes: Change) -> bytes:
    """A PDF with these changes."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for change in changes:
            change(document)
        return saved(document)


def saved(document: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    """The same bytes each time, unless it is locked."""
    out = io.BytesIO()
    if encryption:
        document.save(out, encryption=encryption)
    else:
        document.save(out, deterministic_id=True)
    return out.getvalue()


def drawn(code: bytes) -> Change:
    """Draw on the first page, over what is there."""
    return lambda document: document.pages[0].contents_add(b"q " + code + b" Q")


def note(document: pikepdf.Pdf) -> None:
    """A comment with a name."""
    one = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[20, 20, 40, 40], Contents=String("不要对外"), T=String(NAME)
    )
    document.pages[0].Annots = document.make_indirect(Array([document.make_indirect(one)]))


def attachment(document: pikepdf.Pdf) -> None:
    """A file in the file, and an author."""
    document.attachments["底稿.txt"] = pikepdf.AttachedFileSpec(
        document, f"名单：{NAME} {ID}".encode(), filename="底稿.txt"
    )
    document.docinfo["/Author"] = NAME


def layer(document: pikepdf.Pdf) -> None:
    """The whole first page in a layer that is off."""
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    document.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group], Order=[group]))
    page = document.pages[0]
    page.Resources.Properties = Dictionary(L0=group)
    page.contents_coalesce()
    page.Contents = document.make_stream(b"/OC /L0 BDC " + page.Contents.read_bytes() + b" EMC")


def scan(*, with_text: bool) -> bytes:
    """A page that is one picture, its upper part blank paper; with the recognised text over it that nobody sees."""
    picture = Image.new("L", (480, 320), 255)
    pen = ImageDraw.Draw(picture)
    for y in range(120, 300, 12):
        for x in range(30, 450, 9):
            pen.rectangle((x, y, x + 5, y + 7), fill=40)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=60)
    text = f"{_TITLE}{_TITLE}" if with_text else ""

    def paste(document: pikepdf.Pdf) -> None:
        image = document.make_stream(data.getvalue(), Width=480, Height=320, BitsPerComponent=8)
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.ColorSpace, image.Filter = Name.DeviceGray, Name.DCTDecode
        page = document.pages[0]
        page.contents_coalesce()
        page.Resources = page.get("/Resources", Dictionary())
        page.Resources.XObject = Dictionary(P=image)
        held = page.Contents.read_bytes().replace(b"BT 0 Tr", b"BT 3 Tr")
        wide, high = (float(one) for one in page.MediaBox[2:])
        draw = f"q {wide} 0 0 {high} 0 0 cm /P Do Q\n".encode()
        page.Contents = document.make_stream(draw + held)

    return pdf(text, paste)


def locked() -> bytes:
    """It opens with a password only."""
    with pikepdf.open(io.BytesIO(pdf(_TITLE))) as document:
        return saved(document, pikepdf.Encryption(owner="示例", user="示例", R=6))


def long(pages: int) -> bytes:
    """As many empty pages as asked for."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 100))
        return saved(document)


def all_pdfs() -> dict[str, bytes]:
    """Name → bytes."""
    fine = pdf(f"{_TITLE}\n\n请认真组织实施。")
    # The second line of print stands some 25 mm below the upper edge of the page; the bar is as wide as the number.
    bar = b"0 g 40 141 260 22 re f"
    white = f"{_TITLE}\n\n#text(fill: white)[白字里的{ID}]\n\n#box(fill: black)[#text(fill: white)[黑底白字看得见]]"
    return {
        "干净.pdf": fine,
        "假遮盖.pdf": pdf(f"{_TITLE}\n\n身份证号{ID}\n\n最后一行", drawn(bar)),
        "白字.pdf": pdf(white),
        "关闭的图层.pdf": pdf("图层里的底稿", layer),
        "批注和附件.pdf": pdf(_TITLE, note, attachment),
        "扫描件.pdf": scan(with_text=False),
        "识别过的扫描件.pdf": scan(with_text=True),
        "有密码.pdf": locked(),
        "双面.pdf": fine + packed({"底稿.txt": ID}),
        "截断.pdf": fine[: len(fine) // 2],
    }
