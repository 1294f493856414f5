"""放行与书面说明: the list of them, and taking a waiver back."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from gongkai.clearance.enums import DecisionKind
from gongkai.clearance.forms_waivers import RevokeForm, WaiversForm
from gongkai.clearance.models import FindingDecision
from gongkai.clearance.queries.screening import may_waive_now
from gongkai.clearance.queries.sealing import is_sealed_for
from gongkai.clearance.queries.waivers import key_of_row, objects_of, waived_together
from gongkai.clearance.queries.waivers_listed import (
    HEADINGS,
    Sought,
    all_listed,
    as_cells,
    decisions_asked,
    listed,
)
from gongkai.clearance.usecases.revoking import revoke_waivers
from gongkai.clearance.verbs import READ_WAIVERS, REVIEW_FINAL, WAIVE
from gongkai.clearance.views.progress import asked_again
from gongkai.clearance.views.targets import label_of
from gongkai.core.accounts.access import verb_missing, verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused

PER_PAGE = 30
TITLE = "放行与书面说明"


@verb_required(READ_WAIVERS)
def waivers(request: HttpRequest) -> HttpResponseBase:
    """Every waiver and note that this person may read of; as a table for other programs with ``export=csv``."""
    form = WaiversForm(request.GET)
    is_right = form.is_valid()
    sought = form.sought() if is_right else Sought()
    rows = decisions_asked(request.user, sought) if is_right else FindingDecision.objects.none()
    if is_right and request.GET.get("export") == "csv":
        cells = (as_cells(one) for one in all_listed(request.user, rows))
        return csv_response(Table(TITLE, HEADINGS, cells))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": TITLE,
        "lead": "机器查到的问题里，哪些由起草人说明后保留、哪些由保密审查人员放行，为什么，是不是还有效。",
        "form": form,
        "query": asked_again(request, "p", "export"),
        "is_filtered": is_right and sought != Sought(),
        "rows": listed(request.user, list(page.object_list)),
        "page": page,
    }
    return render(request, "clearance/waivers.html", context, status=200 if is_right else 422)


@verb_required(WAIVE, REVIEW_FINAL)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one waiver back, and with a tick all that the same act let pass."""
    if not may_waive_now(request.user):
        return verb_missing(request, WAIVE)
    waiver = get_object_or_404(
        FindingDecision.objects.select_related("by", "answered_by__by"), pk=pk, what=DecisionKind.WAIVER
    )
    target = objects_of([key_of_row(waiver)]).get(key_of_row(waiver))
    if target is None or is_sealed_for(request.user, target):
        return verb_missing(request, WAIVE)
    together = waived_together(waiver)
    form = RevokeForm(request.POST or None, others=max(0, len(together) - 1))
    refusal = None
    if request.method == "POST" and form.is_valid():
        is_all = bool(form.cleaned_data.get("all_together"))
        keys = [one.pk for one in together] if is_all else [waiver.pk]
        try:
            made = revoke_waivers(by=request.user, waivers=keys, reason=form.cleaned_data["reason"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(
                request, f"已撤回 {len(made)} 处放行，这些问题又会拦着内容，有关人员已收到提醒。"
            )
            if may(request.user, READ_WAIVERS):
                return redirect("clearance:waivers")
            return redirect("clearance:findings", label_of(target), target.pk)
    context = {
        "title": "撤回放行",
        "lead": str(target),
        "target_label": label_of(target),
        "waiver": waiver,
        "revocation": getattr(waiver, "answered_by", None),
        "form": form,
        "refusal": refusal,
    }
    is_refused = refusal is not None or bool(form.errors)
    return render(request, "clearance/waiver_revoke.html", context, status=409 if is_refused else 200)
