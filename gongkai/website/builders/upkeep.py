"""内容清理公示: what was archived, restored or taken down, by year: what, why, decided by which unit, when and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from gongkai.clearance.models import BasePage, UpkeepAct
from gongkai.clearance.queries.upkeep import acts_told
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.keys import UPKEEP_KEY, page_key
from gongkai.publishing.protocol import Builder, Built, Scope
from gongkai.website.head import View, crumb, page_head
from gongkai.website.shell import load_shell

PATH = "/cleanup/"
TITLE = "内容清理公示"
NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class UpkeepSource:
    """The acts of one year, and how many there were in each. ``year`` is empty where the newest one stands without
    being named.
    """

    year: str
    acts: tuple[UpkeepAct, ...]
    years: Mapping[int, int]
    page_type: int
    shell: View


class UpkeepBuilder(Builder[UpkeepSource]):
    """One output for each year, and one for the newest at the address itself. The id is the year, or ``newest``.

    The rows are no content: they are the record of acts, whose reasons were written for the public and screened as they
    were written. No person is named. What was purged is not there (invariant 7).
    """

    name = "website.upkeep"
    template = "website/upkeep.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return [NEWEST, *map(str, sorted(_years()))]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return self.targets(scope) if UPKEEP_KEY in keys else []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, UpkeepSource]:
        years, by_year = _years(), _by_year()
        kind = ContentType.objects.get_for_model(BasePage).pk
        newest = max(years, default=0)
        wanted = {ident: newest if ident == NEWEST else int(ident) for ident in ids}
        return {
            ident: UpkeepSource(
                "" if ident == NEWEST else ident, tuple(by_year.get(year, ())), years, kind, load_shell(scope)
            )
            for ident, year in wanted.items()
            if ident == NEWEST or year in years
        }

    def view_of(self, source: UpkeepSource) -> Built:
        path = f"{PATH}{source.year}/" if source.year else PATH
        title = f"{TITLE}（{source.year}年）" if source.year else TITLE
        above = [
            crumb("首页", "/"),
            *([crumb(TITLE, PATH), crumb(f"{source.year}年")] if source.year else [crumb(TITLE)]),
        ]
        pages = {act.object_id for act in source.acts if act.content_type_id == source.page_type}
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(title, path, crumbs=above),
                "title": title,
                "rows": [_row(act) for act in source.acts],
                "years": [
                    {"year": year, "url": f"{PATH}{year}/", "count": count}
                    for year, count in sorted(source.years.items(), reverse=True)
                ],
            },
            depends_on=frozenset({UPKEEP_KEY, *map(page_key, pages)}),
        )


def _row(act: UpkeepAct) -> View:
    return {
        "title": act.title,
        "url": act.path,
        "how": str(act.get_kind_display()),
        "reason": act.reason,
        "unit": act.unit_name or "厅办公室",
        "on": act.at.astimezone(SHANGHAI).date(),
    }


def _by_year() -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for act in acts_told().order_by("-at", "-pk"):
        found.setdefault(act.at.astimezone(SHANGHAI).year, []).append(act)
    return found


def _years() -> dict[int, int]:
    """How many acts there were in each year."""
    return dict(Counter(at.astimezone(SHANGHAI).year for at in acts_told().values_list("at", flat=True)))
