"""XLSX samples."""

from __future__ import annotations

from tools.screening_samples.packing import ID, NAME, XML, office, relations

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LIST = (("姓名", "证件号码"), (NAME, ID))
_OPEN = (("路线", "里程"), ("示例一线", "12"), ("示例二线", "8"))
_STYLES = (
    f'{XML}<styleSheet {_S}><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/></patternFill></fill></fills>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="1"/><xf numFmtId="14" fontId="0" fillId="0"/></cellXfs></styleSheet>'
)
Rows = tuple[tuple[str, ...], ...]


def sheet(
    rows: Rows, *, hidden_rows: tuple[int, ...] = (), columns: str = "", looks: dict[str, int] | None = None
) -> str:
    """A sheet; ``looks`` gives cells a format by number."""
    out = ""
    for number, row in enumerate(rows, start=1):
        cells = ""
        for column, text in zip("ABCDEF", row, strict=False):
            look = (looks or {}).get(f"{column}{number}", 0)
            cells += f'<c r="{column}{number}" s="{look}" t="inlineStr"><is><t>{text}</t></is></c>'
        mark = ' hidden="1"' if number in hidden_rows else ""
        out += f'<row r="{number}"{mark}>{cells}</row>'
    return f"{XML}<worksheet {_S}>{columns}<sheetData>{out}</sheetData></worksheet>"


def xlsx(
    sheets: dict[str, tuple[str, str]], *beside: tuple[str, str], extra: dict[str, str | bytes] | None = None
) -> bytes:
    """Sheets by name with (state, content); ``beside`` are further (kind, target) of the workbook."""
    rows = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"'
        + (f' state="{state}"/>' if state else "/>")
        for number, (name, (state, _)) in enumerate(sheets.items(), start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    files: dict[str, str | bytes] = {
        "xl/workbook.xml": f"{XML}<workbook {_S} {_R}><sheets>{rows}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*targets, ("styles", "styles.xml"), *beside),
        "xl/styles.xml": _STYLES,
    }
    for (_, target), (_, content) in zip(targets, sheets.values(), strict=True):
        files[f"xl/{target}"] = content
    return office("xl/workbook.xml", "spreadsheetml.sheet", {**files, **(extra or {})})


def pivot() -> bytes:
    """A pivot table's copy of rows that no sheet shows any more."""
    definition = (
        f'{XML}<pivotCacheDefinition {_S}><cacheFields><cacheField name="姓名"><sharedItems><s v="{NAME}"/></sharedItems>'
        '</cacheField><cacheField name="证件号码"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    records = f'{XML}<pivotCacheRecords {_S}><r><x v="0"/><s v="{ID}"/></r></pivotCacheRecords>'
    return xlsx(
        {"汇总": ("", sheet(_OPEN))},
        ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        extra={
            "xl/pivotCache/pivotCacheDefinition1.xml": definition,
            "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
                ("pivotCacheRecords", "pivotCacheRecords1.xml")
            ),
            "xl/pivotCache/pivotCacheRecords1.xml": records,
        },
    )


def comments() -> bytes:
    """A comment, white letters, and a link to a file on somebody's disk."""
    note = (
        f'{XML}<comments {_S}><authors><author>{NAME}</author></authors><commentList><comment ref="B2" authorId="0">'
        "<text><r><t>这个数还没有核定，不要公开</t></r></text></comment></commentList></comments>"
    )
    link = f'{XML}<externalLink {_S}><externalBook><sheetNames><sheetName val="内部底稿"/></sheetNames></externalBook></externalLink>'
    path = "file:///D:/内部/底稿.xlsx"
    return xlsx(
        {"里程": ("", sheet(_OPEN, looks={"A1": 2, "B1": 2, "A3": 1, "B3": 1}))},
        ("externalLink", "externalLinks/externalLink1.xml"),
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
            "xl/comments1.xml": note,
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("externalLinkPath", path), external=frozenset((path,))
            ),
        },
    )


def all_sheets() -> dict[str, bytes]:
    """Name → bytes."""
    far = f'{XML}<worksheet {_S}><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    return {
        "干净.xlsx": xlsx({"里程": ("", sheet(_OPEN, looks={"A1": 2, "B1": 2}))}),
        "隐藏工作表.xlsx": xlsx(
            {
                "公开": ("", sheet(_OPEN)),
                "底稿": ("hidden", sheet(_LIST)),
                "原始": ("veryHidden", sheet(_LIST)),
            }
        ),
        "隐藏行列.xlsx": xlsx(
            {"名单": ("", sheet((*_LIST, ("乙某某", "见附件")), hidden_rows=(3,), columns=columns))}
        ),
        "透视表缓存.xlsx": pivot(),
        "表格批注白字链接.xlsx": comments(),
        "相距很远的两格.xlsx": xlsx({"远": ("", far)}),
    }
