"""归档 as computed public state: the page stays where it is with a mark, and leaves lists and search.

The mark is no content: digest and clearance stay. It is laid over what a builder made, in one place for every builder,
so that a page of any duty bears it; preview, release and live rendering all pass here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.clearance.models import Archiving
from gongkai.core.shanghai import SHANGHAI

if TYPE_CHECKING:
    from gongkai.publishing.protocol import Built, Scope

WORDS = "{day:%Y}年{day.month}月{day.day}日归档，内容可能已过时，仅供查阅。"


def archived_days(scope: Scope) -> Mapping[int, date]:
    """The day on which each page was archived that is archived now; one query for a whole build."""

    def load() -> dict[int, date]:
        rows = Archiving.objects.filter(ended_at=None).values_list("page", "archived_at")
        return {pk: at.astimezone(SHANGHAI).date() for pk, at in rows}

    return scope.once("publishing.archived", load)


def with_mark(built: Built, owner: str, scope: Scope) -> Built:
    """What was built, marked as archived where its page is: the first thing said on it, and not found by search."""
    if not owner.startswith("page:") or built.status != 200:
        return built
    day = archived_days(scope).get(int(owner.removeprefix("page:")))
    if day is None:
        return built
    view: dict[str, Any] = {**built.view, "archived": {"on": day, "words": WORDS.format(day=day)}}
    return replace(built, view=view, search=None)


def without_archived(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Pages that lists may hold: not those archived now."""
    away = Archiving.objects.filter(ended_at=None, page=OuterRef("pk"))
    return pages.filter(~Exists(away))
