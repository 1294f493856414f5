"""What a round decided to open: how far each has come, and the page by which it is opened."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.exporting_reevaluation import table_of_openings
from gongkai.clearance.forms_reevaluation import LinkForm
from gongkai.clearance.queries.reevaluation import (
    opening_rows,
    openings_shown_to,
    openings_undone,
    pages_to_link,
)
from gongkai.clearance.queries.reevaluation_steps import is_keeper
from gongkai.clearance.usecases.reevaluation_deciding import link_opened_page
from gongkai.clearance.verbs import KEEP_REGISTER, READ_REEVALUATION
from gongkai.clearance.views.reevaluation import sections
from gongkai.clearance.views.upkeep import PER_PAGE
from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import csv_response
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused


@verb_required(READ_REEVALUATION)
def openings(request: HttpRequest) -> HttpResponseBase:
    """What is to be opened and how far it has come; what is done stays listed."""
    today = timezone.localdate()
    shown = openings_shown_to(request.user, today)
    if request.GET.get("late") == "1":
        rows = [row for row in openings_undone(today, shown) if row.is_late]
    elif request.GET.get("all") == "1":
        rows = opening_rows(shown, today)
    else:
        rows = openings_undone(today, shown)
    if request.GET.get("export") == "csv":
        return csv_response(table_of_openings(opening_rows(shown, today)))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    context = {
        "title": "转公开待办",
        "lead": "决定公开的，由保管单位建稿，照常送审、审定、上线；这里一直跟到上线为止。",
        "page": page,
        "rows": [(row, is_keeper(request.user, row.opening.unit_id, today)) for row in page.object_list],
        "base": f"{kept.urlencode()}&" if kept else "",
        "which": "late" if request.GET.get("late") else "all" if request.GET.get("all") else "",
        **sections(request.user),
    }
    return render(request, "clearance/reevaluation_openings.html", context)


@verb_required(KEEP_REGISTER)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the page by which something is opened."""
    opening = get_object_or_404(openings_shown_to(request.user, timezone.localdate()), pk=pk)
    pages = pages_to_link(opening, request.user, timezone.localdate())
    form = LinkForm(request.POST if request.method == "POST" else None, pages=pages)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            link_opened_page(by=request.user, opening=opening, page=form.cleaned_data["page"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, "已对应，进展自动更新。")
            return redirect(f"{reverse('clearance:reevaluation_openings')}#opening-{opening.pk}")
    context = {
        "title": "对应公开的页面",
        "lead": opening.item.label,
        "crumbs": [
            {"title": "转公开待办", "url": reverse("clearance:reevaluation_openings")},
            {"title": "对应页面"},
        ],
        "opening": opening,
        "form": form,
        "refusal": refusal,
    }
    status = 409 if refusal or form.errors else 200
    return render(request, "clearance/reevaluation_link.html", context, status=status)
