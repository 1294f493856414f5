"""放行与书面说明, for those who oversee them: asked by unit, kind, level, person and time, with where each can be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import DecisionKind, WaiverState
from gongkai.clearance.models import FindingDecision, SlipItem
from gongkai.clearance.queries.progress_rows import PURGED_TITLE
from gongkai.clearance.queries.purge_list import purges_of_objects
from gongkai.clearance.queries.sealing import about_sealed
from gongkai.clearance.queries.waivers import Key, key_of_row, objects_of, shown_waivers
from gongkai.clearance.verbs import PURGE, WAIVE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may

GONE_TITLE = "〈内容已不在〉"
_PIECE = 200


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for; empty means everything."""

    what: str = ""
    unit: int | None = None
    kind: str = ""
    level: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """One waiver or note. Of what was purged since neither title nor words are told, but to who may purge."""

    row: FindingDecision
    title: str
    unit: str
    text: str
    place: str
    state: WaiverState | None
    revocation: FindingDecision | None
    slip_number: str
    slip_url: str
    findings_url: str
    public_path: str
    may_revoke: bool


def decisions_asked(user: User, sought: Sought) -> QuerySet[FindingDecision]:
    """Waivers and notes, newest first, less those about what is sealed from a person."""
    rows = FindingDecision.objects.exclude(what=DecisionKind.REVOCATION)
    rows = rows.exclude(about_sealed(user, kind="content_type", key="object_id"))
    if sought.what == DecisionKind.REVOCATION:
        rows = rows.filter(what=DecisionKind.WAIVER, answered_by__isnull=False)
    elif sought.what:
        rows = rows.filter(what=sought.what)
    named = {"kind": sought.kind, "level": sought.level, "by": sought.person}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if sought.unit is not None:
        rows = rows.filter(_of_unit(sought.unit))
    if sought.since is not None:
        rows = rows.filter(at__date__gte=sought.since)
    if sought.until is not None:
        rows = rows.filter(at__date__lte=sought.until)
    return rows.select_related("by", "answered_by__by").order_by("-pk")


def _of_unit(unit: int) -> Q:
    """Decisions about what a unit answers for; kinds of content without a unit are nobody's."""
    found = Q(pk__in=[])
    for kind in FindingDecision.objects.order_by().values_list("content_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not any(field.name == "unit" for field in model._meta.fields):
            continue
        own = model._default_manager.filter(unit=unit).annotate(as_key=Cast("pk", CharField(max_length=64)))
        found |= Q(content_type=kind, object_id__in=own.order_by().values("as_key"))
    return found


def people_who_decided() -> list[tuple[int, str]]:
    """Who has waived or written a note, by name."""
    pks = FindingDecision.objects.exclude(what=DecisionKind.REVOCATION).order_by().values("by").distinct()
    return sorted(
        ((user.pk, str(user)) for user in User.objects.filter(pk__in=pks)), key=lambda pair: pair[1]
    )


def listed(user: User, rows: Sequence[FindingDecision]) -> list[ListedDecision]:
    """Rows with what is told of each; as many queries for many as for few (see ``shown_waivers``)."""
    keys = {key_of_row(row) for row in rows}
    targets, items = objects_of(keys), _newest_items(keys)
    hidden = _purged(rows) if not may(user, PURGE) else set()
    shown = {
        one.row.pk: one for one in shown_waivers([row for row in rows if row.what == DecisionKind.WAIVER])
    }
    can_waive = may(user, WAIVE)
    return [
        _one(
            row,
            targets.get(key_of_row(row)),
            items.get(key_of_row(row)),
            shown.get(row.pk),
            hidden,
            can_waive,
        )
        for row in rows
    ]


def _one(
    row: FindingDecision, target: Any, item: SlipItem | None, waiver: Any, hidden: set[int], can_waive: bool
) -> ListedDecision:
    is_told = row.pk not in hidden
    is_here = target is not None and is_told
    return ListedDecision(
        row=row,
        title=str(target) if is_here else GONE_TITLE if is_told else PURGED_TITLE,
        unit=str(getattr(target, "unit", None) or "") if is_here else "",
        text=row.text if is_told else "",
        place=row.place if is_told else "",
        state=waiver.state if waiver else None,
        revocation=waiver.revocation if waiver and is_told else None,
        slip_number=item.slip.number if item and is_told else "",
        slip_url=reverse("clearance:item_findings", args=[item.slip_id, item.pk]) if item and is_here else "",
        findings_url=_findings_url(row) if is_here and can_waive else "",
        public_path=public_path_of(target) if is_here and getattr(target, "live", False) else "",
        may_revoke=is_here and can_waive and waiver is not None and waiver.state != WaiverState.REVOKED,
    )


def _findings_url(row: FindingDecision) -> str:
    kind = ContentType.objects.get_for_id(row.content_type_id)
    return reverse("clearance:findings", args=[f"{kind.app_label}.{kind.model}", row.object_id])


def _newest_items(keys: Iterable[Key]) -> dict[Key, SlipItem]:
    """The item on the newest slip that carries each object."""
    wanted = set(keys)
    about = Q(content_type__in={kind for kind, _ in wanted}, object_id__in={key for _, key in wanted})
    items = SlipItem.objects.filter(about).select_related("slip").order_by("pk")
    return {key_of_row(item): item for item in items}


def _purged(rows: Iterable[FindingDecision]) -> set[int]:
    """Keys of decisions about what was purged after them."""
    purges = purges_of_objects()
    return {row.pk for row in rows if any(key_of_row(row) == one[:2] and one[2] >= row.at for one in purges)}


def all_listed(user: User, rows: QuerySet[FindingDecision]) -> Iterator[ListedDecision]:
    """Every row of a query with what is told of it, some hundred at a time."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), _PIECE):
        piece = rows.filter(pk__in=keys[start : start + _PIECE])
        yield from listed(user, list(piece))


def as_cells(one: ListedDecision) -> list[str | datetime | None]:
    """A row of the table for other programs."""
    row, revocation = one.row, one.revocation
    return [
        row.get_what_display() + ("（值班领导，只用于急件）" if row.is_on_duty else ""),
        str(one.state.label) if one.state else "",
        one.title,
        one.unit,
        one.slip_number,
        row.get_kind_display(),
        row.get_level_display(),
        one.place,
        one.text,
        str(row.by),
        row.at,
        revocation.text if revocation else "",
        str(revocation.by) if revocation else "",
        revocation.at if revocation else None,
    ]


HEADINGS = [
    "处理",
    "状态",
    "内容",
    "单位",
    "审查单",
    "问题",
    "层级",
    "位置",
    "说明、理由",
    "办理人",
    "时间",
    "撤回理由",
    "撤回人",
    "撤回时间",
]
