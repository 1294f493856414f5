"""What of the gate hangs on a unit, and what lies open with a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance import holdings_reevaluation as holdings_reevaluation  # enters its own
from gongkai.clearance.enums import OPEN_SLIP_STATES, ScheduleStatus, SlipState
from gongkai.clearance.models import (
    BasePage,
    Dataset,
    DutyShift,
    FinalReviewTask,
    ReviewSlip,
    ScheduledRelease,
    SlipItem,
)
from gongkai.clearance.queries import slips_in_care_of
from gongkai.clearance.queries.full_review import OWING
from gongkai.clearance.queries.sealing import title_for_viewer
from gongkai.clearance.rules.review import reasons_against_taking_over
from gongkai.clearance.verbs import RELEASE, REVIEW_FINAL, REVIEW_OFFICE, SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.organisation.holdings import Held, OpenWork, register_follower, register_open_work
from gongkai.core.organisation.holdings_fields import hold_by_field, open_by_field
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import refuse_if

Slips = Callable[["QuerySet[ReviewSlip]"], "QuerySet[ReviewSlip]"]


def _look_after(label: str, chosen: Slips) -> OpenWork:
    """Slips of a person that somebody has to look after. The sender stays on record as the sender."""

    def items(user: User) -> list[Held]:
        return [
            Held(str(slip.pk), _slip_label(slip), reverse("clearance:slip", args=[slip.pk]))
            for slip in chosen(slips_in_care_of(user)).order_by("pk")
        ]

    def reassign(keys: Sequence[str], leaver: User, receiver: User, by: User) -> int:
        today = timezone.localdate()
        slips = list(chosen(slips_in_care_of(leaver)).filter(pk__in=keys).select_related("unit"))
        facts = [(slip.number, str(slip.unit), works_for(receiver, slip.unit_id, today)) for slip in slips]
        refuse_if(reasons_against_taking_over(str(receiver), facts), act="接办审查单")
        return ReviewSlip.objects.filter(pk__in=[slip.pk for slip in slips]).update(handed_to=receiver)

    return register_open_work(label, items, reassign, takes=(SUBMIT,))


def _drafts(day: date) -> QuerySet[Any]:
    """Pages being written: never cleared, or public with changes; what is on an open slip waits for its reviewers."""
    of_page = {"content_type": ContentType.objects.get_for_model(BasePage)}
    on_slip = SlipItem.objects.filter(object_id=Cast(OuterRef("pk"), CharField()), is_open=True, **of_page)
    pages = BasePage.objects.exclude(depth=1)
    never_public = pages.filter(live=False).exclude(pk__in=pages.ever_cleared().values("pk"))
    written = Q(pk__in=never_public.values("pk")) | Q(live=True, has_unpublished_changes=True)
    return pages.filter(written).exclude(Exists(on_slip)).order_by("pk")


def _pages_of(units: Sequence[Unit]) -> str:
    """How many columns and pages are written with these units (ADR 0007: they keep them)."""
    pages = BasePage.objects.exclude(depth=1).filter(unit__in=units)
    every, public = pages.count(), pages.filter(live=True).count()
    return f"栏目和页面 {every} 件，其中正在公开 {public} 件" if every else ""


def _title(page: BasePage) -> str:
    return page.get_admin_display_title()


def _slip_label(slip: ReviewSlip) -> str:
    return f"{slip.number} {title_for_viewer(slip, slip.title)}"


hold_by_field(
    "clearance.slips",
    "审查中的审查单",
    lambda day: ReviewSlip.objects.filter(state__in=OPEN_SLIP_STATES),
    "unit",
    _slip_label,
)
hold_by_field(
    "clearance.datasets",
    "公开数据",
    lambda day: Dataset.objects.all(),
    "unit",
    lambda row: title_for_viewer(row, row.title),
)
register_follower("clearance.pages", _pages_of)
open_by_field("值班领导", lambda day: DutyShift.objects.filter(day__gte=day), "leader", takes=(REVIEW_FINAL,))
open_by_field(
    "值班核对",
    lambda day: DutyShift.objects.filter(day__gte=day),
    "checker",
    takes=(REVIEW_OFFICE,),
)
open_by_field(
    "终审备用人",
    lambda day: FinalReviewTask.objects.filter(active=True),
    "alternate",
    takes=(REVIEW_FINAL,),
)
open_by_field("起草中的页面", _drafts, "owner", _title, takes=(SUBMIT,))
open_by_field(
    "定时上线",
    lambda day: ScheduledRelease.objects.filter(status=ScheduleStatus.WAITING).select_related("slip"),
    "set_by",
    lambda row: _slip_label(row.slip),
    takes=(RELEASE,),
)
_look_after("送审中的审查单", lambda slips: slips.filter(state__in=OPEN_SLIP_STATES))
_look_after("退回待改的审查单", lambda slips: slips.filter(state=SlipState.RETURNED, followers=None))
_look_after(
    "急件补审",
    lambda slips: slips.filter(OWING),
)
