"""批量出口: the list with how each stands, entering one, opening and closing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.clearance.enums_aggregation import AssessmentState, ExitKind, ExitState
from gongkai.clearance.forms_aggregation import ExitForm
from gongkai.clearance.models import Dataset, OpenExit
from gongkai.clearance.queries.aggregation_sheet import exits_with_facts
from gongkai.clearance.queries.sealing import title_for, without_sealed
from gongkai.clearance.rules.aggregation import ExitFacts, reasons_against_opening
from gongkai.clearance.usecases.aggregation_exits import close_exit, open_exit, register_exit
from gongkai.clearance.verbs import OPEN_EXIT, READ_SLIPS
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused

TITLE = "批量出口"


def _row(user: Any, one: OpenExit, newest: Any, facts: ExitFacts) -> dict[str, Any]:
    reasons = reasons_against_opening(facts)
    is_open = one.opened_at is not None and one.closed_at is None
    state = ExitState.CLOSED if not is_open else ExitState.LAPSED if reasons else ExitState.OPEN
    titles = [title_for(user, dataset, dataset.title) for dataset in one.datasets.all()]
    return {
        "exit": one,
        "state": state,
        "lamp": {ExitState.OPEN: "valid", ExitState.LAPSED: "amended"}.get(state, "pending"),
        "contents": "全部公开的表格" if one.is_whole else "、".join(titles),
        "reasons": reasons,
        "assessment": newest,
        "is_open": is_open,
        "may_ask": bool(reasons) and not facts.is_empty and facts.state != AssessmentState.WAITING,
    }


@verb_required(READ_SLIPS)
def exits(request: HttpRequest) -> HttpResponse:
    """Every exit, and the form for a new one for who may enter it."""
    may_open = may(request.user, OPEN_EXIT)
    public = without_sealed(Dataset.objects.exclude(live_version=None).order_by("key"), request.user)
    data = request.POST if request.method == "POST" and may_open else None
    form = ExitForm(data, datasets=public) if may_open else None
    refusal, status = None, 200
    if form is not None and request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                register_exit(
                    by=request.user,
                    kind=ExitKind(chosen["kind"]),
                    title=chosen["title"],
                    datasets=list(chosen["datasets"]),
                    is_whole=chosen["is_whole"],
                )
            except Refused as error:
                refusal, status = place_refusal(error, form), 409
            else:
                messages.success(request, "已登记。先提出汇聚评估，结论是可以公开的才能开放。")
                return redirect("clearance:exits")
    rows = OpenExit.objects.select_related("created_by").prefetch_related("datasets", "assessments")
    context = {
        "title": TITLE,
        "lead": "一次提供很多内容的口子：整包下载、数据接口、开放数据集。没有有效的汇聚评估不得开放，内容增长过多自动停。",
        "crumbs": [
            {"title": "数据汇聚评估", "url": reverse("clearance:assessments")},
            {"title": TITLE, "url": ""},
        ],
        "rows": [_row(request.user, *one) for one in exits_with_facts(list(rows))],
        "form": form,
        "refusal": refusal,
        "may_open": may_open,
    }
    return render(request, "clearance/exits.html", context, status=status)


@require_POST
@verb_required(OPEN_EXIT)
def exit_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it; refused with every reason on a page of its own."""
    row = open_exit(by=request.user, row=get_object_or_404(OpenExit, pk=pk))
    messages.success(request, f"“{row.title}”已开放。")
    return redirect("clearance:exits")


@require_POST
@verb_required(OPEN_EXIT)
def exit_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it."""
    row = close_exit(by=request.user, row=get_object_or_404(OpenExit, pk=pk))
    messages.success(request, f"“{row.title}”已关闭。")
    return redirect("clearance:exits")
