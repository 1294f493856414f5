"""The review board and the slip: read, decide, release."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages

from gongkai.clearance import queries
from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import ScheduleStatus, SlipState, Verdict
from gongkai.clearance.forms import DecisionForm, ScheduleForm
from gongkai.clearance.models import ReviewSlip, ScheduledRelease, SlipItem
from gongkai.clearance.presenters import chain_of, changes_of, returned_before, taken_back
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.queries.full_review import owes_full_review
from gongkai.clearance.queries.releasing import reasons_against_release_for
from gongkai.clearance.rules.review import GROUNDS
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import (
    cancel_schedule,
    release_slip,
    schedule_release,
)
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.verbs import (
    PURGE,
    READ_SLIPS,
    REVIEW_FINAL,
    REVIEW_OFFICE,
    REVIEW_UNIT,
    SUBMIT,
    WITHDRAW,
)
from gongkai.clearance.views.targets import edit_url_of, label_of
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.queries import responsible_unit, unit_ids_of
from gongkai.core.reasons import Reason, Refused, refuse_if

PER_PAGE = 30
SENT_AGAIN = (SlipState.RETURNED, SlipState.CANCELLED)
REVIEWING = (REVIEW_UNIT, REVIEW_OFFICE, REVIEW_FINAL)
TABS = (("mine", "等我审"), ("sent", "我送的"), ("granted", "待上线"), ("all", "全部"))
# What an empty tab says: the fact, and how something would come to stand here.
EMPTY = {
    "mine": (
        "现在没有等您审的内容。",
        "有新的审查单走到您这一步时，会出现在这里和“工作台”上。",
    ),
    "sent": ("您还没有送审过内容。", "在页面编辑器里保存草稿后，点“提交审查”。"),
    "granted": ("没有待上线的内容。", "三级审查全部通过的审查单，会在这里等网站运维上线。"),
    "all": ("还没有审查单。", ""),
}


def by_button(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For an act on a slip: whoever only opens its address is led to the slip, where the button is."""

    @wraps(act)
    def pressed(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            messages.info(request, "这一步要在审查单上点按钮办理，打开地址不算。")
            return redirect("clearance:slip", pk=pk)
        return act(request, pk)

    return pressed


def _slips(tab: str, user: User) -> Any:
    if tab == "mine":
        slips = queries.slips_waiting_for(user, timezone.localdate())
    else:
        slips = ReviewSlip.objects.all()
    slips = slips.select_related("unit", "submitted_by").order_by("-pk")
    if tab == "sent":
        return slips.filter(Q(submitted_by=user) | Q(handed_to=user))
    if tab == "granted":
        return slips.filter(state=SlipState.GRANTED, released_at=None)
    return slips


@verb_required(READ_SLIPS)
def board(request: HttpRequest) -> HttpResponse:
    """Slips: waiting for me, sent by me, cleared and waiting for release, all."""
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in dict(TABS) else "mine"
    today = timezone.localdate()
    page = Paginator(_slips(tab, request.user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": "审查",
        "tabs": TABS,
        "tab": tab,
        "rows": queries.slip_rows(request.user, page.object_list, today),
        "page": page,
        "empty": EMPTY[tab],
    }
    return render(request, "clearance/board.html", context)


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


def _lead(row: ReviewSlip) -> str:
    """Number, unit, who sent it and when, and who looks after it since the sender left."""
    sent = f"{row.submitted_by} {timezone.localtime(row.submitted_at):%m-%d %H:%M} 送审"
    taken = f"（已离岗，{row.handed_to} 接办）" if row.handed_to else ""
    return f"{row.number} · {row.unit} · {sent}{taken}"


def _why_not(user: User, row: ReviewSlip) -> list[Reason]:
    """Why this person may not decide the step that waits; nothing for those who review at no level."""
    if row.state != SlipState.IN_REVIEW or not any(may(user, verb) for verb in REVIEWING):
        return []
    return reasons_against_decision_for(user, row)


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
    return _slip_page(request, row, form=form, refusal=refusal)


def _slip_page(
    request: HttpRequest,
    row: ReviewSlip,
    *,
    form: DecisionForm | None,
    refusal: Refused | None = None,
    schedule_form: ScheduleForm | None = None,
) -> HttpResponse:
    """The slip's page; with a form that was refused, as it was filled in."""
    is_refused = refusal is not None or schedule_form is not None
    context = {
        "title": row.title,
        "lead": _lead(row),
        "slip": row,
        "items": [
            (
                item,
                changes_of(item),
                _edit_url(request.user, row, item),
                _is_public(item),
                public_path_of(item.target),
            )
            for item in row.items.select_related("revision", "dataset_version")
        ],
        "chain": chain_of(row),
        "form": form,
        "why_not": _why_not(request.user, row),
        "returned_before": returned_before(row),
        "taken_back": taken_back(row),
        "send_again": _send_again(request.user, row),
        "refusal": refusal,
        "can_cancel": row.state == SlipState.IN_REVIEW and row.caretaker_id == request.user.pk,
        "may_withdraw": row.released_at is not None and may(request.user, WITHDRAW),
        "may_purge": row.state == SlipState.GRANTED and may(request.user, PURGE),
        **_release_part(request.user, row),
        "schedule_form": schedule_form or ScheduleForm(),
        **_full_review_part(request.user, row),
    }
    return render(request, "clearance/slip.html", context, status=409 if is_refused else 200)


def _release_part(user: User, row: ReviewSlip) -> dict[str, Any]:
    """What the slip's page shows of going live: where that stands, what is against it, the time set or missed."""
    waits = row.state == SlipState.GRANTED and row.released_at is None
    schedule = ScheduledRelease.objects.filter(slip=row).first()
    status = schedule.status if schedule is not None else ""
    return {
        "waits_for_release": waits,
        "release_mark": "is-past" if row.released_at else "is-now" if waits else "is-next",
        "release_reasons": reasons_against_release_for(user, row) if waits else [],
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
        return _slip_page(request, row, form=None, schedule_form=form)
    try:
        planned = schedule_release(by=request.user, slip=row, due_at=form.cleaned_data["due_at"])
    except Refused as refused:
        return _slip_page(request, row, form=None, refusal=place_refusal(refused, form), schedule_form=form)
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
