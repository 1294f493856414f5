"""Public pages of documents: the document itself, the library, and how documents show in lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.duties.policies.enums import OWN_SIGNATURES, DocumentKind, Signature, Validity
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.duties.policies.outline import outline_of
from gongkai.duties.policies.rules import next_change_on, validity_on
from gongkai.publishing.keys import list_key, page_key, register_names
from gongkai.publishing.protocol import (
    SHANGHAI,
    Built,
    PageBuilder,
    Scope,
    SearchEntry,
    page_path,
    register_builder,
)
from gongkai.website.archives import ON_FRONT
from gongkai.website.bodies import Targets, body_view, load_targets, plain_text
from gongkai.website.builders.names import column_key, names_of_entry
from gongkai.website.builders.pages import file_view
from gongkai.website.head import View, article_tag, column_tag, page_head
from gongkai.website.home import HomeBlock, register_home_block
from gongkai.website.listing import ListEntry, entries_of, register_listing
from gongkai.website.queries import latest_entries, years_of
from gongkai.website.shell import load_shell
from gongkai.website.tree import Tree, load_tree

DOCUMENTS = list_key("documents")
# The design system's name of each state.
BADGES = {
    Validity.VALID: "valid",
    Validity.PENDING: "pending",
    Validity.EXPIRED: "expired",
    Validity.UNDATED: "expired",
}
_TOC_FROM = 3


def midnight(day: date | None) -> datetime | None:
    """The Shanghai midnight with which a day begins."""
    return datetime.combine(day, time(), SHANGHAI) if day else None


def badge_of(document: PolicyDocument, today: date) -> tuple[str, str]:
    """State and words of a document's badge on a day; none for a document that lays down no rules."""
    if document.kind not in (DocumentKind.NORMATIVE, DocumentKind.DECISION, DocumentKind.POLICY):
        return "", ""
    state = validity_on(document.dates, today)
    if state is Validity.UNDATED:
        return "", ""
    if state is Validity.PENDING and document.effective_on:
        return BADGES[state], f"{document.effective_on:%Y-%m-%d} 起施行"
    return BADGES[state], str(state.label)


@dataclass(frozen=True, slots=True)
class DocumentSource:
    page: PolicyDocument
    tree: Tree
    shell: View
    targets: Targets
    companions: tuple[ListEntry, ...]
    published_at: datetime
    today: date


def companions_of(pages: Sequence[BasePage], scope: Scope) -> dict[int, tuple[ListEntry, ...]]:
    """Entries of the public pages that share each page's joint release, by page id; three queries."""
    joints = {page.joint_release_id: page.pk for page in pages if page.joint_release_id}
    rows = JointRelease.objects.filter(pk__in=joints).values_list(
        "pk", "policy_id", "interpretation_id", "infographic_id"
    )
    members = {
        pk: [m for m in triple if m not in [p.pk for p in pages if p.joint_release_id == pk]]
        for pk, *triple in rows
    }
    wanted = {member for group in members.values() for member in group}
    public = list(scope.pages(BasePage).filter(pk__in=wanted))
    entries = entries_of(public, scope)
    return {
        page.pk: tuple(
            entries[member] for member in members.get(page.joint_release_id, []) if member in entries
        )
        for page in pages
    }


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
                body="\n".join(filter(None, [page.one_sentence, plain_text(blocks)])),
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


@dataclass(frozen=True, slots=True)
class LibrarySource:
    page: PolicyIndexPage
    tree: Tree
    shell: View
    entries: tuple[ListEntry, ...]
    years: tuple[int, ...]


