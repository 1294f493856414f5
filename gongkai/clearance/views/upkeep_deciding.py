"""The office decides motions, several at once; and what was done, with its export."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.enums_upkeep import MotionState
from gongkai.clearance.forms_upkeep import DecisionForm
from gongkai.clearance.models import BasePage, Motion
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.queries.upkeep import (
    acts_shown_to,
    motions_waiting,
    reasons_against_decision_for,
    reasons_against_motion_for,
)
from gongkai.clearance.usecases.upkeep_deciding import accept_motion, refuse_motion
from gongkai.clearance.verbs import DECIDE_UPKEEP, READ_SLIPS
from gongkai.clearance.views.upkeep import PER_PAGE, effects_of, keys_in, sections
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response
from gongkai.core.reasons import Refused


@verb_required(READ_SLIPS)
def motions(request: HttpRequest) -> HttpResponse:
    """What was asked for: what waits first, then what was decided."""
    order = Case(
        When(state=MotionState.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Motion.objects.exclude(page__in=sealed_ids(request.user, BasePage))
    rows = rows.select_related("page", "asked_by", "asked_unit", "decided_by").order_by(order, "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    decides = may(request.user, DECIDE_UPKEEP)
    context = {
        "title": "清理提请",
        "lead": "责任单位或办公室提请，办公室的另一人决定。每件单独办理。",
        "rows": [
            (row, decides and row.state == MotionState.WAITING and row.asked_by_id != request.user.pk)
            for row in page
        ],
        "page": page,
        "may_decide": decides,
        **sections(request.user),
    }
    return render(request, "clearance/upkeep_motions.html", context)


@verb_required(DECIDE_UPKEEP)
def decide(request: HttpRequest) -> HttpResponse:
    """What would happen by the motions chosen; then each is done, or told why not."""
    chosen = keys_in((request.POST or request.GET).getlist("chosen"))
    rows = motions_waiting(request.user).filter(pk__in=chosen)
    waiting = list(rows.select_related("page", "asked_by", "asked_unit"))
    if not waiting:
        messages.warning(request, "没有选中等决定的提请。请打勾后再点“决定选中的”。")
        return redirect("clearance:upkeep_motions")
    form = DecisionForm(request.POST if request.method == "POST" else None)
    outcomes: list[tuple[str, Refused | None]] = []
    if request.method == "POST" and form.is_valid():
        accepts, note = "refuse" not in request.POST, form.cleaned_data["note"]
        outcomes = [
            (row.page.title, _decided(request.user, row, accepts=accepts, note=note)) for row in waiting
        ]
        done = sum(refusal is None for _, refusal in outcomes)
        if done == len(outcomes):
            word = "已办理，公开网站随即更新" if accepts else "已退回提请人，内容没有变化"
            messages.success(request, f"{done} 件{word}。")
            return redirect("clearance:upkeep_motions")
    context = {
        "title": "决定清理",
        "crumbs": [{"title": "清理提请", "url": reverse("clearance:upkeep_motions")}, {"title": "决定"}],
        "lead": f"选中 {len(waiting)} 件。下面是办理后会发生什么。",
        "rows": [_effect(request.user, row) for row in waiting],
        "form": form,
        "outcomes": outcomes,
    }
    status = 409 if outcomes or form.errors else 200
    return render(request, "clearance/upkeep_decide.html", context, status=status)


def _effect(user: User, motion: Motion) -> dict[str, Any]:
    effect = effects_of(user, [motion.page], act="")[0]
    reasons = reasons_against_decision_for(user, motion)
    reasons += reasons_against_motion_for(
        user, effect["page"], act=motion.act, reason=motion.reason, own=motion
    )
    return {**effect, "motion": motion, "reasons": reasons}


def _decided(user: User, motion: Motion, *, accepts: bool, note: str) -> Refused | None:
    """The refusal, or nothing where it is done."""
    try:
        if accepts:
            accept_motion(by=user, motion=motion, note=note)
        else:
            refuse_motion(by=user, motion=motion, note=note)
    except Refused as refusal:
        return refusal
    return None


@verb_required(READ_SLIPS)
def acts(request: HttpRequest) -> HttpResponseBase:
    """清理记录: what was done to what, why, by whom, when and how; the same as CSV."""
    rows = acts_shown_to(request.user)
    if request.GET.get("export") == "csv":
        return csv_response(_table(rows))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": "清理记录",
        "lead": "每次归档、撤下、恢复都记在这里；公开网站的“内容清理公示”写同样的事，审批人只写单位。",
        "page": page,
        **sections(request.user),
    }
    return render(request, "clearance/upkeep_acts.html", context)


def _table(rows: Any) -> Table:
    head = ["对象", "处理方式", "原因", "审批单位", "审批人", "时间", "地址"]
    body = [
        [
            row.title,
            str(row.get_kind_display()),
            row.reason,
            row.unit_name,
            str(row.by),
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"),
            row.path,
        ]
        for row in rows
    ]
    return Table("清理记录", head, body)
