"""When public content has to be looked at again: computed from clearance, the last look and the period of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from gongkai.clearance.models import BasePage, ReviewLook, ReviewPeriod
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.queries.upkeep import archived_ids
from gongkai.clearance.rules.upkeep import LookFacts, reasons_against_looking, review_due_on
from gongkai.clearance.upkeep import REVIEW_KINDS
from gongkai.clearance.verbs import PROPOSE_UPKEEP
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import responsible_ids, works_for
from gongkai.core.reasons import Reason

SOON = 30
"""Days before its review date from which a page is listed as due soon. A house number."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One public page and its review date. ``unit_id`` answers for it today; ``author_id`` looks after its clearance."""

    pk: int
    title: str
    kind: str
    months: int
    unit_id: int | None
    author_id: int
    cleared_on: date
    looked_on: date | None
    due_on: date

    @property
    def kind_label(self) -> str:
        """The Chinese name of its kind."""
        return REVIEW_KINDS[self.kind].label

    def standing(self, today: date) -> str:
        """``late``, ``soon`` or ``ok`` on a day; on the day itself it is not late yet."""
        left = (self.due_on - today).days
        return "late" if left < 0 else "soon" if left <= SOON else "ok"


def months_by_kind() -> dict[str, int]:
    """Months of every kind: as set here, or its default; one query."""
    set_here = dict(ReviewPeriod.objects.values_list("kind", "months"))
    return {code: set_here.get(code, kind.months) for code, kind in REVIEW_KINDS.items()}


def due_rows(today: date, pages: Iterable[int] | None = None) -> list[DueRow]:
    """Every public page of a known kind with its review date, soonest first; a constant number of queries.

    What is archived is not looked at again: its mark says that it may be out of date.
    """
    looks = dict(
        ReviewLook.objects.order_by().values_list("page").annotate(last=Max("at")).values_list("page", "last")
    )
    heirs, months, away = responsible_ids(today), months_by_kind(), archived_ids()
    found: dict[int, DueRow] = {}
    for code, kind in REVIEW_KINDS.items():
        rows = kind.pages().filter(live=True, cleared_revision__isnull=False)
        if pages is not None:
            rows = rows.filter(pk__in=list(pages))
        for values in rows.order_by().values_list(*_FIELDS):
            row = _row(code, months[code], values, looks, heirs)
            if row.pk not in away:
                found.setdefault(row.pk, row)
    return sorted(found.values(), key=lambda row: (row.due_on, row.title, row.pk))


_SLIP = "cleared_revision__slip__"
_FIELDS = (
    "pk",
    "title",
    "unit",
    "cleared_revision__granted_at",
    f"{_SLIP}handed_to",
    f"{_SLIP}submitted_by",
)


def _row(
    code: str, months: int, values: tuple[Any, ...], looks: dict[int, Any], heirs: dict[int, int]
) -> DueRow:
    pk, title, unit, granted_at, handed_to, submitted_by = values
    cleared_on = timezone.localdate(granted_at)
    looked_on = timezone.localdate(looks[pk]) if pk in looks else None
    return DueRow(
        pk=pk,
        title=title,
        kind=code,
        months=months,
        unit_id=heirs.get(unit, unit),
        author_id=handed_to or submitted_by,
        cleared_on=cleared_on,
        looked_on=looked_on,
        due_on=review_due_on(cleared_on=cleared_on, looked_on=looked_on, months=months),
    )


def rows_shown_to(user: User, rows: Iterable[DueRow]) -> list[DueRow]:
    """Less what is sealed from a person."""
    sealed = set(sealed_ids(user, BasePage))
    return [row for row in rows if row.pk not in sealed]


def reasons_against_looking_for(user: User, page: BasePage, *, note: str | None = None) -> list[Reason]:
    """Why a person may not confirm that a page still holds; without ``note``, before they have written one."""
    is_own = may(user, PROPOSE_UPKEEP) and works_for(user, page.unit_id, timezone.localdate())
    return reasons_against_looking(LookFacts(title=str(page), is_own=is_own, is_live=page.live, note=note))