class LibraryBuilder(PageBuilder[LibrarySource]):
    """政策文件库: the newest documents with their validity, the way to older ones, and to the search."""

    name = "policies.library"
    model = PolicyIndexPage
    template = "policies/library.html"

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[LibrarySource]:
        places = [page.path for page in instances]
        latest, years = latest_entries(scope, places, ON_FRONT), years_of(scope, places)
        entries = entries_of([page for pages in latest.values() for page in pages], scope)
        return [
            LibrarySource(
                page,
                load_tree(scope),
                load_shell(scope),
                tuple(entries[each.pk] for each in latest.get(page.path, ()) if each.pk in entries),
                tuple(years.get(page.path, ())),
            )
            for page in instances
        ]

    def view_of(self, source: LibrarySource) -> Built:
        page, path = source.page, page_path(source.page)
        moments = [entry.changes_at for entry in source.entries if entry.changes_at]
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(
                    page.title,
                    path,
                    crumbs=source.tree.crumbs(page.path, page.title),
                    section=path,
                    description=page.introduction,
                    column=column_tag(page.title, type_label="政策文件", description=page.introduction),
                ),
                "title": page.title,
                "summary": page.introduction,
                "entries": [entry.view() for entry in source.entries],
                "years": [{"title": f"{year}年", "url": f"{path}{year}/"} for year in source.years],
                "states": [
                    {"value": state.value, "label": str(state.label)}
                    for state in (Validity.VALID, Validity.PENDING, Validity.EXPIRED)
                ],
            },
            depends_on=frozenset({page_key(page), column_key(page.pk), *(e.key for e in source.entries)}),
            changes_at=min(moments, default=None),
            search=SearchEntry(title=page.title, body=page.introduction, column=page.title, kind="栏目"),
        )


def entry_of(page: PolicyDocument, today: date, companions: Sequence[ListEntry] = ()) -> ListEntry:
    """How a document shows in a list."""
    state, text = badge_of(page, today)
    links: tuple[View, ...] = ({"icon": "doc", "title": "看原文", "url": page_path(page)},)
    links += tuple(
        {"icon": "plain", "title": "看解读", "url": each.url} for each in companions if not each.tile
    )
    return ListEntry(
        pk=page.pk,
        title=page.title,
        url=page_path(page),
        on=page.written_on,
        at=page.first_published_at,
        number=page.doc_number,
        state=state,
        state_text=text,
        say=page.one_sentence,
        links=links if companions else (),
        tile=next((each.tile for each in companions if each.tile), None),
        changes_at=midnight(next_change_on(page.dates, today)),
    )


def _entries(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    pages = scope.pages(PolicyDocument).filter(pk__in=pks).defer("body", "points")
    return {page.pk: entry_of(page, scope.today) for page in pages}


def load_newest(scope: Scope) -> HomeBlock | None:
    """The home page's newest policies, each with its interpretation and the cover of its infographic."""
    library = scope.pages(PolicyIndexPage).first()
    if library is None:
        return None
    newest = scope.pages(PolicyDocument).filter(needs_joint=True).defer("body", "points")
    pages = list(newest.order_by("-written_on", "-pk")[:4])
    companions = companions_of(pages, scope)
    entries = [entry_of(page, scope.today, companions.get(page.pk, ())) for page in pages]
    moments = [entry.changes_at for entry in entries if entry.changes_at]
    keys = {entry.key for entry in entries} | {c.key for group in companions.values() for c in group}
    path = page_path(library)
    return HomeBlock(
        title="最新政策",
        say="每件都和解读、图解同时公布。",
        more_url=path,
        more_text="全部政策文件",
        style="news",
        entries=tuple(entry.view() for entry in entries),
        empty_title="还没有公布的政策文件",
        empty_text="文件公布时，会和它的解读、图解一起出现在这里。",
        depends_on=frozenset({DOCUMENTS, page_key(library), *keys}),
        changes_at=min(moments, default=None),
    )


def names_of_document(page: Any) -> list[str]:
    """The sets that a document belongs to."""
    return [DOCUMENTS, *names_of_entry(page)]


register_builder(DocumentBuilder())
register_builder(LibraryBuilder())
register_listing(PolicyDocument, _entries)
register_names(PolicyDocument, names_of_document)
register_home_block("policies.newest", 20, load_newest)
