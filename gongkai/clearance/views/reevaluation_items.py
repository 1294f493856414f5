"""One item of a round with everything about it, its next step, and the rounds themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.enums_reevaluation import ItemState, ReviewSide
from gongkai.clearance.forms_reevaluation import OpinionForm, ParametersForm, ProposalForm, RoundForm
from gongkai.clearance.models import ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation import items_shown_to, left_by_unit, parameters
from gongkai.clearance.queries.reevaluation_steps import is_keeper, part_taken
from gongkai.clearance.usecases.reevaluation import (
    close_reevaluation_round,
    open_reevaluation_round,
    set_reevaluation_parameters,
)
from gongkai.clearance.usecases.reevaluation_deciding import (
    confirm_conclusion,
    propose_conclusion,
    return_conclusion,
    review_conclusion,
)
from gongkai.clearance.verbs import READ_REEVALUATION, REVIEW_LEGALITY, REVIEW_SECRECY, RUN_REEVALUATION
from gongkai.clearance.views.reevaluation import LAMPS, asked_of, sections
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused

DONE = {
    "propose": "结论已提出。",
    "legality": "审查意见已记下。",
    "secrecy": "审查意见已记下。",
    "confirm": "已办。",
}


@verb_required(READ_REEVALUATION)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: what it was when the list was made, hints, steps taken, and the next one for whoever may take it."""
    row = get_object_or_404(items_shown_to(request.user, timezone.localdate()), pk=pk)
    step = _step_of(request.user, row)
    form, refusal = None, None
    if step:
        data = request.POST if request.method == "POST" else None
        form = _form(step, row, data)
        if request.method == "POST" and form.is_valid():
            try:
                _take(step, request, row, form.cleaned_data)
            except Refused as error:
                refusal = place_refusal(error, form)
            else:
                messages.success(request, DONE[step])
                return redirect("clearance:reevaluation_item", pk=row.pk)
    context = {
        "title": row.label,
        "crumbs": [
            {
                "title": f"{row.round.year} 年评估",
                "url": f"{reverse('clearance:reevaluation')}?round={row.round_id}",
            },
            {"title": "评估事项"},
        ],
        "item": row,
        "lamp": LAMPS[row.state],
        "step": step,
        "form": form,
        "refusal": refusal,
        "waits_for": _waits_for(row, step),
        "took_part": part_taken(request.user, row),
        **sections(request.user),
    }
    status = 409 if refusal or (form is not None and form.errors) else 200
    return render(request, "clearance/reevaluation_item.html", context, status=status)


def _step_of(user: User, row: ReevaluationItem) -> str:
    """The step that this person could take now; empty for none."""
    if row.round.closed_at is not None:
        return ""
    if row.state == ItemState.WAITING:
        return "propose" if is_keeper(user, row.unit_id, timezone.localdate()) else ""
    if row.state == ItemState.IN_REVIEW:
        if may(user, REVIEW_LEGALITY) and row.legality_by_id is None:
            return "legality"
        if may(user, REVIEW_SECRECY) and row.secrecy_by_id is None:
            return "secrecy"
        return ""
    return "confirm" if row.state == ItemState.READY and may(user, RUN_REEVALUATION) else ""


def _waits_for(row: ReevaluationItem, step: str) -> str:
    """Whom an item waits for, in Chinese, where it is not this person."""
    if step or row.round.closed_at is not None:
        return ""
    if row.state == ItemState.WAITING:
        return str(row.unit or "厅办公室")
    if row.state == ItemState.IN_REVIEW:
        left = [
            words
            for words, pk in (("法制审核人员", row.legality_by_id), ("保密审查人员", row.secrecy_by_id))
            if pk is None
        ]
        return "、".join(left)
    return "厅办公室" if row.state == ItemState.READY else ""


