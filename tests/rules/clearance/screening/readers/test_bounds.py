"""Readers stop at their bounds and say so; what they cannot read is unread, never clean."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.readers import Limits, read_parts
from gongkai.clearance.screening.readers.saying import named
from tools.screening_samples.compare import FOLDER
from tools.screening_samples.others import plain_picture
from tools.screening_samples.packing import packed
from tools.screening_samples.pdfs import long
from tools.screening_samples.sheets import sheet, xlsx
from tools.screening_samples.word import docx, line, run

OPEN = Limits()


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def parts_of(name: str, data: bytes, limits: Limits = OPEN) -> list[Part]:
    return list(read_parts(name, data, limits=limits))


def unread(parts: list[Part]) -> list[str]:
    return [part.why for part in parts if isinstance(part, Unread)]


def texts(parts: list[Part]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Passage)]


def test_ten_thousand_pages_are_bounded_and_said() -> None:
    began = time.monotonic()
    found = parts_of("长.pdf", long(10_000), Limits(pages=50))
    assert time.monotonic() - began < 20
    assert "一共 10,000 页，只读了前 50 页。请拆成几个文件。" in unread(found)


@pytest.mark.parametrize(
    ("name", "data", "limits", "said"),
    [
        ("a.txt", "字".encode() * 500, Limits(characters=100), "文字超过 100 字"),
        ("a.csv", b"1,2,3\n" * 50, Limits(cells=20), "表格超过 20 个单元格"),
        ("a.xlsx", xlsx({"表": ("", sheet((("1", "2"),) * 30))}), Limits(cells=20), "读到第 10 行"),
        ("a.zip", packed({f"{n}.txt": "x" for n in range(30)}), Limits(entries=20), "里面的文件超过 20 个"),
        ("a.zip", packed({"a.txt": "字" * 1000}), Limits(unpacked=100), "疑似压缩炸弹"),
        ("a.docx", docx(line(run("字" * 500))), Limits(characters=100), "文字超过 100 字"),
    ],
    ids=["characters", "cells", "sheet", "entries", "unpacked", "docx"],
)
def test_each_bound_is_said(name: str, data: bytes, limits: Limits, said: str) -> None:
    assert any(said in why for why in unread(parts_of(name, data, limits)))
    assert not unread(parts_of(name, data))


def test_what_is_read_before_a_bound_is_kept() -> None:
    found = parts_of("a.docx", docx(line(run("第一段")) + line(run("字" * 200))), Limits(characters=100))
    assert texts(found) == ["第一段"]


def test_an_archive_that_lies_about_its_size_is_not_unpacked() -> None:
    began = time.monotonic()
    found = parts_of("a.zip", sample("说谎的压缩炸弹.zip"), Limits(part=1_000_000))
    assert time.monotonic() - began < 5
    assert unread(found)


def test_what_says_nothing_is_not_clean() -> None:
    assert unread(parts_of("a.txt", b"  \n \n")) == [
        "没有读到任何内容。请打开看看是不是空的，或重新导出后再上传。"
    ]
    assert parts_of("a.png", plain_picture()) == []  # a picture without words is


def test_pictures_are_unread_without_recognition_and_read_with_it() -> None:
    scan = sample("扫描件.pdf")
    assert len(unread(parts_of("a.pdf", scan))) == 1
    seen: list[bytes] = []

    def recognise(picture: bytes) -> str:
        seen.append(picture)
        return "图里的字"

    found = parts_of("a.pdf", scan, Limits(ocr=recognise))
    assert found == [Passage("第1页（文字识别）", "图里的字")]
    assert seen[0].startswith(b"\x89PNG")


def test_a_recognition_that_fails_leaves_the_picture_unread() -> None:
    def broken(_: bytes) -> str:
        raise OSError("broken")

    assert len(unread(parts_of("a.pdf", sample("扫描件.pdf"), Limits(ocr=broken)))) == 1
    assert len(unread(parts_of("a.pdf", sample("扫描件.pdf"), Limits(ocr=lambda _: "字", pictures=0)))) == 1


def test_old_files_go_through_the_converter() -> None:
    asked: list[str] = []

    def convert(ending: str, _: bytes) -> bytes:
        asked.append(ending)
        return sample("修订和批注.docx")

    found = parts_of("a.wps", sample("修订和批注.doc"), Limits(convert=convert))
    assert asked == [".doc"]
    assert "请认真组织实施。由各市组织。" in texts(found)
    failed = parts_of("a.doc", sample("修订和批注.doc"), Limits(convert=lambda *_: None))
    assert unread(failed) == ["旧版格式没有转换成功，没有读取。请另存为 DOCX 后再上传。"]


def test_the_ending_does_not_decide() -> None:
    assert texts(parts_of("a.pdf", sample("干净.docx")))[0].startswith("示例省交通运输厅")
    assert unread(parts_of("a.docx", b"plain text")) == [
        "文件已损坏，或里面不是 .docx 文件的内容。请重新导出后再上传。"
    ]
    assert unread(parts_of("a.exe", b"MZ")) != []


def test_places_carry_no_numbers_of_persons() -> None:
    assert named("名单11010519491231002X.xlsx") == "名单11….xlsx"
    data = packed({"11010519491231002X.txt": "示例"})
    found = parts_of("a.zip", data)
    assert all("11010519491231002X" not in part.place for part in found)
    assert Passage("文件名", "11010519491231002X.txt") in found  # where it is looked for


def test_digits_of_long_numbers_are_kept() -> None:
    cells = (
        '<c r="A1"><v>13800001234</v></c><c r="B1"><v>1.101051949123E+17</v></c>'
        '<c r="C1" s="3"><v>46022</v></c><c r="D1"><v>0.1</v></c>'
    )
    data = xlsx({"表": ("", sheet(()).replace("<sheetData>", f'<sheetData><row r="1">{cells}</row>'))})
    (table,) = (part for part in parts_of("a.xlsx", data) if isinstance(part, Table))
    assert table.rows == (("13800001234", "110105194912300000", "2025-12-31", "0.1"),)
    assert table.place_of(0, 2) == "工作表“表”!C1"


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    parts_of("a.pdf", sample("干净.pdf"), Limits(progress=lambda *one: told.append(one)))
    assert told == [(0, 1, "页"), (1, 1, "页")]


BEGINNINGS = (
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
)
ENDINGS = (".txt", ".csv", ".html", ".docx", ".pdf", ".xls", ".png", ".ofd", "")


@given(st.sampled_from(BEGINNINGS), st.sampled_from(ENDINGS), st.binary(max_size=300))
def test_any_bytes_are_read_or_unread(beginning: bytes, ending: str, rest: bytes) -> None:
    found: Iterator[Part] = read_parts(f"a{ending}", beginning + rest, limits=OPEN)
    assert all(isinstance(part, Passage | Table | Hidden | Unread) for part in found)


@given(st.text(max_size=300), st.sampled_from((".txt", ".csv", ".html")))
def test_any_text_is_read_without_loss_of_a_mark(text: str, ending: str) -> None:
    data = f"机密★1年\n{text}".encode("utf-8", errors="ignore")
    found = parts_of(f"a{ending}", data)
    said = [*texts(found), *(cell for part in found if isinstance(part, Table) for *_, cell in part.cells())]
    assert any("机密★1年" in one for one in said)
