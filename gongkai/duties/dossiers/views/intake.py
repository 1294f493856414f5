"""OA 来件: what came, what became of it, and what a person does with what waits; the 签批单 to be signed by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums_intake import DeliverySource, DeliveryState
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.forms_intake import ClaimForm, UploadForm
from gongkai.duties.dossiers.models import Delivery
from gongkai.duties.dossiers.queries.intake import (
    counts_by_state,
    deliveries_asked,
    deliveries_seen_by,
    proposals_for,
)
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import claim_delivery, refuse_delivery
from gongkai.duties.dossiers.usecases.intake.slips import print_slip
from gongkai.duties.dossiers.verbs import READ, RECORD
from gongkai.duties.dossiers.views.base import dossier_for, private_file

PER_PAGE = 50


def _crumbs(*titles: str) -> list[dict[str, str]]:
    ways = [("办文", reverse("dossiers_list")), ("OA 来件", reverse("dossiers_intake"))]
    shown = [*ways, *((title, "") for title in titles)]
    return [
        {"title": title, "url": url if n < len(shown) - 1 else ""} for n, (title, url) in enumerate(shown)
    ]


@verb_required(RECORD)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """What came, newest first, by state and words."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:100].split())
    state = request.GET.get("state", "")
    state = state if state in DeliveryState.values else ""
    kept = request.GET.copy()
    kept.pop("p", None)
    seen = deliveries_seen_by(request.user, timezone.localdate())
    context = {
        "title": "OA 来件",
        "lead": "OA 送来的签批单、文号、正式文本自动归卷；没有归成的在这里写明原因，等人认领。",
        "crumbs": _crumbs(),
        "page": Paginator(deliveries_asked(seen, state, words), PER_PAGE).get_page(request.GET.get("p")),
        "counts": counts_by_state(seen),
        "state": state,
        "words": words,
        "base": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "dossiers/intake/list.html", context)


@verb_required(RECORD)
def upload(request: HttpRequest) -> HttpResponse:
    """One by hand."""
    form, refusal = UploadForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            row = receive_delivery(
                by=request.user,
                source=DeliverySource.UPLOAD,
                told=form.told(),
                file=form.cleaned_data["file"],
            )
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, f"来件{row.get_state_display()}。")
            return redirect("dossiers_delivery", row.pk)
    return _form(request, "上传来件", form, refusal, "上传", reverse("dossiers_intake"))


@verb_required(RECORD)
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: what it said, what became of it, and claiming it."""
    row = _row(request, pk)
    today = timezone.localdate()
    code = request.GET.get("code", "")[:20] or (row.dossier.code if row.dossier else row.code)
    form = ClaimForm(request.POST or None, user=request.user, day=today, initial={"code": code})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            done = claim_delivery(by=request.user, delivery=row, dossier=form.cleaned_data["code"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, "来件已归卷。")
            return redirect("dossiers_show", done.dossier_id)
    waits = row.state == DeliveryState.WAITING
    context = {
        "title": str(row),
        "crumbs": _crumbs(str(row)),
        "row": row,
        "waits": waits,
        "form": form,
        "refusal": refusal,
        "proposals": proposals_for(request.user, row, today) if waits else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/intake/show.html", context, status=status)


@verb_required(RECORD)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse it for good."""
    row = _row(request, pk)
    form, refusal = ReasonForm(request.POST or None, label="原因"), None
    if request.method == "POST" and form.is_valid():
        try:
            refuse_delivery(by=request.user, delivery=row, reason=form.cleaned_data["reason"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, "来件已拒收。")
            return redirect("dossiers_intake")
    name = f"（{row.name}）" if row.name else ""
    lead = f"{row}{name}。拒收以后文件随即删除，不能反悔；要用的请 OA 重送。"
    return _form(request, "拒收来件", form, refusal, "拒收", reverse("dossiers_delivery", args=[pk]), lead)


def _form(
    request: HttpRequest, title: str, form: Any, refusal: Any, submit: str, back: str, lead: str = ""
) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead,
        "crumbs": _crumbs(title),
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/number_act.html", context, status=status)


def _row(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(deliveries_seen_by(request.user, timezone.localdate()), pk=pk)


@verb_required(RECORD)
@require_safe
def kept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a delivery that waits."""
    row = _row(request, pk)
    if not row.file:
        raise Http404("来件的文件已归卷或者已移除。")
    return private_file(row.file, row.name, row.sha256)


@verb_required(READ)
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The 签批单 of a dossier as PDF."""
    dossier = dossier_for(request, pk)
    response = HttpResponse(print_slip(by=request.user, dossier=dossier), content_type="application/pdf")
    name = f"签批单 {dossier.code}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