def _form(step: str, row: ReevaluationItem, data: Any) -> Any:
    if step == "propose":
        initial = {"conclusion": row.conclusion or row.suggested, "reason": row.reason}
        return ProposalForm(data, disclosures={row.disclosure}, is_stub=row.is_stub, initial=initial)
    return OpinionForm(data)


def _take(step: str, request: HttpRequest, row: ReevaluationItem, data: dict[str, Any]) -> None:
    by, agrees = request.user, "refuse" not in request.POST
    if step == "propose":
        propose_conclusion(by=by, item=row, asked=asked_of(data))
    elif step == "confirm" and agrees:
        confirm_conclusion(by=by, item=row, note=data["note"])
    elif step == "confirm":
        return_conclusion(by=by, item=row, note=data["note"])
    else:
        review_conclusion(by=by, item=row, side=ReviewSide(step), agrees=agrees, note=data["note"])


@verb_required(READ_REEVALUATION)
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, and the form that opens the next one."""
    today = timezone.localdate()
    is_open = ReevaluationRound.objects.filter(closed_at=None).exists()
    form, refusal = None, None
    if may(request.user, RUN_REEVALUATION) and not is_open:
        due_on = today + timedelta(parameters()["due_days"])
        initial = {"year": today.year, "due_on": due_on}
        form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if form is None:
            form = RoundForm(request.POST)
        if form.is_valid():
            try:
                turn = open_reevaluation_round(by=request.user, **form.cleaned_data)
            except Refused as error:
                refusal = place_refusal(error, form)
            else:
                messages.success(
                    request, f"{turn.year} 年评估已开始，{turn.items.count()} 件，已提醒各保管单位。"
                )
                return redirect("clearance:reevaluation")
    turns = list(ReevaluationRound.objects.select_related("opened_by", "closed_by"))
    context = {
        "title": "历次评估",
        "lead": "每年一次。清单在开始时定稿，逐件有结论才能办结，办结后公布结果。",
        "turns": [(turn, turn.closed_at is None and turn.due_on < today) for turn in turns],
        "form": form,
        "refusal": refusal,
        **sections(request.user),
    }
    status = 409 if refusal or (form is not None and form.errors) else 200
    return render(request, "clearance/reevaluation_rounds.html", context, status=status)


@verb_required(RUN_REEVALUATION)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round: what is still owed and by whom, or what the public will read."""
    turn, refusal = get_object_or_404(ReevaluationRound, pk=pk), None
    if request.method == "POST":
        try:
            close_reevaluation_round(by=request.user, turn=turn)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, f"{turn.year} 年评估已办结，结果随后公布在“定期评估结果”。")
            return redirect(f"{reverse('clearance:reevaluation')}?round={turn.pk}")
    context = {
        "title": f"办结 {turn.year} 年评估",
        "crumbs": [
            {"title": "历次评估", "url": reverse("clearance:reevaluation_rounds")},
            {"title": "办结"},
        ],
        "turn": turn,
        "left": left_by_unit(turn.pk),
        "refusal": refusal,
    }
    return render(request, "clearance/reevaluation_close.html", context, status=409 if refusal else 200)


@verb_required(RUN_REEVALUATION)
def set_parameters(request: HttpRequest) -> HttpResponse:
    """The numbers by which re-evaluation goes."""
    form = ParametersForm(request.POST if request.method == "POST" else None, values=parameters())
    if request.method == "POST" and form.is_valid():
        set_reevaluation_parameters(by=request.user, values=form.cleaned_data)
        messages.success(request, "评估参数已保存，下一次评估起用。")
        return redirect("clearance:reevaluation_rounds")
    context = {
        "title": "评估参数",
        "lead": "法律没有规定这些数，由本厅定；缺省值是系统给的。",
        "crumbs": [
            {"title": "历次评估", "url": reverse("clearance:reevaluation_rounds")},
            {"title": "评估参数"},
        ],
        "form": form,
    }
    return render(
        request, "clearance/reevaluation_parameters.html", context, status=409 if form.errors else 200
    )
