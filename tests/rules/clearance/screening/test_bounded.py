"""A file is read in a process of its own, and whatever happens there is a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gongkai.clearance.screening import Knowledge, Lexicon, Term
from gongkai.clearance.screening.bounded import scan_file
from gongkai.clearance.screening.job import Bounds

KNOWN = Knowledge(on=date(2026, 11, 27), lexicon=Lexicon((Term("待查词", "term", "justify", "试用词表"),)))


def _book(place: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["待查词"])
    hidden = book.create_sheet("底稿")
    hidden.append(["张三", "13800138000"])
    hidden.sheet_state = "hidden"
    book.save(place)
    return place


def test_a_sheet_that_nobody_sees_is_found_with_what_is_in_it(tmp_path: Path) -> None:
    result = scan_file(_book(tmp_path / "表.xlsx"), name="表.xlsx", knowledge=KNOWN)
    assert result.readable
    found = {(one.kind, one.place) for one in result.findings}
    assert ("hidden_data", "工作表“底稿”") in found
    assert ("mobile", "工作表“底稿”!B1") in found
    assert any(one.kind == "term" for one in result.findings), "the terms were handed over"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\x00" * 100])
def test_what_cannot_be_read_is_no_silent_pass(tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "坏.pdf"
    place.write_bytes(data)
    result = scan_file(place, name="坏.pdf", knowledge=KNOWN)
    assert not result.readable
    assert "unreadable" in {one.kind for one in result.findings}


def test_time_over_is_a_finding(tmp_path: Path) -> None:
    result = scan_file(
        _book(tmp_path / "表.xlsx"), name="表.xlsx", knowledge=KNOWN, bounds=Bounds(seconds=0.01)
    )
    assert not result.readable
    assert "秒" in result.findings[-1].excerpt
