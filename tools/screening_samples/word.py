"""DOCX samples."""

from __future__ import annotations

from tools.screening_samples.packing import ID, NAME, XML, core, office, relations

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHO = f'w:id="1" w:author="{NAME}" w:date="2026-01-05T09:00:00Z"'
_TITLE = "示例省交通运输厅关于农村公路养护的通知"


def run(text: str, properties: str = "") -> str:
    """A run with these properties."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*runs: str, properties: str = "") -> str:
    """A paragraph."""
    about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{about}{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...], shade: str = "", colour: str = "") -> str:
    """A table; the first row on a shade with letters of a colour."""
    out = ""
    for number, row in enumerate(rows):
        fill = f'<w:tcPr><w:shd w:val="clear" w:fill="{shade}"/></w:tcPr>' if shade and not number else ""
        look = f'<w:color w:val="{colour}"/>' if colour and not number else ""
        out += "<w:tr>" + "".join(f"<w:tc>{fill}{line(run(cell, look))}</w:tc>" for cell in row) + "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


def docx(body: str, *beside: tuple[str, str, str], extra: dict[str, str | bytes] | None = None) -> bytes:
    """A document with parts beside it: (kind, name, content)."""
    files: dict[str, str | bytes] = {
        "word/document.xml": f"{XML}<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>"
    }
    files["word/_rels/document.xml.rels"] = relations(*((kind, name) for kind, name, _ in beside))
    for _, name, content in beside:
        files[f"word/{name}"] = f"{XML}{content}"
    return office("word/document.xml", "wordprocessingml.document", {**files, **(extra or {})})


def clean() -> bytes:
    """Nothing to be found: a white heading on a blue ground is seen by everybody."""
    rows = (("路线", "里程"), ("示例一线", "12公里"))
    head = f"<w:hdr {_W}>{line(run('示例省交通运输厅'))}</w:hdr>"
    notes = f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="-1"/><w:footnote w:id="1">{line(run("里程按年报数"))}</w:footnote></w:footnotes>'
    body = line(run(_TITLE)) + table(*rows, shade="1F4E79", colour="FFFFFF") + line(run("请认真组织实施。"))
    return docx(body, ("header", "header1.xml", head), ("footnotes", "footnotes.xml", notes))


def changes() -> bytes:
    """Tracked changes and a comment, each with a name."""
    deleted = f"<w:del {_WHO}><w:r><w:delText>联系人{NAME}，身份证号{ID}。</w:delText></w:r></w:del>"
    inserted = f"<w:ins {_WHO}>{run('由各市组织。')}</w:ins>"
    comment = f"<w:comments {_W}><w:comment {_WHO}>{line(run('这一段不要对外。'))}</w:comment></w:comments>"
    return docx(
        line(run(_TITLE)) + line(run("请认真组织实施。"), deleted, inserted),
        ("comments", "comments.xml", comment),
        extra={"docProps/core.xml": core(NAME)},
    )


def unseen() -> bytes:
    """White, tiny and hidden text, in a style and by itself, and text in a box that is seen."""
    styles = f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + line(run("文本框里看得见的字"))
        + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
        + line(run("文本框里看得见的字"))
        + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        line(run(_TITLE))
        + line(run("正文。"), run(f"白字里的{ID}", '<w:color w:val="FFFFFF"/>'))
        + line(run("样式藏起来的字"), properties='<w:pStyle w:val="Ghost"/>')
        + line(run("字号半磅的字", '<w:sz w:val="1"/>'))
        + line(box)
    )
    return docx(body, ("styles", "styles.xml", styles))


def macro() -> bytes:
    """A document with a macro project and a file embedded in it."""
    extra: dict[str, str | bytes] = {
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 no real macro",
        "word/embeddings/底稿.docx": clean(),
    }
    return docx(line(run(_TITLE)), extra=extra)


def all_word() -> dict[str, bytes]:
    """Name → bytes."""
    return {
        "干净.docx": clean(),
        "修订和批注.docx": changes(),
        "看不见的字.docx": unseen(),
        "带宏和内嵌文件.docx": macro(),
        "截断.docx": clean()[:900],
        "空文件.docx": b"",
    }
