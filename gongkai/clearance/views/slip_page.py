"""One slip on a page: its package, what changed, how far it has come, what this person can do now and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import ScheduleStatus, SlipState, Urgency
from gongkai.clearance.findings_shown import summary_of, summary_of_report
from gongkai.clearance.forms import DecisionForm, ScheduleForm
from gongkai.clearance.models import ReviewSlip, ScheduledRelease, SlipItem
from gongkai.clearance.presenters import ItemChanges, chain_of, changes_of, returned_before, taken_back
from gongkai.clearance.presenters_proofreading import proofreading_part
from gongkai.clearance.queries.aggregation import Line, lines_for
from gongkai.clearance.queries.deciding import people_who_may_decide, reasons_against_decision_for
from gongkai.clearance.queries.full_review import owes_full_review
from gongkai.clearance.queries.looked import LookedItem, LookedSlip
from gongkai.clearance.queries.releasing import reasons_against_release_for
from gongkai.clearance.queries.screening import files_to_scan
from gongkai.clearance.queries.sheet_parts import report_of
from gongkai.clearance.queries.waivers import waivers_on
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.tasks import scan_when_committed
from gongkai.clearance.verbs import PURGE, REVIEW_FINAL, REVIEW_OFFICE, REVIEW_UNIT, SUBMIT, WITHDRAW
from gongkai.clearance.views.targets import edit_url_of, label_of
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import responsible_unit, unit_ids_of
from gongkai.core.reasons import Reason, Refused

GOING_ON = (SlipState.IN_REVIEW, SlipState.GRANTED)
SENT_AGAIN = (SlipState.RETURNED, SlipState.CANCELLED)
REVIEWING = (REVIEW_UNIT, REVIEW_OFFICE, REVIEW_FINAL)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A member of the package: what changed in it, its editor's address where this person may write it, and where the
    public reads it, if it does.
    """

    item: SlipItem
    changes: ItemChanges | None
    edit_url: str
    is_public: bool
    public_path: str
    found: dict[str, Any] | None


def slip_page(
    request: HttpRequest,
    row: ReviewSlip,
    *,
    form: DecisionForm | None,
    refusal: Refused | None = None,
    schedule_form: ScheduleForm | None = None,
) -> HttpResponse:
    """The slip's page; with a form that was refused, as it was filled in."""
    is_refused = refusal is not None or schedule_form is not None
    user, looked = request.user, LookedSlip(row)
    context = {
        "title": row.title,
        "lead": _lead(row),
        "slip": row,
        "items": _items(user, looked),
        "waivers": waivers_on(row),
        "form": form,
        "refusal": refusal,
        "can_cancel": row.state == SlipState.IN_REVIEW and row.caretaker_id == user.pk,
        "may_withdraw": row.released_at is not None and may(user, WITHDRAW),
        "may_purge": row.state == SlipState.GRANTED and may(user, PURGE),
        "schedule_form": schedule_form or ScheduleForm(),
        "aggregation": _aggregation(looked),
        **proofreading_part(user, row, looked),
        **_route_part(user, looked),
        **_release_part(user, looked),
        **_full_review_part(user, row),
    }
    if row.state in GOING_ON and row.released_at is None:
        scan_when_committed(files_to_scan(one.screening for one in looked.members))
    return render(request, "clearance/slip.html", context, status=409 if is_refused else 200)


def _items(user: User, looked: LookedSlip) -> list[ItemRow]:
    return [
        ItemRow(
            item=one.item,
            changes=changes_of(one.item, one.version),
            edit_url=_edit_url(user, looked.slip, one.item),
            is_public=_is_public(one.item),
            public_path=public_path_of(one.item.target),
            found=_found(looked.slip, one),
        )
        for one in looked.items
    ]


def _found(row: ReviewSlip, one: LookedItem) -> dict[str, Any] | None:
    """What the machine finds in an item, counted; once its review is over, what was found then. Nothing where the object
    or the report is gone.
    """
    if one.looked is None:
        return None
    if row.state == SlipState.IN_REVIEW:
        return summary_of(one.looked.screening, is_urgent=row.urgency == Urgency.URGENT)
    report = report_of(row, one.item)
    return summary_of_report(report) if report is not None else None


