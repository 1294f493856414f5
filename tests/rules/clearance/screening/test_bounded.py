"""A file is scanned in a process of its own: whatever happens there is a finding here."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from gongkai.clearance.screening import Knowledge, Lexicon, Term, bounded
from gongkai.clearance.screening.bounded import ScanResult, TablesRead, scan_file, tables_in
from gongkai.clearance.screening.job import Bounds
from gongkai.clearance.screening.readers import Limits
from tools.screening_samples.compare import FOLDER

TERM = Term("示例词", "term", "hint", "示例词库")
KNOWLEDGE = Knowledge(on=date(2026, 11, 27), lexicon=Lexicon((TERM,)))
NO_HELP = Bounds(ocr=False, convert=False)


def scan(name: str, bounds: Bounds = NO_HELP, limits: Limits | None = None) -> ScanResult:
    return scan_file(FOLDER / name, name=name, knowledge=KNOWLEDGE, limits=limits, bounds=bounds)


def said(result: ScanResult) -> list[tuple[str, str]]:
    return [(one.kind, one.excerpt) for one in result.findings]


def test_findings_come_back_with_their_places() -> None:
    result = scan("隐藏工作表.xlsx")
    assert result.readable
    assert result.parts == 5
    assert ("hidden_data", "隐藏工作表“底稿”") in said(result)
    assert next(one.place for one in result.findings if one.kind == "hidden_data") == "工作表“底稿”"


@pytest.mark.parametrize("name", ["截断.docx", "有密码.pdf", "空文件.docx", "压缩炸弹.zip", "扫描件.pdf"])
def test_what_cannot_be_read_is_not_readable(name: str) -> None:
    result = scan(name)
    assert not result.readable
    assert "unreadable" in [kind for kind, _ in said(result)]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    result = scan_file(tmp_path / "没有.pdf", name="没有.pdf", knowledge=KNOWLEDGE)
    assert said(result) == [("unreadable", "文件不在了，没有读。请重新上传。")]


def slow(folder: Path) -> Path:
    """A page that takes a reader many seconds."""
    path = folder / "长.html"
    path.write_text("<p>字</p>" * 2_000_000, encoding="utf-8")
    return path


def test_time_is_over(tmp_path: Path) -> None:
    bounds = Bounds(seconds=2, ocr=False, convert=False)
    result = scan_file(slow(tmp_path), name="长.html", knowledge=KNOWLEDGE, bounds=bounds)
    assert not result.readable
    assert result.seconds < 5
    assert said(result)[-1] == (
        "unreadable",
        "读取超过 2 秒，已经停下，后面的没有读。请拆成几个文件，或人工核对。",
    )


def test_time_of_the_processor_is_over(tmp_path: Path) -> None:
    bounds = Bounds(cpu_seconds=1, ocr=False, convert=False)
    result = scan_file(slow(tmp_path), name="长.html", knowledge=KNOWLEDGE, bounds=bounds)
    assert said(result)[-1][1].startswith("读取超过 1 秒")


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    path = FOLDER / "干净.pdf"
    scan_file(
        path, name=path.name, knowledge=KNOWLEDGE, bounds=NO_HELP, on_progress=lambda *one: told.append(one)
    )
    assert told == [(0, 1, "页"), (1, 1, "页")]


def test_memory_is_over(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes("字".encode() * 20_000_000)
    bounds = Bounds(memory=200 * 1024 * 1024, ocr=False, convert=False)
    result = scan_file(path, name="大.txt", knowledge=KNOWLEDGE, bounds=bounds)
    assert not result.readable


def test_a_child_that_dies_or_talks_nonsense_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in (
        "import os; os.abort()",
        "print('nonsense')",
        'print(\'{"end": "x"}\')',
        "import sys; sys.exit(3)",
    ):
        monkeypatch.setattr(bounded, "_START", code.replace("{", "{{").replace("}", "}}"))
        result = scan("干净.docx")
        assert not result.readable
        assert said(result)[-1][1].startswith("读取时程序意外中止")


def test_the_child_loads_no_settings_and_opens_no_connections() -> None:
    code = (
        "import sys; from gongkai.clearance.screening import worker; from gongkai.clearance.screening.job import Bounds\n"
        "from django.conf import settings; assert not settings.configured; assert 'wagtail' not in sys.modules\n"
        "worker.bind(Bounds()); import socket\n"
        "try: socket.create_connection(('127.0.0.1', 9), timeout=1)\n"
        "except PermissionError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert done.stdout == "no connections from here\n"


def test_lists_go_to_the_child() -> None:
    again = pickle.loads(pickle.dumps(KNOWLEDGE))
    assert [(term.text, start) for term, start, _ in again.lexicon.find("有示例词")] == [("示例词", 1)]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed; old office files stay unread"
)
def test_old_office_files_are_converted() -> None:
    result = scan("修订和批注.doc", Bounds(ocr=False))
    assert result.readable
    assert ("hidden_data", "1 处未接受的插入修订") in said(result)


def test_pictures_are_recognised_inside_the_bounds(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="rapidocr is not installed; pictures stay unread")
    picture = Image.new("L", (200, 60), 255)
    ImageDraw.Draw(picture).text((20, 15), "2026-01-05", font_size=28, fill=0)
    picture.save(tmp_path / "a.png")
    result = scan_file(tmp_path / "a.png", name="a.png", knowledge=KNOWLEDGE, bounds=Bounds(convert=False))
    assert result.readable, said(result)
    assert result.parts == 1  # its text


def test_tables_come_back_and_a_long_list_is_one_table(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("姓名,单位\n" + "".join(f"甲{n},乙{n}\n" for n in range(12_000)))
    read = tables_in(path, name=path.name)
    assert read.is_whole
    (table,) = read.tables
    assert (table.rows[0], len(table.rows), table.rows[-1]) == (
        ("姓名", "单位"),
        12_001,
        ("甲11999", "乙11999"),
    )


@pytest.mark.parametrize("name", ["截断.docx", "压缩炸弹.zip", "加密压缩包.zip"])
def test_tables_of_what_cannot_be_read_are_said_to_be_missing(name: str) -> None:
    assert not tables_in(FOLDER / name, name=name).is_whole


def test_tables_of_a_missing_file_are_missing(tmp_path: Path) -> None:
    assert tables_in(tmp_path / "无.csv", name="无.csv") == TablesRead([], is_whole=False, is_stopped=True)
