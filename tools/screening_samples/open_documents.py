"""ODT, ODS and ODP samples."""

from __future__ import annotations

from tools.screening_samples.packing import ID, NAME, XML, packed

_O = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("presentation", "presentation"),
    )
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def open_document(kind: str, styles: str, body: str, *, author: str = "") -> bytes:
    """A file of a kind (text, spreadsheet, presentation)."""
    files: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"{XML}<office:document-content {_O} {_DC}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
    }
    if author:
        files["meta.xml"] = (
            f"{XML}<office:document-meta {_O} {_DC}><office:meta><dc:creator>{author}</dc:creator></office:meta></office:document-meta>"
        )
    return packed(files)


def all_open() -> dict[str, bytes]:
    """Name → bytes."""
    ghost = '<style:style style:name="G" style:family="text"><style:text-properties text:display="none"/></style:style>'
    white = '<style:style style:name="W" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>'
    off = '<style:style style:name="H" style:family="table"><style:table-properties table:display="false"/></style:style>'
    changes = (
        f"<text:tracked-changes><text:changed-region><text:deletion><text:p>删掉的{ID}</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    note = f"<office:annotation><dc:creator>{NAME}</dc:creator><text:p>不要对外</text:p></office:annotation>"
    text = (
        f"{changes}<text:h>示例通知</text:h><text:p>正文{note}</text:p>"
        '<text:p>看得见<text:span text:style-name="G">看不见</text:span><text:span text:style-name="W">白字</text:span></text:p>'
        '<text:section text:name="s" text:display="none"><text:p>隐藏的节</text:p></text:section>'
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    shown = f'<table:table table:name="公开"><table:table-row>{cell.format("路线")}{cell.format("里程")}</table:table-row></table:table>'
    hidden = (
        f'<table:table table:name="底稿" table:style-name="H"><table:table-row>{cell.format(NAME)}{cell.format(ID)}'
        "</table:table-row></table:table>"
    )
    slide = (
        '<draw:page draw:name="1"><draw:frame><draw:text-box><text:p>第一页</text:p></draw:text-box></draw:frame>'
        "<presentation:notes><draw:frame><draw:text-box><text:p>口头说</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
    )
    return {
        "修订.odt": open_document("text", ghost + white, text, author=NAME),
        "隐藏表.ods": open_document("spreadsheet", off, shown + hidden),
        "备注.odp": open_document("presentation", "", slide),
    }
