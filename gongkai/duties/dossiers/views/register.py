"""发文登记簿: its rows, and what later books changed of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.clearance.permissions import title_as_shown
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.forms_numbers import MatchForm
from gongkai.duties.dossiers.models import RegisterEntry, RegisterImport
from gongkai.duties.dossiers.queries.register import (
    entries_asked,
    page_by_number,
    pages_for,
)
from gongkai.duties.dossiers.queries.titles import Titles, titles_for
from gongkai.duties.dossiers.rules.register_cells import HEADS
from gongkai.duties.dossiers.usecases.register import (
    match_entry,
)
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER

PER_PAGE = 50


def crumbs_to(title: str) -> list[dict[str, str]]:
    """The way to a screen of the register."""
    return [
        {"title": "办文", "url": reverse("dossiers_list")},
        {"title": "发文登记簿", "url": reverse("dossiers_register")},
        {"title": title, "url": ""},
    ]


@verb_required(READ_REGISTER)
@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """The rows of the register, fifty to a page, by words, year, unit and disclosure."""
    get = request.GET
    words = " ".join(get.get("q", "").replace("\x00", "")[:100].split())
    asked = {name: get.get(name, "")[:20] for name in ("year", "unit", "disclosure")}
    titles = titles_for(request.user)
    found = entries_asked(words, titles, **asked)
    if get.get("export") in ("xlsx", "csv"):
        headings = [heads[0] for heads in HEADS.values()]
        table = Table("发文登记簿", headings, (_line(row, titles) for row in found.iterator(chunk_size=500)))
        return csv_response(table) if get["export"] == "csv" else xlsx_response(table)
    kept = get.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    page = Paginator(found, PER_PAGE).get_page(get.get("p"))
    context = {
        "title": "发文登记簿",
        "lead": "OA 登记的全部发文，是各项覆盖率的分母。再次导入只改变有变化的行，改了什么都有记录。",
        "crumbs": [*crumbs_to("")[:1], {"title": "发文登记簿", "url": ""}],
        "page": page,
        "rows": [(row, titles.of(row), titles.hides(row)) for row in page.object_list],
        "words": words,
        **asked,
        "is_filtered": bool(words or any(asked.values())),
        "years": [str(day.year) for day in RegisterEntry.objects.dates("written_on", "year", order="DESC")],
        "units": Unit.objects.filter(pk__in=RegisterEntry.objects.order_by().values("unit")),
        "last": RegisterImport.objects.select_related("by").first(),
        "base": f"{kept.urlencode()}&" if kept else "",
        "may_number": may(request.user, NUMBER),
    }
    return render(request, "dossiers/register.html", context)


def _line(row: RegisterEntry, titles: Titles) -> list[Any]:
    return [
        row.number,
        titles.of(row),
        row.get_signature_display(),
        row.get_disclosure_display(),
        row.written_on,
        row.printed_on,
        str(row.unit or ""),
        "" if titles.hides(row) else row.note,
    ]


@verb_required(READ_REGISTER)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: what it says, what later books changed, and which page it is; 404 for what is sealed."""
    row = get_object_or_404(
        RegisterEntry.objects.select_related("unit", "page", "last_read", "matched_by"), pk=pk
    )
    if titles_for(request.user).hides(row):
        raise Http404
    like = page_by_number(row)
    page = row.page or like
    initial = {"page": page.pk if page else None}
    form, refusal = MatchForm(request.POST or None, pages=pages_for(row), initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            match_entry(by=request.user, entry=row, page=form.cleaned_data["page"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, "已核对。")
            return redirect("dossiers_register_entry", row.pk)
    context = {
        "title": row.title,
        "crumbs": crumbs_to(row.number or "没有文号"),
        "row": row,
        "like": like,
        "page_title": title_as_shown(page, page.title) if page else "",
        "changes": row.changes.select_related("read__by").order_by("-pk"),
        "form": form,
        "refusal": refusal,
        "may_number": may(request.user, NUMBER),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/register_entry.html", context, status=status)
