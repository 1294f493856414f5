"""The public page of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.policies.builders.entries import badge_of, companions_of, midnight
from gongkai.duties.policies.enums import OWN_SIGNATURES, DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.outline import outline_of
from gongkai.duties.policies.rules import next_change_on
from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Built, PageBuilder, Scope, SearchEntry, page_path
from gongkai.website.bodies import Targets, body_view, load_targets, plain_text
from gongkai.website.builders.pages import file_view
from gongkai.website.head import View, article_tag, page_head
from gongkai.website.listing import ListEntry
from gongkai.website.shell import load_shell
from gongkai.website.tree import Tree, load_tree

_TOC_FROM = 3


@dataclass(frozen=True, slots=True)
class DocumentSource:
    page: PolicyDocument
    tree: Tree
    shell: View
    targets: Targets
    companions: tuple[ListEntry, ...]
    published_at: datetime
    today: date


class DocumentBuilder(PageBuilder[DocumentSource]):
    """政策文件."""

    name = "policies.document"
    model = PolicyDocument
    template = "policies/document.html"

    def queryset(self, scope: Scope) -> Any:
        return super().queryset(scope).select_related("unit").prefetch_related("attachments__attachment")

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[DocumentSource]:
        files = [row.attachment for page in instances for row in page.attachments.all()]
        targets = load_targets([page.body for page in instances], scope, attachments=files)
        companions = companions_of(instances, scope)
        tree, shell = load_tree(scope), load_shell(scope)
        return [
            DocumentSource(
                page,
                tree,
                shell,
                targets,
                companions.get(page.pk, ()),
                page.first_published_at or scope.now,
                scope.today,
            )
            for page in instances
        ]

    def view_of(self, source: DocumentSource) -> Built:
        page, path = source.page, page_path(source.page)
        blocks, used = body_view(page.body, source.targets)
        outline = outline_of(blocks)
        attached = [(row, source.targets.files[row.attachment_id]) for row in page.attachments.all()]
        column = source.tree.parent(page.path)
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": self._head(source, column),
                "title": page.title,
                "document": _identity(page),
                "force": _force(page, source.today),
                "brief": _brief(page, source.companions),
                "summary": page.one_sentence,
                "outline": list(outline.blocks),
                "toc": list(outline.toc) if len(outline.toc) >= _TOC_FROM else [],
                "files": [file_view(file, row.title) for row, file in attached],
                "links": [_link(entry) for entry in source.companions],
                "contact": page.contact,
                "facts": _facts(page),
                "published_on": source.published_at.astimezone(SHANGHAI).date(),
            },
            depends_on=frozenset({page_key(page), *(entry.key for entry in source.companions)}),
            changes_at=midnight(next_change_on(page.dates, source.today)),
            files=(*used, *(file for _, file in attached)),
            search=SearchEntry(
                title=page.title,
                body="\n".join(filter(None, [page.one_sentence, plain_text(blocks), page.index_number])),
                number=page.doc_number,
                column=column.title if column else "",
                on=page.written_on or source.published_at.astimezone(SHANGHAI).date(),
                kind="政策文件",
            ),
        )

    def _head(self, source: DocumentSource, column: Any) -> View:
        page = source.page
        return page_head(
            page.title,
            page_path(page),
            crumbs=source.tree.crumbs(page.path, page.doc_number or "正文"),
            section=source.tree.section(page.path),
            description=page.one_sentence or page.title,
            column=column.tag() if column else None,
            article=article_tag(
                page.title,
                published_at=source.published_at,
                source=page.issuer or source.shell["site"]["name"],
            ),
        )


def _identity(page: PolicyDocument) -> View:
    kind = DocumentKind(page.kind)
    red = page.issuer or ""
    suffix = str(kind.label) if kind in (DocumentKind.NORMATIVE, DocumentKind.ANNOUNCEMENT) else "文件"
    return {
        "red_head": f"{red}{suffix}" if red else suffix,
        "number": page.doc_number,
        "index": page.index_number,
        "kind": str(kind.label),
        "issuer": page.issuer,
        "written_on": page.written_on,
        "printed_on": page.printed_on,
        "is_own": Signature(page.signature) in OWN_SIGNATURES,
    }


def _force(page: PolicyDocument, today: date) -> View | None:
    state, word = badge_of(page, today)
    if not state:
        return None
    facts = []
    if page.effective_on:
        facts.append(f"{page.effective_on:%Y-%m-%d} 起施行")
    facts.append(f"有效期至 {page.expires_on:%Y-%m-%d}" if page.expires_on else "文件没有写明有效期")
    is_pending = state == "pending"
    note = "" if not is_pending else "在此之前按原规定执行。"
    if state == "expired":
        note = "不再作为管理的依据，原文留在这里供查考。"
    return {"state": state, "word": "尚未施行" if is_pending else word, "facts": facts, "note": note}


def _brief(page: PolicyDocument, companions: Sequence[ListEntry]) -> View | None:
    points = [str(block["value"]) for block in (page.points.get_prep_value() if page.points else [])]
    if not points:
        return None
    tile = next((entry.tile for entry in companions if entry.tile), None)
    links = [
        {"icon": "plain", "title": entry.title, "url": entry.url} for entry in companions if not entry.tile
    ]
    return {
        "title": "几句话看懂" if len(points) != 3 else "三句话看懂",
        "points": points,
        "links": links,
        "tile": tile,
    }


def _link(entry: ListEntry) -> View:
    return {
        "title": entry.title,
        "url": entry.url,
        "icon": "pic" if entry.tile else "plain",
        "say": entry.say,
    }


def _facts(page: PolicyDocument) -> list[View]:
    rows = [
        ("发文字号", page.doc_number),
        ("索引号", page.index_number),
        ("发文机关", page.issuer),
        ("文件类别", str(DocumentKind(page.kind).label)),
        ("主题分类", page.topic),
        ("成文日期", f"{page.written_on:%Y-%m-%d}" if page.written_on else ""),
        ("印发日期", f"{page.printed_on:%Y-%m-%d}" if page.printed_on else ""),
        ("施行日期", f"{page.effective_on:%Y-%m-%d}" if page.effective_on else ""),
        ("有效期至", f"{page.expires_on:%Y-%m-%d}" if page.expires_on else ""),
    ]
    return [{"name": name, "value": value} for name, value in rows if value]
