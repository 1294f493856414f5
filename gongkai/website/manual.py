"""The user manual inside the staff side: the chapters of ``docs/用户手册`` as they are, beside the work they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER: Path = settings.BASE_DIR / "docs" / "用户手册"
PICTURES = "图"
COVER = "README"
# Where a line of the source ends and goes on in Chinese, no space belongs between the two.
_CHINESE = re.compile(r"[\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]")
_LINK = re.compile(r"\(([^()/]+)\.md\)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its file name without the ending, its title, and its sections as (anchor, title)."""

    name: str
    title: str
    body: SafeString
    sections: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """Where it stands; the cover stands at the manual's own address."""
        return (
            reverse("website_manual") if self.name == COVER else reverse("website_chapter", args=[self.name])
        )


@cache
def chapters() -> tuple[Chapter, ...]:
    """The cover first, then the chapters in the order in which it names them, then any other."""
    cover = (FOLDER / f"{COVER}.md").read_text(encoding="utf-8")
    named = [name for name in dict.fromkeys(_LINK.findall(cover)) if (FOLDER / f"{name}.md").is_file()]
    others = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem not in {COVER, *named})
    return tuple(_read(name) for name in (COVER, *named, *others))


def _read(name: str) -> Chapter:
    source = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(source)
    title = name
    sections: list[tuple[str, str]] = []
    for token, inner in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            title = inner.content
        elif token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", f"s{len(sections) + 1}")
            sections.append((f"s{len(sections) + 1}", inner.content))
    for token in tokens:
        _lead_home(token.children or [])
        _join_lines(token.children or [])
    body = parser.renderer.render(_without_title(tokens), parser.options, {})
    # Our own text, rendered without raw HTML by a library that escapes everything else.
    return Chapter(name, title, mark_safe(body), tuple(sections))  # noqa: S308


def _without_title(tokens: Sequence[Token]) -> list[Token]:
    """The screen has the title as its own heading."""
    start = 3 if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1" else 0
    return list(tokens[start:])


def _lead_home(tokens: Sequence[Token]) -> None:
    """Links between chapters and pictures of the files become addresses of the staff side."""
    for token in tokens:
        if token.type == "link_open":
            target, _, anchor = unquote(str(token.attrGet("href"))).partition("#")
            if target.endswith(".md"):
                name = target.removesuffix(".md")
                url = reverse("website_manual") if name == COVER else reverse("website_chapter", args=[name])
                token.attrSet("href", f"{url}#{anchor}" if anchor else url)
        elif token.type == "image":
            picture = unquote(str(token.attrGet("src"))).removeprefix(f"{PICTURES}/")
            token.attrSet("src", reverse("website_manual_picture", args=[picture]))
            token.attrSet("loading", "lazy")


def _join_lines(tokens: Sequence[Token]) -> None:
    """A paragraph's lines as one, as Chinese is set."""
    for at, token in enumerate(tokens):
        if token.type != "softbreak":
            continue
        before = next((one.content for one in reversed(tokens[:at]) if one.content), "")
        after = next((one.content for one in tokens[at + 1 :] if one.content), "")
        if _CHINESE.match(before[-1:]) and _CHINESE.match(after[:1]):
            token.type, token.content = "text", ""


@require_safe
def manual(request: HttpRequest, name: str = COVER) -> HttpResponse:
    """A chapter, with the way to every other."""
    found = next((chapter for chapter in chapters() if chapter.name == name), None)
    if found is None:
        raise Http404("手册没有这一章。")
    crumbs: list[dict[str, Any]] = [{"title": "用户手册", "url": reverse("website_manual")}]
    context = {
        "title": found.title,
        "crumbs": [] if found.name == COVER else crumbs,
        "chapter": found,
        "chapters": chapters(),
    }
    return render(request, "website/staff/manual.html", context)


@require_safe
def manual_picture(request: HttpRequest, name: str) -> FileResponse:
    """A screenshot of the manual; only those in its folder."""
    known = {path.name: path for path in (FOLDER / PICTURES).glob("*.png")}
    if name not in known:
        raise Http404("手册没有这张图。")
    return FileResponse(known[name].open("rb"), content_type="image/png")
