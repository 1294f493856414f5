"""Read a round of a slip, and set what is asked of proofreading and of the pace of review."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.enums import ProofreadResult
from gongkai.clearance.forms_progress import ParameterForm, ProofreadForm
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.presenters_proofreading import texts_of_round
from gongkai.clearance.queries.parameters import parameter_rows, settings_in_force
from gongkai.clearance.queries.proofreaders import reasons_against_proofreading_for
from gongkai.clearance.queries.proofreading import proofreadings_of, round_due
from gongkai.clearance.rules.parameters import PARAMETERS, Parameter
from gongkai.clearance.rules.proofreading import ROUND_LABELS
from gongkai.clearance.usecases.parameters import set_review_parameter
from gongkai.clearance.usecases.proofreading import record_proofreading
from gongkai.clearance.verbs import PROOFREAD, SET_PARAMETERS
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused

TITLE = "审校参数"


@verb_required(PROOFREAD)
def proofread(request: HttpRequest, pk: int) -> HttpResponse:
    """What the next round reads, every reason against this person reading it, and the reading."""
    slip = get_object_or_404(ReviewSlip.objects.select_related("unit", "submitted_by"), pk=pk)
    texts, due = texts_of_round(slip), round_due(slip)
    items = [text.item for text in texts]
    form = ProofreadForm(
        request.POST if request.method == "POST" else None, items=items, initial={"round": due}
    )
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refusal, status = _read(request, slip, form), 409
            if refusal is None and not form.errors:
                return redirect("clearance:slip", pk=pk)
    label = ROUND_LABELS.get(due, "校对")
    context = {
        "title": f"{label}：{slip.title}",
        "lead": f"{slip.number} · {slip.unit} · {slip.submitted_by} 送审",
        "crumbs": [
            {"title": slip.number, "url": reverse("clearance:slip", args=[pk])},
            {"title": label, "url": ""},
        ],
        "slip": slip,
        "due": label if due else "",
        "texts": texts,
        "rows": proofreadings_of(slip),
        "form": form,
        "refusal": refusal,
        "why_not": reasons_against_proofreading_for(request.user, slip),
    }
    return render(request, "clearance/proofread.html", context, status=status)


def _read(request: HttpRequest, slip: ReviewSlip, form: ProofreadForm) -> Refused | None:
    """Put it on record; answers what could not be said at a field."""
    try:
        row = record_proofreading(
            by=request.user,
            slip=slip,
            round=form.cleaned_data["round"],
            result=ProofreadResult(form.cleaned_data["result"]),
            corrections=form.corrections(),
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        return place_refusal(refused, form)
    found = row.get_result_display() + (f" {row.corrections} 处" if row.corrections else "")
    messages.success(request, f"审查单 {slip.number} {ROUND_LABELS[row.round]}已记下：{found}。")
    return None


@verb_required(SET_PARAMETERS)
def parameters(request: HttpRequest) -> HttpResponse:
    """Every parameter, its value and who set it on what grounds."""
    groups: dict[str, list[Any]] = {}
    for row in parameter_rows():
        groups.setdefault(row.parameter.group, []).append(row)
    context = {
        "title": TITLE,
        "lead": "校对次数、审校时限和催办间隔都是本单位的管理要求，不是法定要求。改了立即生效，每次改动都记入审计。",
        "groups": groups.items(),
    }
    return render(request, "clearance/parameters.html", context)


@verb_required(SET_PARAMETERS)
def parameter_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Set one of them."""
    if code not in PARAMETERS:
        raise Http404("没有这个参数。")
    parameter = PARAMETERS[code]
    form = ParameterForm(
        request.POST if request.method == "POST" else None,
        parameter=parameter,
        initial={"value": settings_in_force().value(code)},
    )
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refusal, status = _set(request, parameter, form), 409
            if refusal is None and not form.errors:
                return redirect("clearance:parameters")
    context = {
        "title": parameter.label,
        "crumbs": [
            {"title": TITLE, "url": reverse("clearance:parameters")},
            {"title": parameter.label, "url": ""},
        ],
        "form": form,
        "refusal": refusal,
    }
    return render(request, "clearance/parameter_form.html", context, status=status)


def _set(request: HttpRequest, parameter: Parameter, form: ParameterForm) -> Refused | None:
    try:
        row = set_review_parameter(by=request.user, parameter=parameter, **form.cleaned_data)
    except Refused as refused:
        return place_refusal(refused, form)
    messages.success(request, f"“{parameter.label}”已设为：{parameter.shown(row.value)}。")
    return None
