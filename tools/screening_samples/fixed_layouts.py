"""OFD samples."""

from __future__ import annotations

from tools.screening_samples.packing import ID, NAME, XML, packed

_N = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(text: str, y: int, *, colour: str = "", about: str = "", x: int = 20) -> str:
    """A line of text at a height in millimetres."""
    fill = f'<ofd:FillColor Value="{colour}"/>' if colour else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 6" Font="1" Size="5"{about}>{fill}'
        f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    )


def bar(y: int) -> str:
    """A black bar."""
    return f'<ofd:PathObject ID="2" Boundary="19 {y - 1} 102 8" Fill="true"><ofd:FillColor Value="0 0 0"/></ofd:PathObject>'


def page(*objects: str) -> str:
    """One page of A4."""
    return (
        f"{XML}<ofd:Page {_N}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="3">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def ofd(
    pages: dict[str, str],
    listed: tuple[str, ...],
    *,
    more: str = "",
    info: str = "",
    extra: dict[str, str | bytes] | None = None,
) -> bytes:
    """Pages by folder, in the order that ``listed`` gives."""
    rows = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/{name}/Content.xml"/>'
        for number, name in enumerate(listed, start=10)
    )
    files: dict[str, str | bytes] = {
        "OFD.xml": f'{XML}<ofd:OFD {_N} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{XML}<ofd:Document {_N}><ofd:Pages>{rows}</ofd:Pages>{more}</ofd:Document>",
    }
    files |= {f"Doc_0/Pages/{name}/Content.xml": content for name, content in pages.items()}
    return packed(files | (extra or {}))


def all_fixed() -> dict[str, bytes]:
    """Name → bytes. The pages of the first stand in folders named in the other order."""
    first, second = page(words("第一页在前", 20), words("正文第一行", 40)), page(words("第二页在后", 20))
    unseen = page(
        words("看得见", 20),
        words(f"遮住的{ID}", 40),
        bar(40),
        words("白字", 60, colour="255 255 255"),
        words("页面外", 20, x=300),
    )
    more = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    extra: dict[str, str | bytes] = {
        "Doc_0/Annots/Annotations.xml": f'{XML}<ofd:Annotations {_N}><ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        "Doc_0/Annots/Page_0/Annotation.xml": f'{XML}<ofd:PageAnnot {_N}><ofd:Annot ID="5" Type="Highlight" Creator="{NAME}"><ofd:Remark>不要对外</ofd:Remark></ofd:Annot></ofd:PageAnnot>',
        "Doc_0/Attachs/Attachments.xml": f'{XML}<ofd:Attachments {_N}><ofd:Attachment ID="6" Name="底稿"><ofd:FileLoc>底稿.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>',
        "Doc_0/Attachs/底稿.txt": f"名单：{NAME} {ID}",
    }
    return {
        "页序颠倒.ofd": ofd({"Page_1": first, "Page_0": second}, ("Page_1", "Page_0")),
        "隐藏内容.ofd": ofd(
            {"Page_0": unseen, "Page_1": page(words("没有列入的页", 20))},
            ("Page_0",),
            more=more,
            info=f"<ofd:Author>{NAME}</ofd:Author>",
            extra=extra,
        ),
    }
