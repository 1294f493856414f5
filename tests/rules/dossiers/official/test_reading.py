"""Files as official documents."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.clearance.screening.job import Bounds
from gongkai.duties.dossiers.official.blocks import Cell, Kind
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.official.labels import anchors_of
from gongkai.duties.dossiers.official.reading import opening, read_document
from gongkai.duties.dossiers.official.reading.lines import Reading, Unreadable
from gongkai.duties.dossiers.official.reading.numbering import chinese, written
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.rules import MOST_BYTES
from tests.factories.official import packed, paragraph, sample_frame, sample_text, word_file

ROOT = Path(__file__).resolve().parents[4]
SEED = ROOT.parent / "shared" / "seed" / "000_820f42fe4d9a515f.txt"
TITLE = paragraph("关于示例的通知", '<w:jc w:val="center"/>')


def read(body: str, **more: str) -> Reading:
    return read_bytes("a.docx", word_file(TITLE + paragraph("各市局：") + body, **more))


def words(reading: Reading) -> list[str]:
    return [block.words for block in reading.text.blocks]


NUMBERS = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>"""


def numbered(text: str, number: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_come_out_as_written_labels() -> None:
    body = (
        numbered("要求", 1) + numbered("领导。", 1, 1) + numbered("会议。", 1, 2) + numbered("检查。", 1, 2)
        + numbered("保障", 1) + numbered("经费。", 1, 1)
        + numbered("为了规范。", 2) + numbered("施行。", 2) + numbered("附则。", 3)
    )  # fmt: skip
    blocks = read(body, numbering=NUMBERS).text.blocks
    assert [block.label for block in blocks] == [
        *("一、", "（一）", "1.", "2.", "二、", "（一）", "第一条", "第二条", "第九条")
    ]
    assert blocks[6].text == "为了规范。"
    assert blocks[8].kind is Kind.ARTICLE


@pytest.mark.parametrize(
    ("number", "text"),
    [(10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一")],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("upperRoman", "IV"),
        ("lowerLetter", "d"),
        ("decimalEnclosedCircle", "④"),
        ("ideographTraditional", "丁"),
        ("x", "4"),
    ],
)
def test_other_numbers(form: str, text: str) -> None:
    assert written(4, form) == text


def test_deletions_are_no_text_and_insertions_are() -> None:
    body = (
        "<w:p><w:r><w:t>应当</w:t></w:r><w:del><w:r><w:delText>每年</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>每月</w:t></w:r></w:ins><w:r><w:t>报送。</w:t></w:r></w:p>"
    )
    found = read(body)
    assert words(found) == ["应当每月报送。"]
    assert [one for one in found.warnings if "删除" in one]
    assert [one for one in found.warnings if "插入" in one]


def test_a_deleted_end_joins_two_paragraphs() -> None:
    body = paragraph("前一半", "<w:rPr><w:del/></w:rPr>") + paragraph("后一半。")
    assert words(read(body)) == ["前一半后一半。"]


def test_merged_cells_are_kept() -> None:
    def cell(text: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{paragraph(text)}</w:tc>"

    body = (
        "<w:tbl><w:tr>"
        + cell("项目", '<w:gridSpan w:val="2"/>')
        + cell("期限", '<w:vMerge w:val="restart"/>')
        + "</w:tr><w:tr>"
        + cell("甲")
        + cell("乙")
        + cell("", "<w:vMerge/>")
        + "</w:tr></w:tbl>"
    )
    table = read(body).text.blocks[0]
    assert table.rows == ((Cell("项目", 2), Cell("期限", 1, 2)), (Cell("甲"), Cell("乙")))


def test_boxes_notes_and_line_breaks_are_kept() -> None:
    body = (
        "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        f"<w:p><w:r><w:t>外面。</w:t><w:pict><v:textbox><w:txbxContent>{paragraph('框内。')}</w:txbxContent>"
        "</v:textbox></w:pict></w:r></w:p>"
    )
    notes = f'<w:footnote w:id="2">{paragraph("脚注文字")}</w:footnote>'
    found = read(body, footnotes=notes)
    assert words(found) == ["第一行", "第二行［注：脚注文字］", "外面。", "框内。"]
    assert any("文本框" in one for one in found.warnings)
    assert any("脚注" in one for one in found.warnings)


def test_an_end_of_a_page_is_no_letter_and_begins_the_attachment() -> None:
    body = (
        paragraph("正文。")
        + '<w:p><w:r><w:br w:type="page"/><w:t>附件1：示例办法</w:t></w:r></w:p>'
        + paragraph("第一条 甲。")
    )
    signed = paragraph("示例省交通运输厅") + paragraph("2026年3月1日")
    blocks = read(body.replace("</w:p>", "</w:p>" + signed, 1)).text.blocks
    assert [(one.kind.value, one.label, one.text) for one in blocks] == [
        ("paragraph", "", "正文。"),
        ("attachment", "附件1", "示例办法"),
        ("article", "第一条", "甲。"),
    ]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>", "图片"),
        ("<w:p><w:r><w:commentReference/></w:r></w:p>", "批注"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>", "隐藏"),
        ("<w:altChunk/>", "另一份文件"),
    ],
)
def test_what_is_not_kept_is_told(body: str, word: str) -> None:
    found = read(body + paragraph("正文。"))
    assert any(word in one for one in found.warnings)
    assert words(found) == ["正文。"]


def test_a_header_with_words_is_told_and_the_number_of_the_page_is_not() -> None:
    assert any("页眉" in one for one in read(paragraph("正文。"), header=paragraph("内部资料")).warnings)
    assert not any("页脚" in one for one in read(paragraph("正文。"), footer=paragraph("— 1 —")).warnings)


TXT = """特急
示例省交通运输厅文件
示交规〔2026〕9号　　签发人：王 健　李四光

关于报送示例的请示

省政府：
第三条规定的事项已经办理。
附件：1.示例办法
2.示例表
示例省交通运输厅　　示例省财政厅
二〇二六年三月一日
（联系人：示例）
附件1
示例办法
第一条 为了示例。
（一）其一。
第二条 施行。
附件2
示例表
说明。
抄送：省政府办公厅，省财政厅。
示例省交通运输厅办公室　　2026年3月2日印发
"""


def test_head_signature_attachments_and_imprint_are_found() -> None:
    found = read_bytes("a.txt", TXT.encode("gb18030"))
    frame, text = found.frame, found.text
    assert (frame.marks, frame.suffix, frame.urgency) == (("示例省交通运输厅",), "文件", "特急")
    assert (frame.number, frame.signatories) == ("示交规〔2026〕9号", ("王健", "李四光"))
    assert (frame.cc, frame.printed_by) == (("省政府办公厅", "省财政厅"), "示例省交通运输厅办公室")
    assert (frame.printed_on, text.written_on) == (date(2026, 3, 2), date(2026, 3, 1))
    assert (text.title, text.addressee) == ("关于报送示例的请示", "省政府")
    assert text.signed_by == ("示例省交通运输厅", "示例省财政厅")
    assert (text.note, text.attachments) == ("联系人：示例", ("示例办法", "示例表"))
    assert anchors_of(text.blocks) == ("p1", "f1", "f1-a1", "f1-a2", "f2", "f2-p1")
    assert text.blocks[2].text == "为了示例。\n（一）其一。"


REGULATION = """示例省农村公路管理办法
（试行）
（2023年8月2日示例省人民政府第9次常务会议通过）
第一章 总则
第一条 制定本办法。
第十条之一 补充规定。
第十一条 本办法自2024年1月1日起施行。
"""


def test_a_regulation_has_a_line_under_its_title_and_no_signature() -> None:
    text = read_bytes("a.txt", REGULATION.encode()).text
    assert text.title == "示例省农村公路管理办法（试行）"
    assert text.blocks[0].text.startswith("（2023年8月2日")
    assert anchors_of(text.blocks) == ("p1", "c1", "a1", "a10.1", "a11")


def test_a_number_below_the_title_leaves_the_title_whole() -> None:
    lines = "示例省交通运输厅\n关于印发《示例办法》的通知\n（示交规[2026]9号）\n各市局：\n现印发给你们。"
    found = read_bytes("a.txt", lines.encode())
    assert found.text.title == "示例省交通运输厅关于印发《示例办法》的通知"
    assert (found.frame.number, found.frame.marks) == ("示交规[2026]9号", ())
    assert any("六角括号" in one for one in found.warnings)


def test_the_sample_notice_is_read_though_its_lines_are_aligned_at_random() -> None:
    found = read_bytes("a.docx", (ROOT / "samples" / "任务分解通知.docx").read_bytes())
    assert found.text.title == "关于印发《示例省交通运输厅2026年政务公开重点任务分工》的通知"
    assert found.text.addressee.startswith("省交通运输事业发展中心")
    assert (found.frame.number, found.text.written_on) == ("示交办〔2026〕36号", date(2026, 8, 12))
    assert [one.text for one in found.text.blocks if one.kind is Kind.ATTACHMENT] == [
        "示例省交通运输厅2026年政务公开重点任务分工"
    ]
    assert found.warnings == ()


def test_a_date_in_the_text_is_no_signature() -> None:
    lines = "关于开会的通知\n各处室：\n时间如下：\n2026年3月1日\n请参加。\n厅办公室  2026年2月27日"
    text = read_bytes("a.txt", lines.encode()).text
    assert (text.signed_by, text.written_on) == (("厅办公室",), date(2026, 2, 27))
    assert [one.text for one in text.blocks] == ["时间如下：", "2026年3月1日", "请参加。"]


def test_the_seed_notice_made_into_a_docx_is_read_whole() -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not here")
    document = Document()
    for line in SEED.read_text("utf-8").split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    found = read_bytes("a.docx", out.getvalue())
    assert found.text == read_bytes("a.txt", SEED.read_bytes()).text
    assert (found.frame.number, found.text.written_on) == ("辽交办〔2023〕231号", date(2023, 8, 2))
    assert found.disclosure == "主动公开"
    labels = [block.label for block in found.text.blocks if block.level == 3]
    assert labels == [f"{n}." for n in range(1, 15)]
    assert found.warnings == ()


@pytest.mark.rule("dossiers.text.format")
@pytest.mark.rule("dossiers.text.empty")
@pytest.mark.rule("dossiers.text.size")
@pytest.mark.rule("dossiers.text.broken")
@pytest.mark.rule("dossiers.text.classified")
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "dossiers.text.format"),
        ("a", b"x", "dossiers.text.format"),
        ("a.docx", b"", "dossiers.text.empty"),
        ("a.docx", b"x" * (MOST_BYTES + 1), "dossiers.text.size"),
        ("a.docx", b"hello", "dossiers.text.broken"),
        ("a.docx", b"PK\x03\x04 broken", "dossiers.text.broken"),
        ("a.docx", packed({"xl/workbook.xml": "<x/>"}), "dossiers.text.broken"),
        ("a.docx", word_file(""), "dossiers.text.empty"),
        ("a.docx", packed({"word/document.xml": " " * 40_000_000}), "dossiers.text.size"),
        ("a.docx", word_file(paragraph("秘密★1年") + TITLE), "dossiers.text.classified"),
        ("a.docx", word_file(TITLE, header=paragraph("机密★长期")), "dossiers.text.classified"),
        ("a.txt", "绝密\n关于示例的通知\n各市局：".encode(), "dossiers.text.classified"),
        ("a.txt", ("长" * 301_000).encode(), "dossiers.text.size"),
        ("a.pdf", b"%PDF-1.4 broken", "dossiers.text.broken"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "dossiers.text.broken"),
    ],
)
def test_bad_files_are_refused_with_a_way_out(name: str, data: bytes, code: str) -> None:
    found, reasons = read_document(name, data, bounds=Bounds(seconds=60, cpu_seconds=60, convert=False))
    assert found is None
    assert [one.code for one in reasons] == [code]
    assert reasons[0].remedy
    assert reasons[0].field == "file"


