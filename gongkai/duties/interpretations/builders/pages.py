"""The public pages of interpretations and infographics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.interpretations.builders.facts import fact_blocks, next_change, words_of
from gongkai.duties.interpretations.enums import FactKind, InterpretationForm
from gongkai.duties.interpretations.models import InfographicPage, InterpretationPage
from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Built, PageBuilder, Scope, SearchEntry, page_path
from gongkai.website.bodies import Targets, body_view, load_targets, plain_text
from gongkai.website.head import View, article_tag, page_head
from gongkai.website.listing import ListEntry, day_of, entries_of
from gongkai.website.shell import load_shell
from gongkai.website.tree import Tree, load_tree


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
                # Whoever asks for a document number finds the document first: what explains it only names it.
                body="\n".join(filter(None, [page.lead_in, *points, plain_text(blocks), _number(source)])),
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
        blocks = fact_blocks(facts, source.today)
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
            changes_at=next_change(facts, source.today),
            search=SearchEntry(
                title=page.title,
                body="\n".join([page.headline, *(words_of(value) for _, value in facts), _number(source)]),
                column="政策解读",
                on=day_of(source.published_at),
                kind="图解",
            ),
        )


def _number(source: ReadingSource) -> str:
    """The number of the document that is explained; empty where it bears none."""
    return source.document.number if source.document else ""
