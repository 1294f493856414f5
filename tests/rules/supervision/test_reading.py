"""From files to text: encodings, Word tables, PDF paragraphs and ruled tables, and what cannot be read."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.duties.supervision.reading import MAX_BYTES, read_source
from gongkai.duties.supervision.rules.notice import parse_notice
from gongkai.duties.supervision.rules.values import NotReadable

FILES = Path(__file__).parent / "files"
SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read_source("a.txt", "第一行\r\n第二行".encode(encoding)) == "第一行\n第二行"


def test_the_same_notice_in_text_and_word() -> None:
    text = parse_notice(read_source("a.txt", (SAMPLES / "任务分解通知.txt").read_bytes()))
    word = parse_notice(read_source("a.docx", (SAMPLES / "任务分解通知.docx").read_bytes()))
    table = parse_notice(read_source("a.docx", (SAMPLES / "任务分解表.docx").read_bytes()))
    for other in (word, table):
        assert [i.title for i in other.items] == [i.title for i in text.items]
        assert [i.who.deadline.date for i in other.items] == [i.who.deadline.date for i in text.items]
        assert [i.who.names("lead") for i in other.items] == [i.who.names("lead") for i in text.items]
    assert [s.title for s in table.sections] == [s.title for s in text.sections]


def test_word_cells_merged_downwards_and_broken_into_paragraphs() -> None:
    document = docx.Document()
    document.add_paragraph("任务分工表")
    table = document.add_table(rows=3, cols=3)
    rows = [
        ("工作任务", "具体要求", "责任单位"),
        ("目录", "甲。", "厅办公室"),
        ("", "乙。", "厅科技处\n厅运输处"),
    ]
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    data = io.BytesIO()
    document.save(data)
    items = parse_notice(read_source("a.docx", data.getvalue())).items
    assert [(i.title, i.text) for i in items] == [("目录", "甲。"), ("目录", "乙。")]


def test_pdf_table_drawn_with_rules() -> None:
    read = parse_notice(read_source("a.pdf", (FILES / "table.pdf").read_bytes()))
    assert read.head.title == "关于印发《2026年政务公开任务分工》的通知"
    assert [i.who.names("lead") for i in read.items] == [["厅行审处", "办公室"], ["厅办公室"]]
    assert [i.who.deadline.date for i in read.items] == [date(2026, 10, 31), None]
    assert read.items[0].text.startswith("对现行有效的行政规范性文件逐件核对，在厅网站")


def test_pdf_lines_broken_in_the_middle_of_a_label_are_joined() -> None:
    read = parse_notice(read_source("a.pdf", (FILES / "wrapped.pdf").read_bytes()))
    text = parse_notice((SAMPLES / "任务分解通知.txt").read_text(encoding="utf-8"))
    count = len(read.items)
    assert count >= 5
    for item, same in zip(read.items[: count - 1], text.items, strict=False):
        assert (item.title, item.text) == (same.title, same.text)
        assert [m.text for m in item.who.mentions] == [m.text for m in same.who.mentions]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b"\x00\x01" * 500, "不是文字"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "超过 20 MB"),
        ("a.docx", b"PK\x03\x04" + b"x" * 99, "可能已损坏"),
        ("a.pdf", b"%PDF-1.7 broken", "打不开"),
        ("a.docx", "不是压缩包".encode(), "内容却不是"),
        ("a.xlsx", b"PK\x03\x04", "另存为 .docx"),
        ("a.wps", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
    ],
)
def test_says_why_it_cannot_read(name: str, data: bytes, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        read_source(name, data)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a", "a.doc"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_text_or_a_reason(data: bytes, name: str) -> None:
    try:
        text = read_source(name, data)
    except NotReadable:
        return
    assert "\r" not in text
    assert "\x00" not in text