def _aggregation(looked: LookedSlip) -> list[Line]:
    """What combines with what is public, while the slip has not been released."""
    row = looked.slip
    if row.released_at is not None or row.state not in (SlipState.IN_REVIEW, SlipState.GRANTED):
        return []
    return lines_for((one, label_of(one.target)) for one in looked.members)


def _route_part(user: User, looked: LookedSlip) -> dict[str, Any]:
    """What the slip's page shows of how far it has come, why this person may not go on (not even return it: barred), and
    how it is sent again.
    """
    row, why_not = looked.slip, _why_not(user, looked)
    return {
        "chain": chain_of(row, looked),
        "why_not": why_not,
        "is_barred": bool(why_not) and user not in people_who_may_decide(row, editors=looked.editors),
        "returned_before": returned_before(row),
        "taken_back": taken_back(row),
        "send_again": _send_again(user, row),
    }


def _lead(row: ReviewSlip) -> str:
    """Number, unit, who sent it and when, and who looks after it since the sender left."""
    sent = f"{row.submitted_by} {timezone.localtime(row.submitted_at):%m-%d %H:%M} 送审"
    taken = f"（已离岗，{row.handed_to} 接办）" if row.handed_to else ""
    return f"{row.number} · {row.unit} · {sent}{taken}"


def _why_not(user: User, looked: LookedSlip) -> list[Reason]:
    """Why this person may not decide the step that waits; nothing for those who review at no level."""
    row = looked.slip
    if row.state != SlipState.IN_REVIEW or not any(may(user, verb) for verb in REVIEWING):
        return []
    return reasons_against_decision_for(user, row, looked)


def _release_part(user: User, looked: LookedSlip) -> dict[str, Any]:
    """What the slip's page shows of going live: where that stands, what is against it, the time set or missed."""
    row = looked.slip
    waits = row.state == SlipState.GRANTED and row.released_at is None
    schedule = ScheduledRelease.objects.filter(slip=row).first()
    status = schedule.status if schedule is not None else ""
    return {
        "waits_for_release": waits,
        "release_mark": "is-past" if row.released_at else "is-now" if waits else "is-next",
        "release_reasons": reasons_against_release_for(user, row, looked) if waits else [],
        "planned": schedule if status == ScheduleStatus.WAITING else None,
        "missed": schedule if status == ScheduleStatus.FAILED else None,
    }


def _is_ours(user: User, row: ReviewSlip) -> bool:
    """Whether a slip is of a unit for which this person sends."""
    unit = responsible_unit(row.unit, timezone.localdate())
    return may(user, SUBMIT) and unit.pk in unit_ids_of(user, timezone.localdate())


def _send_again(user: User, row: ReviewSlip) -> str:
    """Where what was sent back is sent again; empty for others, and once it was."""
    if row.state not in SENT_AGAIN or row.followers.exists() or not _is_ours(user, row):
        return ""
    first = row.items.order_by("pk").first()
    target = first.target if first is not None else None
    return reverse("clearance:submit", args=[label_of(target), target.pk]) if target is not None else ""


def _is_public(item: SlipItem) -> bool:
    """Whether anything of what an item carries is public now."""
    target = item.target
    return target is not None and shape_of(getattr(target, "specific", target)).live_version_id is not None


def _edit_url(user: User, row: ReviewSlip, item: SlipItem) -> str:
    """The editor of what was sent back, for who may write it."""
    if row.state not in SENT_AGAIN or not _is_ours(user, row):
        return ""
    return edit_url_of(item.target) if item.target is not None else ""


def _full_review_part(user: User, row: ReviewSlip) -> dict[str, Any]:
    """What the page of an urgent slip shows of the full review: owed, under way, or done."""
    owes = owes_full_review(row)
    under_way = queries.open_slip_with_any_of(row) if owes else None
    return {
        "owes_full_review": owes,
        "full_review_under_way": under_way,
        "can_send_full_review": owes and under_way is None and _is_ours(user, row),
    }
