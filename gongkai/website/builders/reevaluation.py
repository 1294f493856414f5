"""定期评估结果: of each closed round how many items there were, what was concluded, and what has been opened since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums_reevaluation import TO_THE_SITE, Conclusion, conclusion_label
from gongkai.clearance.models import BasePage, Opening, ReevaluationRound
from gongkai.clearance.queries.reevaluation import told_results
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.keys import REEVALUATION_KEY, page_key
from gongkai.publishing.protocol import Builder, Built, Scope
from gongkai.website.head import View, crumb, page_head
from gongkai.website.shell import load_shell

PATH = "/reevaluation/"
TITLE = "不予公开信息定期评估结果"
NEWEST = "newest"
_ORDER = [str(one) for one in Conclusion]


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """Something decided to be opened that the public can read now."""

    pk: int
    title: str
    path: str
    conclusion: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Result:
    """One closed round, in numbers: items by (disclosure, conclusion); pages opened; pages that the result waits for."""

    year: int
    opened_on: date
    closed_on: date
    counts: Mapping[tuple[str, str], int]
    opened: tuple[OpenedPage, ...]
    to_open: int
    watched: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReevaluationSource:
    """The result of one round and the years of all; ``year`` is empty where the newest stands without being named."""

    year: str
    result: Result | None
    years: tuple[int, ...]
    shell: View


class ReevaluationBuilder(Builder[ReevaluationSource]):
    """One output for each closed round, and one for the newest at the address itself. The id is the year, or ``newest``.

    Read are numbers, and titles of pages that are public at that moment, as the gate let them through. Nothing of what
    stays closed, no reason, no person; state secrets are not even counted.
    """

    name = "website.reevaluation"
    template = "website/reevaluation.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return [NEWEST, *map(str, _years())]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return self.targets(scope) if REEVALUATION_KEY in keys else []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, ReevaluationSource]:
        results = _results(scope)
        years, shell = tuple(sorted(results)), load_shell(scope)
        newest = max(years, default=0)
        wanted = {ident: newest if ident == NEWEST else int(ident) for ident in ids}
        return {
            ident: ReevaluationSource("" if ident == NEWEST else ident, results.get(year), years, shell)
            for ident, year in wanted.items()
            if ident == NEWEST or year in results
        }

    def view_of(self, source: ReevaluationSource) -> Built:
        path = f"{PATH}{source.year}/" if source.year else PATH
        title = f"{TITLE}（{source.year}年）" if source.year else TITLE
        above = [
            crumb("首页", "/"),
            *([crumb(TITLE, PATH), crumb(f"{source.year}年")] if source.year else [crumb(TITLE)]),
        ]
        watched = source.result.watched if source.result is not None else ()
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(title, path, crumbs=above),
                "title": title,
                "result": _view(source.result) if source.result is not None else None,
                "years": [{"year": year, "url": f"{PATH}{year}/"} for year in reversed(source.years)],
            },
            depends_on=frozenset({REEVALUATION_KEY, *map(page_key, watched)}),
        )


def _view(result: Result) -> View:
    counts = sorted(result.counts.items(), key=lambda row: (_ORDER.index(row[0][1]), row[0][0]))
    return {
        "year": result.year,
        "opened_on": result.opened_on,
        "closed_on": result.closed_on,
        "total": sum(result.counts.values()),
        "counts": [
            {"label": conclusion_label(conclusion, disclosure), "was": _was(disclosure), "count": count}
            for (disclosure, conclusion), count in counts
        ],
        "opened": [
            {
                "title": page.title,
                "url": page.path,
                "how": conclusion_label(page.conclusion, ""),
                "since": page.since,
            }
            for page in result.opened
        ],
        "to_open": result.to_open - len(result.opened),
    }


def _was(disclosure: str) -> str:
    return "原为依申请公开" if disclosure == "on_request" else "原为不予公开"


def _closed_rounds() -> Any:
    return ReevaluationRound.objects.filter(closed_at__isnull=False)


def _years() -> list[int]:
    return sorted(_closed_rounds().values_list("year", flat=True))


def _results(scope: Scope) -> dict[int, Result]:
    """Every closed round, in a fixed number of queries."""
    turns = {turn.pk: turn for turn in _closed_rounds()}
    counts: dict[int, Counter[tuple[str, str]]] = {pk: Counter() for pk in turns}
    for turn, disclosure, conclusion in told_results().values_list("round", "disclosure", "conclusion"):
        counts[turn][disclosure, conclusion] += 1
    openings: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    rows = Opening.objects.filter(item__in=told_results(), item__conclusion__in=TO_THE_SITE).order_by("pk")
    for turn, page, conclusion in rows.values_list("item__round", "page", "item__conclusion"):
        openings[turn].append((page, conclusion))
    keys = {page for listed in openings.values() for page, _ in listed if page is not None}
    pages = scope.pages(BasePage.objects.filter(pk__in=keys)).specific() if keys else []
    live = {page.pk: page for page in pages}  # each of its own kind, which knows its address
    return {turn.year: _result(turn, counts[pk], openings[pk], live) for pk, turn in turns.items()}


def _result(
    turn: ReevaluationRound,
    counts: Mapping[tuple[str, str], int],
    openings: Sequence[tuple[int | None, str]],
    live: Mapping[int, Any],
) -> Result:
    opened = [
        OpenedPage(page.pk, page.title, public_path_of(page), conclusion, _since(page))
        for pk, conclusion in openings
        if pk is not None and (page := live.get(pk)) is not None
    ]
    assert turn.closed_at is not None
    return Result(
        year=turn.year,
        opened_on=turn.opened_on,
        closed_on=turn.closed_at.astimezone(SHANGHAI).date(),
        counts=counts,
        opened=tuple(opened),
        to_open=len(openings),
        watched=tuple(pk for pk, _ in openings if pk is not None),
    )


def _since(page: Any) -> date | None:
    return page.first_published_at.astimezone(SHANGHAI).date() if page.first_published_at else None
