"""Templates: all of them compile; what a citizen's browser gets runs nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.architecture.source import ROOT, templates

STAFF = re.compile(r"wagtailadmin|/admin/|/staff/|/workbench/|snippets/|_panel")
INLINE = (
    (
        re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", re.I),
        "inline script",
    ),
    (re.compile(r"<style\b", re.I), "inline style sheet"),
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I), "style attribute"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I), "event handler attribute"),
    (re.compile(r"(?:src|href)\s*=\s*[\"']javascript:", re.I), "javascript: address"),
    (
        re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"']https?://", re.I),
        "foreign host",
    ),
)


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _name(path: Path) -> str:
    """The name by which Django finds a template."""
    return str(path).rsplit("/templates/", 1)[1]


@pytest.mark.parametrize("path", templates(), ids=_short)
def test_template_compiles(path: Path) -> None:
    if path.suffix in {".html", ".txt", ".xml"}:
        engines["django"].from_string(path.read_text(encoding="utf-8"))


def inline_faults(text: str) -> list[str]:
    """What a content security policy without ``unsafe-inline`` would stop."""
    return [label for pattern, label in INLINE if pattern.search(text)]


def _is_staff(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return bool(STAFF.search(str(path))) or "wagtailadmin/" in text


def test_public_templates_run_nothing_inline() -> None:
    public = [path for path in templates() if path.suffix == ".html" and not _is_staff(path)]
    faults = {
        _short(path): found for path in public if (found := inline_faults(path.read_text(encoding="utf-8")))
    }
    assert faults == {}
    assert public


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color:red">', "style attribute"),
        ('<a href="javascript:go()">', "javascript: address"),
        ('<img onerror="x()" src="/a.png">', "event handler attribute"),
        ("<style>p{}</style>", "inline style sheet"),
        ('<script src="https://cdn.example/x.js"></script>', "foreign host"),
    ],
)
def test_the_check_sees(text: str, fault: str) -> None:
    assert fault in inline_faults(text)


def test_the_check_lets_files_of_ours_through() -> None:
    assert (
        inline_faults('<script src="/static/a.js" defer></script><link rel="stylesheet" href="/a.css">') == []
    )
