"""What is inside a file: the container its ending says, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import suppress
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gongkai.clearance.rules.formats import STARTS, reasons_against_file, reasons_against_picture
from gongkai.clearance.screening.reading import UnreadableUpload, names_of_entry, read_upload

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ACTIVE, OTHER = "clearance.file.active", "clearance.file.not_what_it_says"


def packed(files: dict[str, bytes], **infos: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def added(data: bytes, **files: bytes) -> bytes:
    """A package with more parts; ``__`` in a name is a slash and ``_`` a full stop."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return packed(old | {name.replace("__", "/").replace("_", "."): data for name, data in files.items()})


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, kind)
    return buffer.getvalue()


def pdf(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def object_stream(data: bytes, *, says: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    small = zlib.compress(data)
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (says, len(small), small)


def in_hex(data: bytes) -> bytes:
    return b"<< /Type /ObjStm /Filter /ASCIIHexDecode >>\nstream\n%s>\nendstream" % data.hex().encode()


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
PARTED = b"".join(b"\0" + bytes([one]) for one in SCRIPT)  # as a predictor of one column leaves it
PREDICTED = b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 1 >>"


DOCX, XLSX = saved(docx.Document()), saved(openpyxl.Workbook())
TYPES = b"<Types/>"
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
OFD = packed({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<x/>"})
PPTX = packed({"[Content_Types].xml": TYPES, "ppt/presentation.xml": b"<x/>"})
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
WORD = OLE + b"\0" * 64 + "WordDocument".encode("utf-16-le")


def related(kind: str, target: str) -> bytes:
    """A document whose settings name something of this kind elsewhere."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    tag = f'<Relationships><Relationship Type="{base}{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return added(DOCX, word___rels__settings_xml_rels=tag.encode())


FINE = {
    "自用模板.docx": related("attachedTemplate", r"file:///C:\Templates\Normal.dotm"),
    "链接.docx": related("hyperlink", "https://example.org/"),
    "办法.docx": DOCX,
    "带图表.docx": added(DOCX, word__embeddings__Sheet1_xlsx=XLSX),
    "表.xlsx": XLSX,
    "稿.pptx": PPTX,
    "稿.odt": ODT,
    "文.ofd": OFD,
    "旧.doc": WORD,
    "说明.txt": "关于<html>、<script>标签的说明".encode(),
    "列表.csv": '名称,说明\n=SUM(A1:A2),"甲|乙！"\n'.encode(),
    "旧.wps": DOCX,
    "旧.rtf": b"{\\rtf1 \\ansi \\pard abc}",
    "办法.pdf": pdf(ROOT, b"<< /Title (about /Javanese) >>", b"<< >>\nstream\n /JS /Launch \nendstream"),
    "费率.txt": "线路,票价".encode("gb18030"),
    "费率.csv": b"\xff\xfe" + "线路".encode("utf-16-le"),
    "空.txt": b"",
    "图.png": picture(),
    "图.jpg": picture("JPEG"),
    "一包.zip": packed({"甲/办法.docx": DOCX, "甲/": b"", "乙.txt": "文".encode()}),
}

WRONG: list[tuple[str, bytes, str, str]] = [
    ("假.docx", packed({"a.txt": b"x"}), OTHER, "里面不是 .docx"),
    ("假.docx", XLSX, OTHER, "里面不是 .docx"),
    ("假.xlsx", DOCX, OTHER, "里面不是 .xlsx"),
    ("假.pptx", DOCX, OTHER, "里面不是 .pptx"),
    ("假.ofd", DOCX, OTHER, "里面不是 .ofd"),
    ("假.odt", packed({"mimetype": b"application/epub+zip"}), OTHER, "里面不是 .odt"),
    ("假.ods", ODT, OTHER, "里面不是 .ods"),
    ("坏.docx", DOCX[: len(DOCX) // 2], OTHER, "打不开"),
    ("宏.docx", added(DOCX, word__vbaProject_bin=OLE), ACTIVE, "宏"),
    ("宏.xlsx", added(XLSX, xl__macrosheets__sheet1_xml=b"<x/>"), ACTIVE, "宏"),
    (
        "宏.pptx",
        packed({"[Content_Types].xml": b"<T a='x.macroEnabled.main+xml'/>", "ppt/p.xml": b""}),
        ACTIVE,
        "宏",
    ),
    ("宏.odt", added(ODT, **{"Basic__script-lc_xml": b"<x/>"}), ACTIVE, "宏"),
    ("嵌.docx", added(DOCX, word__embeddings__oleObject1_bin=OLE), ACTIVE, "嵌有"),
    (
        "嵌.docx",
        added(DOCX, word__embeddings__a_xlsx=added(XLSX, xl__vbaProject_bin=b"x")),
        ACTIVE,
        "嵌有",
    ),
    ("程序.docx", added(DOCX, word__media__a_png=b"MZ\x90"), ACTIVE, "程序"),
    ("外来.docx", related("attachedTemplate", "https://example.org/a.dotm"), ACTIVE, "外面的模板"),
    ("外来.docx", related("oleObject", r"\\\\example.org\a.doc"), ACTIVE, "外面的模板"),
    ("另一种.docx", related("aFChunk", "afchunk.mht"), ACTIVE, "外面的模板"),
    ("脚本.ofd", added(OFD, Doc_0__a_js=b"alert(1)"), ACTIVE, "程序"),
    ("假.doc", OLE + b"\0" * 512, OTHER, "里面不是 .doc"),
    ("宏.doc", WORD + "_VBA_PROJECT".encode("utf-16-le"), ACTIVE, "宏"),
    ("嵌.xls", OLE + "Workbook".encode("utf-16-le") + "Ole10Native".encode("utf-16-le"), ACTIVE, "嵌有"),
    ("嵌.rtf", b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}", ACTIVE, "嵌有"),
    ("程序.zip", packed({"setup.exe": b"MZ"}), ACTIVE, "“setup.exe”"),
    ("假.zip", packed({"说明.txt": b"MZ\x90\0"}), ACTIVE, "“说明.txt”"),
    ("脚本.zip", packed({"a.js": b"alert(1)"}), ACTIVE, "“a.js”"),
    ("网页.zip", packed({"a.txt": b"<html><script>"}), ACTIVE, "“a.txt”"),
    ("套.zip", packed({"b.zip": packed({"c.txt": b"x"})}), ACTIVE, "不能再套压缩包"),
    ("套.zip", packed({"b.docx": packed({"c.exe": b"MZ"})}), ACTIVE, "“b.docx”"),
    ("外.zip", packed({"../../etc/x.txt": b"x"}), ACTIVE, "指向压缩包外"),
    ("外.zip", packed({"/x.txt": b"x"}), ACTIVE, "指向压缩包外"),
    ("外.zip", packed({"C:/x.txt": b"x"}), ACTIVE, "指向压缩包外"),
    ("炸.zip", packed({"x.txt": b"0" * (40 * 1024 * 1024)}), OTHER, "压缩炸弹"),
    ("空.zip", packed({"甲/": b""}), OTHER, "空的压缩包"),
    ("网页.txt", b" \n<!DOCTYPE html><p>", ACTIVE, "网页"),
    ("网页.csv", b"\xef\xbb\xbf<script>alert(1)</script>", ACTIVE, "网页"),
    ("网页.txt", b"<script>alert(1)</script>", ACTIVE, "网页"),
    ("公式.csv", "名称,金额\n=cmd|' /C calc'!A0,1\n".encode(), ACTIVE, "公式"),
    ("苹果.zip", packed({"a.txt": b"a", "__MACOSX/._a.txt": b"\0\5\x16\7"}), OTHER, "苹果电脑"),
    ("苹果.zip", packed({"a.txt": b"a", "附件/.DS_Store": b"\0\0\0\1Bud1"}), OTHER, "苹果电脑"),
    ("码.txt", b"\xff\xff\x81", OTHER, "文字编码认不出"),
    ("脚本.pdf", pdf(ROOT, b"<< /S /JavaScript /JS (app.alert(1)) >>"), ACTIVE, "脚本"),
    ("脚本.pdf", pdf(ROOT, b"<< /S /J#61vaScript >>"), ACTIVE, "脚本"),
    ("启动.pdf", pdf(ROOT, b"<< /S /Launch /F (cmd.exe) >>"), ACTIVE, "启动程序"),
    ("内嵌.pdf", pdf(ROOT, b"<< /Type /EmbeddedFile >>"), ACTIVE, "内嵌文件"),
    ("藏.pdf", pdf(ROOT, object_stream(b"<< /S /JavaScript >>")), ACTIVE, "脚本"),
    (
        "转义.pdf",
        pdf(ROOT, object_stream(SCRIPT, says=b"/Type /Obj#53tm /Filter /FlateDecode")),
        ACTIVE,
        "脚本",
    ),
    (
        "隔开.pdf",
        pdf(ROOT, object_stream(SCRIPT, says=b"/Type /ObjStm /Filter /FlateDecode" + b" " * 1200)),
        ACTIVE,
        "脚本",
    ),
    ("注释.pdf", pdf(ROOT, b"%stream\n9 0 obj " + SCRIPT + b" endobj\n%endstream"), ACTIVE, "脚本"),
    ("十六进制.pdf", pdf(ROOT, in_hex(SCRIPT)), ACTIVE, "核对不了"),
    ("预测.pdf", pdf(ROOT, object_stream(PARTED, says=PREDICTED)), ACTIVE, "核对不了"),
    (
        "过大.pdf",
        pdf(ROOT, object_stream(b" " * (65 * 1024 * 1024)), object_stream(SCRIPT)),
        ACTIVE,
        "核对不了",
    ),
    ("图.png", picture()[:60], OTHER, "损坏的图片"),
    ("图.jpg", b"\xff\xd8\xff" + b"x" * 40, OTHER, "损坏的图片"),
]


@pytest.mark.parametrize("name", FINE)
def test_honest_files_pass(name: str) -> None:
    assert reasons_against_file(name, FINE[name]) == []


@pytest.mark.rule("clearance.file.active")
@pytest.mark.rule("clearance.file.not_what_it_says")
@pytest.mark.parametrize(("name", "data", "code", "told"), WRONG)
def test_what_is_inside_is_told(name: str, data: bytes, code: str, told: str) -> None:
    (reason,) = reasons_against_file(name, data)
    assert (reason.code, reason.field) == (code, "file")
    assert name in reason.message
    assert told in reason.message
    assert reason.remedy


def test_a_locked_archive_and_a_link_are_refused() -> None:
    data = bytearray(packed({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    (reason,) = reasons_against_file("锁.zip", bytes(data))
    assert "已加密" in reason.message
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    (reason,) = reasons_against_file("链.zip", buffer.getvalue())
    assert "指向压缩包外" in reason.message


def test_names_in_archives_of_old_windows_are_read() -> None:
    info = zipfile.ZipInfo("机密★1年.txt".encode("gb18030").decode("cp437"))
    info.flag_bits = 0
    assert names_of_entry(info)[0] == "机密★1年.txt"
    buffer = io.BytesIO()
    raw = "办法.exe".encode("gb18030").decode("cp437")
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("placeholder.exe", b"MZ")
    data = buffer.getvalue().replace(b"placeholder.exe", raw.encode("cp437").ljust(15, b" "))
    (reason,) = reasons_against_file("旧.zip", data)
    assert "办法.exe" in reason.message


@pytest.mark.parametrize("data", [b"", b"x", picture()[:50], b"<svg/>", b"GIF89a"])
def test_a_picture_must_be_one(data: bytes) -> None:
    (reason,) = reasons_against_picture("图.png", data)
    assert "打不开" in reason.message
    assert reasons_against_picture("图.png", picture()) == []


SOURCES = [*FINE.values(), *(data for _, data, _, _ in WRONG if len(data) < 100_000)]


@given(
    st.sampled_from([*STARTS, ".exe", ""]),
    st.one_of(
        st.binary(max_size=300),
        st.builds(
            lambda data, at, put: (
                data[: at % (len(data) + 1)] + put + data[at % (len(data) + 1) + len(put) :]
            ),
            st.sampled_from(SOURCES),
            st.integers(0, 40_000),
            st.binary(max_size=6),
        ),
        st.builds(
            lambda start, rest: start + rest,
            st.sampled_from([s for x in STARTS.values() for s in x]),
            st.binary(),
        ),
    ),
)
def test_whatever_the_bytes_are_there_is_an_answer(ending: str, data: bytes) -> None:
    for reason in reasons_against_file(f"x{ending}", data):
        assert reason.message
        assert reason.remedy
    reasons_against_picture(f"x{ending}", data)
    with suppress(UnreadableUpload):
        assert all(isinstance(text, str) for _, text in read_upload(f"x{ending}", data))
