"""What the screens of 数据汇聚 show: titles and links of contents for who looks, lists with their states, masked samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Max

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums_aggregation import AggregationDecision, AssessmentState, ColumnKind
from gongkai.clearance.models.aggregation import AggregationAssessment, OpenExit, PublicProfile
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.queries.aggregation import Evidence, exit_facts_of, limits_now
from gongkai.clearance.queries.aggregation_contents import owner_of, tables_of
from gongkai.clearance.queries.sealing import title_for
from gongkai.clearance.rules.aggregation import ExitFacts
from gongkai.clearance.screening.aggregate import Risk
from gongkai.clearance.screening.aggregate.columns import is_head, kind_of_column
from gongkai.clearance.screening.aggregate.masking import masked_cell
from gongkai.clearance.screening.aggregate.profiles import rows_at
from gongkai.clearance.screening.aggregate.scope import Listed, Scope, growth_of, scope_from
from gongkai.clearance.versions import Version

GONE = "已不存在的内容"


@dataclass(frozen=True, slots=True)
class Content:
    """One content as the sheet names it; ``path`` leads to its public page, where there is one."""

    owner: str
    title: str
    path: str
    is_subject: bool = False
    rows: int = 0
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A few rows of the assessed table, masked."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk with what combines and a sample."""

    risk: Risk
    contents: tuple[Content, ...]
    columns: str
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One line of the list."""

    assessment: AggregationAssessment
    title: str
    state: AssessmentState | None
    growth: tuple[str, ...]

    @property
    def state_label(self) -> str:
        """In Chinese; None is one that a later one has taken the place of."""
        return str(self.state.label) if self.state is not None else "已另行评估"


def contents_by_owner(owners: Iterable[str], user: Any) -> dict[str, Content]:
    """Titles and public addresses of contents; of what is sealed from the person only that it is."""
    wanted: dict[str, list[str]] = {}
    for owner in owners:
        label, _, key = owner.partition(":")
        wanted.setdefault(label, []).append(key)
    found: dict[str, Content] = {}
    for label, keys in wanted.items():
        rows = apps.get_model(label)._default_manager.in_bulk([int(key) for key in keys])
        for key in keys:
            owner, row = f"{label}:{key}", rows.get(int(key))
            found[owner] = Content(owner, GONE, "") if row is None else _content(owner, row, user)
    return found


def _content(owner: str, row: Any, user: Any) -> Content:
    path = public_path_of(row) if isinstance(row, BasePage) and row.live else ""
    return Content(owner, title_for(user, row, str(row)), path)


def columns_text(kinds: Sequence[str]) -> str:
    """Kinds of columns in Chinese."""
    order = list(ColumnKind)
    return "、".join(kind.label for kind in sorted(map(ColumnKind, kinds), key=order.index)) or "—"


def scope_rows(scope: Scope, subject: str, user: Any) -> list[Content]:
    """What an assessment covers, the assessed content first."""
    named = contents_by_owner(scope, user)
    rows = [
        Content(
            owner,
            named[owner].title,
            named[owner].path,
            owner == subject,
            one.rows,
            columns_text(one.columns),
        )
        for owner, one in scope.items()
    ]
    return sorted(rows, key=lambda row: (not row.is_subject, row.title))


def risk_rows(
    risks: Sequence[Risk], user: Any, *, samples: Mapping[int, Sample] | None = None
) -> list[RiskRow]:
    """Risks with titles and links; ``samples`` by place in ``risks``."""
    named = contents_by_owner({owner for risk in risks for owner in risk.owners}, user)
    return [
        RiskRow(
            risk,
            tuple(named[owner] for owner in risk.owners),
            columns_text(risk.columns) if risk.columns else "",
            (samples or {}).get(place),
        )
        for place, risk in enumerate(risks)
    ]


def samples_of(target: Any, version: Version, evidence: Evidence) -> dict[int, Sample]:
    """Masked rows for each risk that names some, by its place among the risks."""
    wanted = [(place, risk) for place, risk in enumerate(evidence.risks) if risk.rows]
    if not wanted:
        return {}
    tables = {one.source.place: one.table for one in tables_of(target, version)}
    found = {}
    for place, risk in wanted:
        table = tables.get(evidence.profiles[risk.table].source.place)
        if table is not None:
            found[place] = _sample(table, risk)
    return found


def _sample(table: Any, risk: Risk) -> Sample:
    rows = list(table.rows)
    head = list(rows.pop(0)) if rows and is_head(rows[0]) else []
    width = max(map(len, [head, *rows]), default=0)
    head += [f"第{n + 1}列" for n in range(len(head), width)]
    columns = [[row[n] if n < len(row) else "" for row in rows] for n in range(width)]
    kinds = [kind_of_column(head[n], columns[n]) for n in range(width)]
    told = [n for n in range(width) if kinds[n] != ColumnKind.OTHER]
    shown = [
        tuple(masked_cell(kinds[n], row[n] if n < len(row) else "") for n in told)
        for row in rows_at(table, risk.rows)
    ]
    return Sample(tuple(kinds[n].label for n in told), tuple(shown))


def list_rows(assessments: Sequence[AggregationAssessment], user: Any) -> list[AssessmentRow]:
    """Assessments with their states, in a fixed number of queries.

    Told from the digests and rows in the index; whether another list has come to combine is told by the sheet and the
    gate, which look at everything.
    """
    newest: dict[tuple[int | None, str, int | None], int] = {
        (row["content_type"], row["object_id"], row["exit"]): row["last"]
        for row in AggregationAssessment.objects.values("content_type", "object_id", "exit")
        .annotate(last=Max("pk"))
        .order_by()
    }
    listed = _listed_now()
    owners = {_owner(one) for one in assessments if one.exit_id is None}
    named = contents_by_owner(owners, user)
    percent = limits_now().growth
    rows = []
    for one in assessments:
        is_newest = newest[one.content_type_id, one.object_id, one.exit_id] == one.pk
        title = one.exit.title if one.exit is not None else named[_owner(one)].title
        growth = _growth(one, listed, percent) if is_newest else ()
        rows.append(AssessmentRow(one, title, _state(one, growth) if is_newest else None, growth))
    return rows


def _owner(one: AggregationAssessment) -> str:
    kind = one.content_type
    return f"{kind.app_label}.{kind.model}:{one.object_id}" if kind is not None else ""


def _listed_now() -> dict[str, Listed]:
    """Rows and columns of everything public, without what its rows say."""
    found: dict[str, Listed] = {}
    rows = PublicProfile.objects.filter(is_current=True).select_related("content_type")
    for row in rows.defer("data").order_by("pk"):
        owner = f"{row.content_type.app_label}.{row.content_type.model}:{row.object_id}"
        known = found.get(owner, Listed(row.digest, 0, ()))
        columns = tuple(sorted({*known.columns, *row.columns}))
        found[owner] = Listed(row.digest, known.rows + row.rows, columns)
    return found


def _growth(one: AggregationAssessment, listed: Mapping[str, Listed], percent: int) -> tuple[str, ...]:
    if one.decision != AggregationDecision.OPEN:
        return ()
    before = scope_from(one.scope)
    if one.exit is not None:
        return tuple(growth_of(before, _of_exit(one.exit, listed), percent=percent))
    beside = {owner: was for owner, was in before.items() if owner != _owner(one)}
    now = {owner: listed[owner] for owner in beside if owner in listed}
    return tuple(growth_of(beside, now, percent=percent))


def _of_exit(row: OpenExit, listed: Mapping[str, Listed]) -> dict[str, Listed]:
    """What an exit hands out now; a chosen data set without a table is there with no rows."""
    if row.is_whole:
        return dict(listed)
    found = {}
    for dataset in row.datasets.all():
        if dataset.live_version_id is not None:
            found[owner_of(dataset)] = listed.get(owner_of(dataset), Listed("", 0, ()))
    return found


def exits_with_facts(
    rows: Sequence[OpenExit],
) -> list[tuple[OpenExit, AggregationAssessment | None, ExitFacts]]:
    """Exits with their newest assessment and what the rule needs, in a fixed number of queries.

    ``rows`` come with their data sets and assessments prefetched.
    """
    listed, percent = _listed_now(), limits_now().growth
    found = []
    for row in rows:
        newest = max(row.assessments.all(), key=lambda one: one.pk, default=None)
        evidence = Evidence((), _of_exit(row, listed), "", ())
        found.append((row, newest, exit_facts_of(row, newest, evidence, percent=percent)))
    return found


def _state(one: AggregationAssessment, growth: tuple[str, ...]) -> AssessmentState:
    if not one.decision:
        return AssessmentState.WAITING
    if one.decision != AggregationDecision.OPEN:
        return AssessmentState.AGAINST
    return AssessmentState.GROWN if growth else AssessmentState.VALID
