"""What is not public and what was concluded about it, for the screens, the acts and the publisher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.enums_reevaluation import STAGES, TO_THE_SITE, Conclusion, ItemState
from gongkai.clearance.models import (
    BasePage,
    ClosedItem,
    Opening,
    ReevaluationItem,
    ReevaluationParameter,
    ReevaluationRound,
)
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.queries.standing import pages_with_standing
from gongkai.clearance.reevaluation import PARAMETERS
from gongkai.clearance.verbs import READ_ALL_CLOSED
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for

MOST_PAGES = 300
"""Pages offered to choose from: what is to be opened has been drafted lately."""
NO_UNIT = "没有保管单位"


def parameters() -> dict[str, int]:
    """Every parameter: as set here, or its default; one query."""
    set_here = dict(ReevaluationParameter.objects.values_list("key", "value"))
    return {key: set_here.get(key, one.default) for key, one in PARAMETERS.items()}


def _newest(field: str) -> Coalesce:
    """What the newest version of a page says in a field; what the page says where it has no version."""
    written = KeyTextTransform(field, "latest_revision__content")
    return Coalesce(written, F(field), output_field=TextField())


def _closed_now(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The same pages with what their newest version says: ``disclosed``, ``grounded``, ``written_on_it`` (成文日期, of
    documents that have one); not the public ones."""
    says = {
        "disclosed": _newest("disclosure"),
        "grounded": _newest("withheld_ground"),
        "written_on_it": Cast(
            NullIf(KeyTextTransform("written_on", "latest_revision__content"), Value("")), DateField()
        ),
    }
    closed: QuerySet[Any] = pages.filter(live=False, depth__gt=1).annotate(**says)
    return closed


def closed_documents() -> QuerySet[Any]:
    """Documents of this system that are not public and say so in their newest version (draft or not)."""
    closed = [Disclosure.ON_REQUEST, Disclosure.WITHHELD]
    return _closed_now(BasePage.objects.all()).filter(disclosed__in=closed).order_by("pk")


def open_round() -> ReevaluationRound | None:
    """The round that goes on now."""
    return ReevaluationRound.objects.filter(closed_at=None).order_by("year").first()


def _of_units_of(rows: QuerySet[Any], user: User, today: date) -> QuerySet[Any]:
    """Of a person's units; of all with the verb for the whole department."""
    if may(user, READ_ALL_CLOSED):
        return rows
    return rows.filter(unit__in=unit_ids_worked_for(user, today))


def register_shown_to(user: User, today: date) -> QuerySet[ClosedItem]:
    """Entries that a person may see, with ``opened_in``, the year whose round decided to make one proactive.

    What was struck out, and what was decided to be opened, stays on record.
    """
    rows = ClosedItem.objects.select_related("unit", "responsible", "entered_by", "struck_by")
    opened_in = _decided("item__closed").values("item__round__year")[:1]
    shown: QuerySet[ClosedItem] = _of_units_of(rows, user, today).annotate(opened_in=Subquery(opened_in))
    return shown


def items_shown_to(user: User, today: date) -> QuerySet[ReevaluationItem]:
    """Items that a person may see, less those about pages that are sealed from them."""
    rows = ReevaluationItem.objects.select_related("unit", "page", "closed", "round", "opening")
    rows = rows.select_related("proposed_by", "legality_by", "secrecy_by", "confirmed_by")
    sealed = sealed_ids(user, BasePage)
    rows = _of_units_of(rows, user, today)
    return rows.exclude(page__in=sealed) if sealed else rows


def open_entries() -> QuerySet[ClosedItem]:
    """Entries to be evaluated: not struck out, not opened since, and not on their way to the public already."""
    decided = Exists(_decided("item__closed"))
    return ClosedItem.objects.filter(struck_at=None).exclude(decided).order_by("pk")


def _decided(what: str) -> QuerySet[Opening]:
    """Decisions to make the row of an outer query proactive; ``what`` is the item's field that names it."""
    return Opening.objects.filter(**{what: OuterRef("pk"), "item__conclusion": Conclusion.TO_PROACTIVE})


