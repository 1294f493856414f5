"""成批排班: a stretch of days, what would be written, and the writing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.forms_roster import FillRosterForm
from gongkai.clearance.queries.rota import Rota, reasons_against_filling_for, rota_for
from gongkai.clearance.usecases.roster import FILL, fill_roster
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused


@verb_required(CONFIGURE)
def fill(request: HttpRequest) -> HttpResponse:
    """The form; what it would write; and, once that was seen, the act."""
    form = FillRosterForm(request.POST if request.method == "POST" else None)
    rota, refused, status = None, None, 200
    if request.method == "POST" and form.is_valid():
        rota = rota_for(**form.cleaned_data)
        refused = _refused(request, form, rota)
        if refused is None and request.POST.get("act") == "write":
            messages.success(request, f"已排 {len(rota.new)} 天的班。")
            return redirect("duty_shifts:index")
    if request.method == "POST" and (form.errors or refused):
        status = 409 if rota else 422
    refusal = place_refusal(refused, form) if refused else None
    context = {
        "title": FILL,
        "lead": "一次排好一段时间的值班，几组人按周轮换。先预览，再写入；已有安排的日子不动。",
        "crumbs": [{"title": "值班表", "url": reverse("duty_shifts:index")}, {"title": FILL, "url": ""}],
        "form": form,
        "rota": None if form.errors else rota,
        "refusal": refusal,
    }
    return render(request, "clearance/fill_roster.html", context, status=status)


def _refused(request: HttpRequest, form: FillRosterForm, rota: Rota) -> Refused | None:
    """Write where it was asked for and seen, else only ask what speaks against it."""
    if request.POST.get("act") == "write":
        try:
            fill_roster(by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
        except Refused as refused:
            return refused
        return None
    reasons = reasons_against_filling_for(request.user, rota, seen=None)
    return Refused(reasons, act=FILL) if reasons else None
