"""Small sites for the publisher: plain pages, cleared and live without walking the review chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from gongkai.clearance.digest import digest_of
from gongkai.clearance.enums import BatchKind
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import Archiving, BasePage, ReleaseBatch
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.usecases.upkeep_acts import note_act
from gongkai.core.accounts.models import User
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.archived import without_archived
from gongkai.publishing.keys import list_key, page_key, register_names
from gongkai.publishing.protocol import Builder, Built, PageBuilder, Scope, SearchEntry, page_path
from tests.factories.granting import grant
from tests.factories.people import make_user

_numbers = count(1)


@dataclass(frozen=True)
class LeafSource:
    page: Any
    today: date


def parts_of(page: Any) -> tuple[str, str, date | None]:
    """A plain page has only a title: heading, text and the day it changes on all stand in it."""
    heading, text, day = (*page.title.split("|"), "", "")[:3]
    return heading, text, date.fromisoformat(day) if day else None


def titled(heading: str, text: str = "", day: str = "") -> str:
    """The title of a test page of these parts."""
    return f"{heading}|{text}|{day}"


class LeafBuilder(PageBuilder[LeafSource]):
    """One page: title, text, and a word that changes on a day."""

    name = "test.leaf"
    model = BasePage
    template = "leaf.html"

    def queryset(self, scope: Scope) -> Any:
        return super().queryset(scope).filter(depth__gt=3)

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[LeafSource]:
        return [LeafSource(page, scope.today) for page in instances]

    def view_of(self, source: LeafSource) -> Built:
        page = source.page
        heading, text, day = parts_of(page)
        is_past = day is not None and source.today >= day
        changes = datetime.combine(day, time(), SHANGHAI) if day and not is_past else None
        return Built(
            path=page_path(page),
            view={"title": heading, "text": text, "is_past": is_past},
            depends_on=frozenset({page_key(page)}),
            changes_at=changes,
            search=SearchEntry(title=heading, body=text, column="测试", on=day),
        )


class ShelfBuilder(Builder[tuple[Any, list[Any]]]):
    """A list of the pages below a section, with how many there are."""

    name = "test.shelf"
    template = "shelf.html"

    def _sections(self, scope: Scope) -> Any:
        return scope.pages(BasePage).filter(depth=3)

    def targets(self, scope: Scope) -> list[str]:
        return [str(pk) for pk in self._sections(scope).values_list("pk", flat=True)]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> list[str]:
        return [pk for pk in self.targets(scope) if {list_key(pk), page_key(pk)} & keys]

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, tuple[Any, list[Any]]]:
        sections = {page.path: page for page in self._sections(scope).filter(pk__in=ids)}
        shelves: dict[str, list[Any]] = {path: [] for path in sections}
        for page in without_archived(scope.pages(BasePage)).filter(depth=4).order_by("title", "pk"):
            if page.path[:-4] in shelves:
                shelves[page.path[:-4]].append(page)
        return {str(sections[path].pk): (sections[path], pages) for path, pages in shelves.items()}

    def view_of(self, source: tuple[Any, list[Any]]) -> Built:
        section, pages = source
        shown = pages[:3]
        return Built(
            path=page_path(section),
            view={
                "title": parts_of(section)[0],
                "count": len(pages),
                "rows": [{"title": parts_of(p)[0], "path": page_path(p)} for p in shown],
            },
            depends_on=frozenset({page_key(section), list_key(section.pk), *map(page_key, shown)}),
        )

    def owner_of(self, ident: str) -> str:
        return page_key(ident)


def names_of_page(page: Any) -> list[str]:
    """The set a test page belongs to: the section it lies in."""
    return [list_key(page.get_parent().pk)] if page.depth == 4 else []


register_names(BasePage, names_of_page)


def clear(page: BasePage, by: User) -> None:
    """Grant the page as it stands and put it live, as the gate would."""
    page = BasePage.objects.get(pk=page.pk)
    revision = Revision.objects.create(
        content_type=page.get_base_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        created_at=timezone.now(),
        user=by,
        content=page.serializable_data(),
    )
    grant(page, revision=revision, digest=digest_of(page), by=by)
    BasePage.objects.filter(pk=page.pk).update(
        live=True, live_revision=revision, latest_revision=revision, cleared_revision=revision.pk
    )


class Site:
    """A home page, sections below it, and leaves; every change goes through the outbox."""

    def __init__(self) -> None:
        self.editor = make_user(name="编辑")
        root = BasePage.objects.get(depth=1)
        self.home = self._page(root, "示例厅", f"home{next(_numbers)}")
        clear(self.home, self.editor)

    def _page(self, parent: BasePage, title: str, slug: str, text: str = "", day: str = "") -> BasePage:
        page = BasePage(title=titled(title, text, day), slug=slug, live=False)
        return BasePage.objects.get(pk=parent.pk).add_child(instance=page)

    def add(
        self, parent: BasePage, title: str, slug: str = "", text: str = "正文", day: str = ""
    ) -> BasePage:
        """A new live page, and its batch."""
        page = self._page(parent, title, slug or f"p{next(_numbers)}", text, day)
        return self.release(page)

    def release(self, *pages: BasePage) -> BasePage:
        """Clear pages as they stand in the database, and open one batch for all of them."""
        for page in pages:
            clear(page, self.editor)
        open_batch(kind=BatchKind.RELEASE, by=self.editor, objects=pages)
        return BasePage.objects.get(pk=pages[0].pk)

    def edit(self, page: BasePage, **values: Any) -> BasePage:
        """Change a page, clear it again, and open its batch."""
        if "slug" in values:
            values["url_path"] = f"{page.get_parent().url_path}{values['slug']}/"
            BasePage.objects.filter(pk=page.pk).update(live=False)  # only a newly cleared version may move it
        BasePage.objects.filter(pk=page.pk).update(**values)
        return self.release(page)

    def tamper(self, page: BasePage, **values: Any) -> None:
        """What somebody with a database shell would do."""
        BasePage.objects.filter(pk=page.pk).update(**values)

    def archive(self, page: BasePage, *, reason: str = "已结束") -> None:
        """Archived, or brought back where it is archived, with the record and its batch."""
        held = Archiving.objects.filter(page=page, ended_at=None)
        kind = MotionAct.RESTORE if held.exists() else MotionAct.ARCHIVE
        act = note_act(kind=kind, target=page, decider=self.editor, reason=reason)
        if not held.update(ended_at=act.at):
            Archiving.objects.create(page=page, act=act, archived_at=act.at)
        open_batch(kind=BatchKind.ARCHIVING, by=self.editor, objects=[page])

    def take_down(self, page: BasePage) -> ReleaseBatch:
        """Not live any more, with a batch; no withdrawal row."""
        BasePage.objects.filter(pk=page.pk).update(live=False)
        return open_batch(kind=BatchKind.WITHDRAWAL, by=self.editor, objects=[page])