def documents_to_evaluate() -> QuerySet[Any]:
    """Documents of this system to be evaluated, likewise."""
    return closed_documents().exclude(Exists(_decided("item__page")))


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """What is to be opened, and how far it has come on a day."""

    opening: Opening
    standing: str
    is_done: bool
    is_late: bool

    @property
    def stage(self) -> str:
        """Where it stands, in Chinese."""
        if self.opening.item.conclusion == Conclusion.TO_REQUEST:
            return "已改为依申请公开" if self.is_done else "待改公开属性"
        return STAGES[self.standing]

    @property
    def lamp(self) -> str:
        """Colour of its state."""
        return "green" if self.is_done else "red" if self.is_late else "amber"


def openings_shown_to(user: User, today: date) -> QuerySet[Opening]:
    """What a person may see of it, soonest first."""
    rows = Opening.objects.select_related("item", "item__page", "item__closed", "item__round", "unit", "page")
    sealed = sealed_ids(user, BasePage)
    if sealed:
        rows = rows.exclude(page__in=sealed).exclude(item__page__in=sealed)
    return _of_units_of(rows, user, today).order_by("due_on", "pk")


def opening_rows(openings: Iterable[Opening], today: date) -> list[OpeningRow]:
    """With where each stands: one query more for all pages."""
    listed = list(openings)
    keys = [one.page_id for one in listed if one.page_id]
    pages = {page.pk: page for page in pages_with_standing(_with_disclosure(keys))} if keys else {}
    return [_opening_row(one, pages.get(one.page_id), today) for one in listed]


def _with_disclosure(keys: list[int]) -> QuerySet[Any]:
    return BasePage.objects.filter(pk__in=keys).annotate(disclosed=_newest("disclosure"))


def _opening_row(opening: Opening, page: Any, today: date) -> OpeningRow:
    standing = page.standing if page is not None else ""
    if opening.item.conclusion in TO_THE_SITE:
        is_done = page is not None and page.live
    else:
        is_done = page is not None and page.disclosed == Disclosure.ON_REQUEST
    return OpeningRow(opening, standing, is_done, is_late=not is_done and opening.due_on < today)


def openings_undone(today: date, openings: QuerySet[Opening] | None = None) -> list[OpeningRow]:
    """Everything still to be opened, soonest first."""
    rows = Opening.objects.select_related("item", "page", "unit") if openings is None else openings
    rows = rows.exclude(item__conclusion__in=TO_THE_SITE, page__live=True)
    return [row for row in opening_rows(rows.order_by("due_on", "pk"), today) if not row.is_done]


def counts_of(round_id: int) -> dict[str, int]:
    """How many items of a round stand where."""
    rows = ReevaluationItem.objects.filter(round=round_id).order_by().values_list("state")
    return dict(rows.annotate(count=Count("pk")))


def left_by_unit(round_id: int) -> list[tuple[str, int]]:
    """Units and how many items of theirs are not confirmed, most first."""
    rows = ReevaluationItem.objects.filter(round=round_id).exclude(state=ItemState.CONCLUDED).order_by()
    found = rows.values("unit__name").annotate(count=Count("pk")).order_by("-count", "unit__name")
    return [(row["unit__name"] or NO_UNIT, row["count"]) for row in found]


def pages_to_link(opening: Opening, user: User, today: date) -> QuerySet[Any]:
    """Pages of the holder's that may stand for something to be opened, newest first."""
    units = {opening.unit_id} if opening.unit_id else set()
    taken = Opening.objects.exclude(pk=opening.pk).exclude(page=None).values("page")
    pages = BasePage.objects.filter(depth__gt=1, unit__in=units | unit_ids_worked_for(user, today))
    newest = pages.exclude(pk__in=taken).exclude(pk__in=sealed_ids(user, BasePage)).order_by("-pk")
    return BasePage.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:MOST_PAGES])).order_by(
        "-pk"
    )


def told_results() -> QuerySet[ReevaluationItem]:
    """What the public is told of, by number: items of rounds that are closed, less every state secret."""
    rows = ReevaluationItem.objects.filter(round__closed_at__isnull=False)
    return rows.exclude(ground="art14_secret").exclude(new_ground="art14_secret")
