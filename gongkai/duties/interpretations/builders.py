"""Public pages of interpretations and infographics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.duties.interpretations.enums import FactKind, InterpretationForm
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.publishing.keys import page_key
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
from gongkai.website.builders.names import column_key
from gongkai.website.head import View, article_tag, column_tag, page_head
from gongkai.website.listing import ListEntry, day_of, entries_of, register_listing
from gongkai.website.queries import latest_entries, years_of
from gongkai.website.shell import load_shell
from gongkai.website.tree import Tree, load_tree

HEADINGS = {
    FactKind.NUMBER: "先记这几个数",
    FactKind.CHANGE: "原来和现在",
    FactKind.STEP: "怎么办",
    FactKind.SCOPE: "管谁，不管谁",
    FactKind.DATE: "要记住的日子",
}


@dataclass(frozen=True, slots=True)
class ReadingSource:
    """One page of either kind, with the document it explains and its sister page."""

    page: Any
    tree: Tree
    shell: View
    targets: Targets
    document: ListEntry | None
    sister: ListEntry | None
    published_at: datetime
    today: date


def _joined(pages: Sequence[BasePage], scope: Scope) -> dict[int, tuple[ListEntry | None, ListEntry | None]]:
    """The public document and sister page of each page, by page id; constant number of queries."""
    joints = {page.joint_release_id for page in pages if page.joint_release_id}
    rows = {
        pk: (policy, text, chart)
        for pk, policy, text, chart in JointRelease.objects.filter(pk__in=joints).values_list(
            "pk", "policy_id", "interpretation_id", "infographic_id"
        )
    }
    wanted = {member for triple in rows.values() for member in triple}
    entries = entries_of(list(scope.pages(BasePage).filter(pk__in=wanted)), scope)
    joined = {}
    for page in pages:
        policy, text, chart = rows.get(page.joint_release_id, (0, 0, 0))
        joined[page.pk] = (entries.get(policy), entries.get(chart if page.pk == text else text))
    return joined


class ReadingBuilder(PageBuilder[ReadingSource]):
    """What both kinds have in common."""

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[ReadingSource]:
        bodies = [page.body for page in instances if hasattr(page, "body")]
        targets = load_targets(bodies, scope)
        joined = _joined(instances, scope)
        tree, shell = load_tree(scope), load_shell(scope)
        return [
            ReadingSource(
                page,
                tree,
                shell,
                targets,
                *joined[page.pk],
                page.first_published_at or scope.now,
                scope.today,
            )
            for page in instances
        ]

    def _head(self, source: ReadingSource, description: str) -> View:
        page, column = source.page, source.tree.parent(source.page.path)
        return page_head(
            page.title,
            page_path(page),
            crumbs=source.tree.crumbs(page.path, "正文"),
            section=source.tree.section(page.path),
            description=description or page.title,
            column=column.tag() if column else None,
            article=article_tag(
                page.title, published_at=source.published_at, source=source.shell["site"]["name"]
            ),
        )

    def _keys(self, source: ReadingSource) -> frozenset[str]:
        linked = [entry.key for entry in (source.document, source.sister) if entry]
        return frozenset({page_key(source.page), *linked})


def _document_link(entry: ListEntry | None) -> View | None:
    if entry is None:
        return None
    return {
        "title": entry.title,
        "url": entry.url,
        "state": entry.state,
        "state_text": entry.state_text,
        "say": entry.number,
        "icon": "doc",
    }


class InterpretationBuilder(ReadingBuilder):
    """文字解读."""

    name = "interpretations.text"
    model = InterpretationPage
    template = "interpretations/text.html"

    def view_of(self, source: ReadingSource) -> Built:
        page = source.page
        blocks, used = body_view(page.body, source.targets)
        points = [str(block["value"]) for block in (page.points.get_prep_value() if page.points else [])]
        return Built(
            path=page_path(page),
            view={
                "shell": source.shell,
                "head": self._head(source, page.lead_in),
                "title": page.title,
                "form": str(InterpretationForm(page.form).label),
                "interpreter": page.interpreter,
                "lead_in": page.lead_in,
                "brief": {
                    "title": "先看要点",
                    "points": points,
                    "links": [],
                    "tile": source.sister.tile if source.sister else None,
                }
                if points
                else None,
                "blocks": blocks,
                "document": _document_link(source.document),
                "contact": page.contact,
            },
            depends_on=self._keys(source),
            changes_at=source.document.changes_at if source.document else None,
            files=tuple(used),
            search=SearchEntry(
                title=page.title,
                body="\n".join(filter(None, [page.lead_in, *points, plain_text(blocks)])),
                number=source.document.number if source.document else "",
                column="政策解读",
                on=day_of(source.published_at),
                kind="政策解读",
            ),
        )


class InfographicBuilder(ReadingBuilder):
    """图解, block by block from its facts."""

    name = "interpretations.infographic"
    model = InfographicPage
    template = "interpretations/infographic.html"

    def view_of(self, source: ReadingSource) -> Built:
        page = source.page
        facts = [(block["type"], block["value"]) for block in page.facts.get_prep_value()]
        blocks = _fact_blocks(facts, source.today)
        contact = next((value for kind, value in facts if kind == FactKind.CONTACT), None)
        return Built(
            path=page_path(page),
            view={
                "shell": source.shell,
                "head": self._head(source, page.headline),
                "title": page.title,
                "headline": page.headline,
                "blocks": blocks,
                "contact": {key: value or "" for key, value in contact.items()} if contact else None,
                "document": _document_link(source.document),
                "text": {"title": source.sister.title, "url": source.sister.url} if source.sister else None,
                "issuer": source.shell["site"]["name"],
                "published_on": source.published_at.astimezone(SHANGHAI).date(),
            },
            depends_on=self._keys(source),
            changes_at=_next_date(facts, source.today),
            search=SearchEntry(
                title=page.title,
                body="\n".join([page.headline, *(_words(value) for _, value in facts)]),
                number=source.document.number if source.document else "",
                column="政策解读",
                on=day_of(source.published_at),
                kind="图解",
            ),
        )


def _words(value: Mapping[str, Any]) -> str:
    return " ".join(str(each) for each in value.values() if isinstance(each, str) and each)


def _next_date(facts: Sequence[tuple[str, Any]], today: date) -> datetime | None:
    """The next midnight at which another date becomes the present one."""
    days = [date.fromisoformat(str(value["date"])) for kind, value in facts if kind == FactKind.DATE]
    coming = [day for day in days if day > today]
    return datetime.combine(min(coming), datetime.min.time(), SHANGHAI) if coming else None


def _fact_blocks(facts: Sequence[tuple[str, Any]], today: date) -> list[View]:
    """Facts grouped by kind in the order of the design system, each block with its clauses."""
    blocks: list[View] = []
    for kind in HEADINGS:
        rows = [dict(value) for each, value in facts if each == kind]
        if not rows:
            continue
        clauses = sorted({row.get("clause") or "" for row in rows} - {""}, key=_clause_order(rows))
        block: View = {
            "kind": kind.value,
            "title": HEADINGS[kind],
            "number": len(blocks) + 1,
            "source": "、".join(clauses),
            "rows": rows,
        }
        if kind is FactKind.SCOPE:
            block["applies"] = [row["who"] for row in rows if row.get("applies")]
            block["not"] = [row["who"] for row in rows if not row.get("applies")]
        if kind is FactKind.DATE:
            block["rows"] = _dates(rows, today)
        blocks.append(block)
    return blocks


def _clause_order(rows: Sequence[Mapping[str, Any]]) -> Any:
    order = {row.get("clause"): position for position, row in reversed(list(enumerate(rows)))}
    return lambda clause: order[clause]


def _dates(rows: Sequence[Mapping[str, Any]], today: date) -> list[View]:
    """Dates in order; the latest one that has come is the present."""
    days = sorted((date.fromisoformat(str(row["date"])), row["what"]) for row in rows)
    present = max((day for day, _ in days if day <= today), default=None)
    return [{"date": day, "what": what, "is_now": day == present} for day, what in days]


@dataclass(frozen=True, slots=True)
class IndexSource:
    page: InterpretationIndexPage
    tree: Tree
    shell: View
    entries: tuple[ListEntry, ...]
    years: tuple[int, ...]


class IndexBuilder(PageBuilder[IndexSource]):
    """政策解读: the newest interpretations and infographics."""

    name = "interpretations.index"
    model = InterpretationIndexPage
    template = "interpretations/index.html"

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[IndexSource]:
        places = [page.path for page in instances]
        latest, years = latest_entries(scope, places, ON_FRONT), years_of(scope, places)
        entries = entries_of([page for pages in latest.values() for page in pages], scope)
        return [
            IndexSource(
                page,
                load_tree(scope),
                load_shell(scope),
                tuple(entries[each.pk] for each in latest.get(page.path, ()) if each.pk in entries),
                tuple(years.get(page.path, ())),
            )
            for page in instances
        ]

    def view_of(self, source: IndexSource) -> Built:
        page, path = source.page, page_path(source.page)
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
                    column=column_tag(page.title, type_label="政策解读", description=page.introduction),
                ),
                "title": page.title,
                "summary": page.introduction,
                "tiles": [entry.tile for entry in source.entries if entry.tile],
                "entries": [{**entry.view(), "tile": None} for entry in source.entries if not entry.tile],
                "years": [{"title": f"{year}年", "url": f"{path}{year}/"} for year in source.years],
            },
            depends_on=frozenset({page_key(page), column_key(page.pk), *(e.key for e in source.entries)}),
            search=SearchEntry(title=page.title, body=page.introduction, column=page.title, kind="栏目"),
        )


def _texts(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    pages = scope.pages(InterpretationPage).filter(pk__in=pks).defer("body", "points")
    return {
        page.pk: ListEntry(
            pk=page.pk,
            title=page.title,
            url=page_path(page),
            on=day_of(page.first_published_at),
            at=page.first_published_at,
            say=page.lead_in,
        )
        for page in pages
    }


def _charts(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    return {
        page.pk: ListEntry(
            pk=page.pk,
            title=page.title,
            url=page_path(page),
            on=day_of(page.first_published_at),
            at=page.first_published_at,
            say=page.headline,
            tile=_tile(page),
        )
        for page in scope.pages(InfographicPage).filter(pk__in=pks)
    }


def _tile(page: InfographicPage) -> View:
    """The cover: the first number, else the headline."""
    facts = [(block["type"], block["value"]) for block in page.facts.get_prep_value()]
    number = next((value for kind, value in facts if kind == FactKind.NUMBER), None)
    if number is None:
        return {"url": page_path(page), "value": "图", "unit": "", "say": page.headline}
    return {
        "url": page_path(page),
        "value": number["value"],
        "unit": number.get("unit") or "",
        "say": number["sentence"],
    }


for _builder in (InterpretationBuilder(), InfographicBuilder(), IndexBuilder()):
    register_builder(_builder)
register_listing(InterpretationPage, _texts)
register_listing(InfographicPage, _charts)
