"""From a body's blocks to plain data for the template: links resolved in bulk, markup cleaned.

``needs_of`` says which pages, files and pictures a body names; they are loaded once for many bodies
(:func:`load_targets`); ``body_view`` is pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nh3

from gongkai.clearance.models import Attachment, BasePage, Picture
from gongkai.publishing.media import public_file, public_picture
from gongkai.publishing.protocol import PublicFile, Scope, page_path
from gongkai.website.head import View

TAGS = {"p", "br", "b", "strong", "i", "em", "sup", "sub", "ul", "ol", "li", "h3", "a", "hr"}
PICTURE_SPEC = "width-1200"
_LINK = re.compile(r'<a\b[^>]*\blinktype="(page|document)"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')


@dataclass(frozen=True, slots=True)
class Targets:
    """What bodies point at: addresses of live pages, files, pictures, by id."""

    pages: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, PublicFile] = field(default_factory=dict)
    pictures: Mapping[int, PublicFile] = field(default_factory=dict)


def _blocks(body: Any) -> Iterable[tuple[str, Any]]:
    """Type and raw value of each block; reads no database."""
    return [(block["type"], block["value"]) for block in (body.get_prep_value() if body else [])]


def needs_of(bodies: Iterable[Any]) -> tuple[set[int], set[int], set[int]]:
    """Ids of pages, documents and pictures that bodies name."""
    pages: set[int] = set()
    documents: set[int] = set()
    pictures: set[int] = set()
    for body in bodies:
        for kind, value in _blocks(body):
            if kind == "figure" and value.get("picture"):
                pictures.add(int(value["picture"]))
            elif kind == "text":
                for match in _LINK.finditer(value):
                    found = _ID.search(match.group(0))
                    if found:
                        (pages if match.group(1) == "page" else documents).add(int(found.group(1)))
    return pages, documents, pictures


def load_targets(bodies: Iterable[Any], scope: Scope, *, attachments: Iterable[Any] = ()) -> Targets:
    """Everything that bodies point at: at most three queries, one more for each kind of page linked."""
    pages, documents, pictures = needs_of(list(bodies))
    files = {row.pk: scope.shown(public_file(row)) for row in attachments}
    more = documents - set(files)
    if more:
        files |= {row.pk: scope.shown(public_file(row)) for row in Attachment.objects.filter(pk__in=more)}
    found = scope.pages(BasePage.objects.filter(pk__in=pages)).specific(defer=False) if pages else []
    return Targets(
        pages={page.pk: page_path(page) for page in found},
        files=files,
        pictures={
            row.pk: scope.shown(public_picture(row, PICTURE_SPEC))
            for row in Picture.objects.filter(pk__in=pictures)
        }
        if pictures
        else {},
    )


def clean_text(html: str, targets: Targets) -> str:
    """Rich text as safe HTML; a link whose target is not public becomes its text alone."""

    def resolve(match: re.Match[str]) -> str:
        found = _ID.search(match.group(0))
        ident = int(found.group(1)) if found else 0
        if match.group(1) == "page":
            url = targets.pages.get(ident, "")
        else:
            file = targets.files.get(ident)
            url = file.path if file else ""
        return f'<a href="{url}">' if url else "<a>"

    return nh3.clean(
        _LINK.sub(resolve, html),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _table(value: Mapping[str, Any]) -> View:
    rows = [["" if cell is None else str(cell) for cell in row] for row in value.get("data") or []]
    head = rows[:1] if value.get("first_row_is_table_header") and rows else []
    return {
        "kind": "table",
        "caption": value.get("table_caption") or "",
        "head": head[0] if head else [],
        "rows": rows[len(head) :],
        "has_row_heads": bool(value.get("first_col_is_header")),
    }


def body_view(body: Any, targets: Targets) -> tuple[list[View], list[PublicFile]]:
    """Blocks as plain data, and the files they use. Pure."""
    shown: list[View] = []
    files: list[PublicFile] = []
    for kind, value in _blocks(body):
        if kind == "heading":
            shown.append({"kind": kind, "text": str(value)})
        elif kind == "text":
            shown.append({"kind": kind, "html": clean_text(value, targets)})
            files += [targets.files[pk] for pk in sorted(needs_of_text(value)) if pk in targets.files]
        elif kind == "table":
            shown.append(_table(value or {}))
        elif kind == "figure":
            picture = targets.pictures.get(int(value.get("picture") or 0))
            if picture:
                files.append(picture)
                shown.append(
                    {"kind": kind, "src": picture.path, "alt": value["alt"], "caption": value["caption"]}
                )
    return shown, files


def needs_of_text(html: str) -> set[int]:
    """Ids of the documents that a piece of rich text links to."""
    links = (match.group(0) for match in _LINK.finditer(html) if match.group(1) == "document")
    return {int(found.group(1)) for link in links if (found := _ID.search(link))}


def plain_text(blocks: Iterable[View]) -> str:
    """The words of a body, for the search index."""
    words: list[str] = []
    for block in blocks:
        if block["kind"] == "heading":
            words.append(block["text"])
        elif block["kind"] == "text":
            words.append(nh3.clean(re.sub(r"</(p|li|h3)>|<br>", "\n", block["html"]), tags=set()))
        elif block["kind"] == "table":
            words += [" ".join(row) for row in [block["head"], *block["rows"]]]
        elif block["kind"] == "figure":
            words.append(f"{block['alt']} {block['caption']}")
    return "\n".join(word.strip() for word in words if word.strip())
