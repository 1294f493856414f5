"""The papers: links lead somewhere, nothing names a machine, the README stays short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, tracked_files

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".service",
    ".conf",
    ".yml",
    ".example",
    "",
}
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
MACHINE = re.compile(r"/work/|/root/|/home/[a-z]+/|files\.pythonhosted|registry\.npmjs")


def _papers() -> list[Path]:
    return [file for file in tracked_files() if file.suffix == ".md"]


@pytest.mark.parametrize("paper", _papers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path) -> None:
    targets = LINK.findall(paper.read_text(encoding="utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []


def test_nothing_names_a_machine() -> None:
    itself = Path(__file__)
    faults = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked_files()
        if file.suffix in TEXT and file != itself and file.stat().st_size < 2_000_000
        if (match := MACHINE.search(file.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert faults == []


def test_readme_is_short() -> None:
    readme = ROOT / "README.md"
    if readme.exists():  # written last; its own issue line asks for at most 120 lines
        assert len(readme.read_text(encoding="utf-8").splitlines()) <= 120


def test_no_secret_is_tracked() -> None:
    suspicious = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
    itself = Path(__file__)
    faults = [
        str(file.relative_to(ROOT))
        for file in tracked_files()
        if file != itself
        and file.stat().st_size < 2_000_000
        and suspicious.search(file.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert faults == []
