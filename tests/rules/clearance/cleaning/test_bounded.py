"""Cleaning in a process of its own: whatever the file does there is a refusal here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.clearance.cleaning import NotCleaned, Pick, bounded
from gongkai.clearance.cleaning.bounded import clean_file, redact_file
from gongkai.clearance.screening import Knowledge
from gongkai.clearance.screening.job import Bounds
from tools.screening_samples.compare import FOLDER
from tools.screening_samples.packing import ID

KNOWLEDGE = Knowledge(on=date(2026, 11, 27))
NO_HELP = Bounds(ocr=False, convert=False, seconds=60)


def test_the_new_file_comes_back_with_what_was_done() -> None:
    made = clean_file(FOLDER / "白字.pdf", name="白字.pdf", bounds=NO_HELP)
    assert made.data.startswith(b"%PDF-")
    assert made.removed


def test_a_finding_is_masked_without_its_hit_ever_leaving_the_process() -> None:
    pick = Pick("id_card", "表格第2行第2列", 0, 18)
    act = {"name": "名单.csv", "words": ["甲某某"], "knowledge": KNOWLEDGE, "bounds": NO_HELP}
    made = redact_file(FOLDER / "名单.csv", picks=[pick], **act)  # type: ignore[arg-type]
    assert made.masked == 2
    assert ID not in made.data.decode("gb18030")
    assert ID not in "".join(made.removed)
    with pytest.raises(NotCleaned, match="1 处在文件里对不上"):
        redact_file(FOLDER / "名单.csv", picks=[pick, Pick("mobile", "别处", 0, 11)], **act)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os; os.abort()", "意外中止"),
        ("print('nonsense')", "意外中止"),
        ("import sys; sys.exit(3)", "意外中止"),
        ("import time; time.sleep(60)", "超过 2 秒"),
    ],
)
def test_a_child_that_dies_talks_nonsense_or_hangs_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, code: str, why: str
) -> None:
    monkeypatch.setattr(bounded, "_START", code)
    with pytest.raises(NotCleaned, match=why):
        clean_file(FOLDER / "干净.docx", name="干净.docx", bounds=Bounds(seconds=2))


def test_memory_and_disk_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(NotCleaned):
        clean_file(FOLDER / "白字.pdf", name="白字.pdf", bounds=Bounds(memory=80 * 1024 * 1024, seconds=60))
    with pytest.raises(NotCleaned):
        clean_file(FOLDER / "白字.pdf", name="白字.pdf", bounds=Bounds(file_size=100, seconds=60))
    with pytest.raises(NotCleaned, match="不在了"):
        clean_file(tmp_path / "没有.pdf", name="没有.pdf", bounds=NO_HELP)
