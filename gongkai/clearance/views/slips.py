"""The acts on a slip: decide, take back, release now or at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages

from gongkai.clearance import queries
from gongkai.clearance.enums import Verdict
from gongkai.clearance.forms import DecisionForm, ScheduleForm
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.rules.deciding import GROUNDS
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import (
    cancel_schedule,
    release_slip,
    schedule_release,
)
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.clearance.views.slip_page import slip_page
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused, refuse_if


def by_button(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For an act on a slip: whoever only opens its address is led to the slip, where the button is."""

    @wraps(act)
    def pressed(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            messages.info(request, "这一步要在审查单上点按钮办理，打开地址不算。")
            return redirect("clearance:slip", pk=pk)
        return act(request, pk)

    return pressed


def _slip_or_404(pk: int) -> ReviewSlip:
    slips = ReviewSlip.objects.select_related("unit", "submitted_by", "handed_to", "previous", "full_review")
    return get_object_or_404(slips, pk=pk)


def _decision_form(request: HttpRequest, slip: ReviewSlip) -> DecisionForm | None:
    state = slip.current_state()
    if state is None:
        return None
    seats = queries.seats_of(request.user, slip, state.task.specific, timezone.localdate())
    if not seats:
        return None
    grantors = list(User.objects.filter(pk__in=[pk for pk in seats if pk is not None]))
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        grantors=grantors,
        own_seat=None in seats,
        grounds=GROUNDS[state.task.specific.step],
        initial={"expected_state": state.pk},
    )


@verb_required(READ_SLIPS)
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """One slip: its package, what changed, how far it has come, what this person can do now and why not."""
    row = _slip_or_404(pk)
    form = _decision_form(request, row)
    refusal = None
    if request.method == "POST" and form is None:
        refuse_if(reasons_against_decision_for(request.user, row), act="审查")
    if request.method == "POST" and form is not None and form.is_valid():
        refusal = _decide(request, row, form)
        if refusal is None:
            return redirect("clearance:slip", pk=pk)
    return slip_page(request, row, form=form, refusal=refusal)


def _decide(request: HttpRequest, row: ReviewSlip, form: DecisionForm) -> Refused | None:
    acts_for = form.cleaned_data.get("acts_for")
    try:
        decide_step(
            by=request.user,
            slip=row,
            verdict=Verdict(form.cleaned_data["verdict"]),
            opinion=form.cleaned_data["opinion"],
            grounds=form.cleaned_data["grounds"],
            acts_for=User.objects.get(pk=acts_for) if acts_for else None,
            expected_state=form.cleaned_data["expected_state"],
        )
    except Refused as refusal:
        return refusal
    label = Verdict(form.cleaned_data["verdict"]).label
    messages.success(request, f"审查单 {row.number}：{label}。")
    return None


@verb_required(READ_SLIPS)
@xframe_options_sameorigin
def item_preview(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """The very version under review, as the public would see it."""
    row = _slip_or_404(pk)
    item = get_object_or_404(row.items.select_related("revision"), pk=item_pk)
    document = item.revision.as_object() if item.revision_id else None
    if document is None or not hasattr(document, "serve_preview"):
        raise Http404("这项内容没有预览页面。")
    response: HttpResponse = document.serve_preview(request, "")
    return response


@verb_required(READ_SLIPS)
@by_button
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a slip back."""
    row = _slip_or_404(pk)
    cancel_slip(by=request.user, slip=row)
    messages.success(request, f"已撤回审查单 {row.number}，内容可以继续修改。")
    return redirect("clearance:slip", pk=pk)


@verb_required(READ_SLIPS)
@by_button
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """发布已审版本."""
    row = _slip_or_404(pk)
    batch = release_slip(by=request.user, slip=row)
    messages.success(request, f"已上线，{batch.items.count()} 件内容同一批次公开。")
    return redirect("clearance:slip", pk=pk)


@verb_required(READ_SLIPS)
@by_button
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or change the time of release."""
    row = _slip_or_404(pk)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return slip_page(request, row, form=None, schedule_form=form)
    try:
        planned = schedule_release(by=request.user, slip=row, due_at=form.cleaned_data["due_at"])
    except Refused as refused:
        return slip_page(request, row, form=None, refusal=place_refusal(refused, form), schedule_form=form)
    messages.success(request, f"已定于 {timezone.localtime(planned.due_at):%Y-%m-%d %H:%M} 上线。")
    return redirect("clearance:slip", pk=pk)


@verb_required(READ_SLIPS)
@by_button
def unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the scheduled release off."""
    row = _slip_or_404(pk)
    cancel_schedule(by=request.user, slip=row)
    messages.success(request, "已取消定时上线。")
    return redirect("clearance:slip", pk=pk)
