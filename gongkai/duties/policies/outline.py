"""The text of a document as clauses with anchors, and its outline. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ARTICLE = re.compile(
    r"^(?:<b>|<strong>)?\s*(第[一二三四五六七八九十百零〇\d]+条)\s*(?:</b>|</strong>)?[\s\u3000]*"
)
_TAG = re.compile(r"<[^>]+>")
_GIST = 30
"""Characters of a clause in the contents; the style sheet shows as many as fit in one line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Clauses for components, and the entries of the table of contents."""

    blocks: tuple[dict[str, Any], ...]
    toc: tuple[dict[str, Any], ...]


def outline_of(blocks: Iterable[dict[str, Any]]) -> Outline:
    """From body blocks (website/bodies.py): chapters from headings, articles from 第×条 at the start of a paragraph."""
    shown: list[dict[str, Any]] = []
    toc: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "heading":
            anchor = f"h{len(toc) + 1}"
            shown.append({"kind": "chapter", "anchor": anchor, "title": block["text"]})
            toc.append({"number": "", "title": block["text"], "anchor": anchor, "is_chapter": True})
        elif block["kind"] == "text":
            _add_text(block["html"], shown, toc)
        else:
            shown.append({"kind": "other", "blocks": [block]})
    return Outline(tuple(shown), tuple(toc))


def _add_text(html: str, shown: list[dict[str, Any]], toc: list[dict[str, Any]]) -> None:
    """Cut a piece of text before every article; what precedes the first one stands by itself."""
    rest, at = html, 0
    for match in _PARAGRAPH.finditer(html):
        article = _ARTICLE.match(match.group(1))
        if article is None:
            continue
        if html[at : match.start()].strip():
            _close(html[at : match.start()], shown)
        anchor = f"a{len(toc) + 1}"
        words = match.group(1)[article.end() :]
        toc.append({"number": article.group(1), "title": _gist(words), "anchor": anchor, "is_chapter": False})
        name = f'<b class="gk-art__n"><a href="#{anchor}">{article.group(1)}</a></b>'
        shown.append({"kind": "article", "anchor": anchor, "html": f"<p>{name}{words}</p>"})
        at = match.end()
        rest = html[at:]
    if at == 0:
        shown.append({"kind": "text", "html": rest})
    elif rest.strip():
        _close(rest, shown)


def _close(html: str, shown: list[dict[str, Any]]) -> None:
    """Paragraphs after an article belong to it; before any article they stand alone."""
    if shown and shown[-1]["kind"] == "article":
        shown[-1]["html"] += html
    else:
        shown.append({"kind": "text", "html": html})


def _gist(words: str) -> str:
    plain = _TAG.sub("", words).strip()
    return plain if len(plain) <= _GIST else f"{plain[:_GIST]}…"
