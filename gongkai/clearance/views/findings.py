"""A text beside what was found in it: for who writes it, and for who reviews it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from gongkai.clearance.enums import DecisionKind, SlipState, Urgency
from gongkai.clearance.findings_shown import Row, blocks_of, file_rows, rows_of, summary_of
from gongkai.clearance.forms_findings import FindingForm
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.queries.gate import open_slip_of
from gongkai.clearance.queries.screening import (
    Screening,
    files_to_scan,
    marks_chosen,
    may_note,
    may_waive_now,
    screening_of,
)
from gongkai.clearance.queries.sealing import title_for
from gongkai.clearance.queries.waivers_standing import own_people
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.tasks import scan_when_committed
from gongkai.clearance.usecases.waiving import note_findings, waive_findings
from gongkai.clearance.verbs import READ_SLIPS, REVIEW_FINAL, SUBMIT, WAIVE
from gongkai.clearance.versions import version_of
from gongkai.clearance.views.targets import edit_url_of, label_of, target_or_404
from gongkai.core.accounts.access import verb_missing, verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with the forms that this person may use on it; a form that was refused stays open."""

    row: Row
    note_form: FindingForm | None
    waiver_form: FindingForm | None
    is_refused: bool
    may_revoke: bool = False


@verb_required(SUBMIT, WAIVE, REVIEW_FINAL)
def findings(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The newest version of an object with its findings: for its drafters, and for who may waive."""
    target = target_or_404(label, pk)
    if not may_note(request.user, target) and not may_waive_now(request.user):
        return verb_missing(request, WAIVE)
    version = shape_of(target).latest()
    if version is None:
        raise Http404("还没有可以检查的版本。")
    return _page(request, target, screening_of(target, version), None)


@verb_required(READ_SLIPS)
def item_findings(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """What a slip carries, at the version sent, with its findings."""
    slip = get_object_or_404(ReviewSlip, pk=pk)
    item = get_object_or_404(slip.items.select_related("revision", "dataset_version"), pk=item_pk)
    if item.target is None:
        raise Http404("这件内容已经不在了。")
    target = getattr(item.target, "specific", item.target)
    return _page(request, target, screening_of(target, version_of(item)), slip)


def _page(request: HttpRequest, target: Any, screening: Screening, slip: ReviewSlip | None) -> HttpResponse:
    # Only what may still change is decided about; what was granted shows what was decided then.
    is_open = slip is None or slip.state == SlipState.IN_REVIEW
    may_write = is_open and may_note(request.user, target)
    may_let = is_open and may_waive_now(request.user) and request.user.pk not in own_people(target)
    refusal, refused = None, None
    if request.method == "POST":
        act = DecisionKind.WAIVER if request.POST.get("act") == DecisionKind.WAIVER else DecisionKind.NOTE
        refused = FindingForm(request.POST, act=act)
        if refused.is_valid():
            refusal = _decide(request, target, screening, refused)
            if refusal is None and not refused.errors:
                return redirect(request.path)
    elif is_open:
        scan_when_committed(files_to_scan([screening]))
    is_urgent = slip is not None and slip.urgency == Urgency.URGENT
    rows = rows_of(screening, is_urgent=is_urgent)
    shown = [_shown(row, refused, may_write=may_write, may_let=may_let) for row in rows]
    shown = _with_revoking(request.user, shown)
    context = {
        "title": "机器查到的问题",
        "lead": title_for(request.user, target, screening.version.title),
        "slip": slip,
        "under_review": open_slip_of(target) if slip is None else None,
        "blocks": blocks_of(screening, rows),
        "shown": shown,
        "summary": summary_of(screening, is_urgent=is_urgent),
        "files": file_rows(screening),
        "more": len(screening.hits) - len(rows),
        "refusal": refusal,
        "refused_at": next((one.row.number for one in shown if one.is_refused), 0),
        "may_write": may_write,
        "edit_url": edit_url_of(target) if may_write and slip is None else "",
        "target_label": label_of(target),
        "target": target,
    }
    return render(request, "clearance/findings.html", context, status=409 if refused is not None else 200)


def _decide(request: HttpRequest, target: Any, screening: Screening, form: FindingForm) -> Refused | None:
    data = form.cleaned_data
    marks = marks_chosen(screening, data["mark"], all_of_kind=bool(data.get("all_of_kind")))
    try:
        if data["act"] == DecisionKind.WAIVER:
            rows = waive_findings(by=request.user, target=target, marks=marks, grounds=data["text"])
            messages.success(request, f"已放行 {len(rows)} 处，理由写在审查单上。")
        else:
            rows = note_findings(by=request.user, target=target, marks=marks, text=data["text"])
            messages.success(request, f"已写明 {len(rows)} 处为什么保留。")
    except Refused as error:
        return place_refusal(error, form)
    return None


def _shown(row: Row, refused: FindingForm | None, *, may_write: bool, may_let: bool) -> Shown:
    if row.same_as or not row.is_open or not row.can_be_kept:
        return Shown(row, None, None, is_refused=False)
    is_refused = refused is not None and refused.data.get("mark") == row.hit.mark
    waits = row.waits_for_waiver
    note = _form(row, DecisionKind.NOTE, refused) if may_write and not (waits and row.note) else None
    waiver = _form(row, DecisionKind.WAIVER, refused) if may_let and waits else None
    return Shown(row, note, waiver, is_refused)


def _with_revoking(user: User, shown: list[Shown]) -> list[Shown]:
    """Which waivers this person may take back: a reviewer all, the leader on duty those of a leader on duty."""
    if may(user, WAIVE):
        return [replace(one, may_revoke=one.row.waiver is not None) for one in shown]
    if not may_waive_now(user):
        return shown
    return [replace(one, may_revoke=bool(one.row.waiver and one.row.waiver.is_on_duty)) for one in shown]


def _form(row: Row, act: DecisionKind, refused: FindingForm | None) -> FindingForm:
    """A fresh form, or the one that was refused here with what was typed into it."""
    form = FindingForm(act=act, mark=row.hit.mark, alike=row.alike, number=row.number)
    if (
        refused is not None
        and refused.data.get("mark") == row.hit.mark
        and refused.data.get("act") == act.value
    ):
        form = FindingForm(refused.data, act=act, mark=row.hit.mark, alike=row.alike, number=row.number)
        form._errors = refused.errors
        form.cleaned_data = getattr(refused, "cleaned_data", {})
    return form