@pytest.mark.rule("dossiers.text.locked")
def test_a_locked_file_is_refused() -> None:
    data = bytearray(packed({"word/document.xml": "x"}))
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    with pytest.raises(Unreadable) as refused:
        read_bytes("a.docx", bytes(data))
    assert refused.value.code == "dossiers.text.locked"
    assert zipfile.is_zipfile(io.BytesIO(bytes(data)))


def test_an_old_file_without_a_converter_is_refused_and_with_one_is_read() -> None:
    from gongkai.clearance.screening.readers import Limits

    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(Unreadable):
        read_bytes("a.wps", old)
    made = word_file(TITLE + paragraph("各市局：") + paragraph("正文。"))
    found = read_bytes("a.wps", old, limits=Limits(convert=lambda *_: made))
    assert words(found) == ["正文。"]
    assert "转换" in found.warnings[0]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "wps"])
def test_old_files_are_read_with_their_numbers_and_tables(ending: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "a.docx").write_bytes(write_docx(sample_text(), sample_frame()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    found, reasons = read_document(f"公文.{ending}", (tmp_path / "a.doc").read_bytes())
    assert reasons == []
    assert found is not None
    assert (found.text, found.frame) == (sample_text(), sample_frame())
    assert "转换" in found.warnings[0]


_BODY = (
    TITLE
    + numbered("要求", 1)
    + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_file_gets_through_to_the_caller(data: st.DataObject) -> None:
    is_body = data.draw(st.booleans())
    damaged = list(_BODY if is_body else NUMBERS)
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=6)):
        damaged[at] = data.draw(st.sampled_from('<>/"wpt1&x'))
    said = "".join(damaged)
    with suppress(Unreadable):
        read_bytes("a.docx", word_file(said if is_body else _BODY, numbering=NUMBERS if is_body else said))


def test_an_error_of_a_library_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("library")

    monkeypatch.setattr(opening, "lines_of_docx", fail)
    with pytest.raises(Unreadable) as refused:
        read_bytes("a.docx", word_file(TITLE))
    assert refused.value.code == "dossiers.text.broken"


def test_the_process_that_takes_too_long_is_stopped() -> None:
    found, reasons = read_document("a.docx", word_file(TITLE), bounds=Bounds(seconds=0.01, convert=False))
    assert found is None
    assert reasons[0].code == "dossiers.text.broken"
    assert "已经停下" in reasons[0].message


def test_the_process_answers_as_the_reader_does() -> None:
    data = word_file(TITLE + paragraph("各市局：") + paragraph("正文。"))
    found, reasons = read_document("a.docx", data)
    assert reasons == []
    assert found == read_bytes("a.docx", data)
