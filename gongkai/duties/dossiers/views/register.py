"""发文登记簿: its rows, and a book becoming rows: read, looked at, mended, entered."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clearance.permissions import title_as_shown
from gongkai.clearance.reevaluation_files import rows_of
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import number_asked, place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.forms_numbers import MatchForm, RegisterFileForm
from gongkai.duties.dossiers.models import RegisterDraft, RegisterEntry, RegisterImport
from gongkai.duties.dossiers.notices_register import tell_of_alarms
from gongkai.duties.dossiers.queries.reconciling import alarms, reconciled
from gongkai.duties.dossiers.queries.register import (
    entries_asked,
    judged_draft,
    page_by_number,
    pages_for,
)
from gongkai.duties.dossiers.queries.titles import Titles, titles_for
from gongkai.duties.dossiers.rules.register_cells import HEADS, LABELS, rows_of_text
from gongkai.duties.dossiers.usecases.register import (
    enter_register,
    match_entry,
    mend_lines,
    put_register_aside,
    read_register,
)
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER

PER_PAGE = 50
MOST_SHOWN = 50
"""Bad rows that can be mended on one page; the rest follow when these are done, and all are in the file."""
EXAMPLE = (
    "示交规〔2026〕9号",
    "关于印发某办法的通知",
    "本厅",
    "主动公开",
    "2026-03-05",
    "2026-03-06",
    "运输处",
    "",
)
_CELL = re.compile(r"cell-(\d{1,6})-([a-z_]+)")


def _crumbs(title: str) -> list[dict[str, str]]:
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
        "crumbs": [*_crumbs("")[:1], {"title": "发文登记簿", "url": ""}],
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
        "crumbs": _crumbs(row.number or "没有文号"),
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


@verb_required(NUMBER)
def import_book(request: HttpRequest) -> HttpResponse:
    """Read a book; look at it; mend rows in place; enter the rows in which nothing is wrong."""
    form, refusal = RegisterFileForm(), None
    if request.method == "POST":
        is_book = not {"enter", "aside", "mend"} & set(request.POST)
        if is_book:
            form = RegisterFileForm(request.POST, request.FILES)
        try:
            if not is_book or form.is_valid():
                _act(request, form)
                return redirect("dossiers_register_import")
        except Refused as error:
            refusal = place_refusal(error, form if is_book else None)
    return _import_page(request, form, refusal)


def _import_page(request: HttpRequest, form: RegisterFileForm, refusal: Refused | None) -> HttpResponse:
    draft = RegisterDraft.objects.filter(by=request.user).first()
    rows = judged_draft(draft) if draft is not None else []
    bad = [row for row in rows if row.flaws]
    typed = _typed(request) if refusal is not None and "mend" in request.POST else {}
    context = {
        "title": "导入发文登记簿",
        "crumbs": _crumbs("导入"),
        "lead": "先预览后导入。没有问题的行先导入；有问题的逐行说明，在这里直接改，一行不丢。",
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "bad": [_shown(row, typed.get(row.line.number, {})) for row in bad[:MOST_SHOWN]],
        "bad_count": len(bad),
        "more": max(0, len(bad) - MOST_SHOWN),
        "good": len(rows) - len(bad),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/register_import.html", context, status=status)


def _shown(row: Any, typed: dict[str, str]) -> dict[str, Any]:
    """A bad row with a field for each of its cells; what was typed just now stands in them."""
    flaws = defaultdict(list)
    for flaw in row.flaws:
        flaws[flaw.field].append(flaw.message)
    names = [name for name in LABELS if name in row.line.cells or name in flaws]
    return {
        "number": row.line.number,
        "cells": [
            {
                "name": f"cell-{row.line.number}-{name}",
                "label": LABELS[name],
                "value": typed.get(name, row.line.cells.get(name, "")),
                "flaws": flaws[name],
            }
            for name in names
        ],
    }


def _typed(request: HttpRequest) -> dict[int, dict[str, str]]:
    """Cells as they were typed, by row and field."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for name, value in request.POST.items():
        if match := _CELL.fullmatch(name):
            found[int(match[1])][match[2]] = str(value)[:2000]
    return dict(found)


def _act(request: HttpRequest, form: RegisterFileForm) -> None:
    """What was asked. Raises ``Refused``."""
    if "enter" in request.POST:
        done = enter_register(by=request.user)
        tell_of_alarms(alarms(reconciled(timezone.localdate())))
        left = f"；还有 {done.left} 行有问题，留在下面" if done.left else ""
        messages.success(
            request, f"新增 {done.added} 行，变更 {done.changed} 行，{done.unchanged} 行没有变化{left}。"
        )
    elif "aside" in request.POST:
        put_register_aside(by=request.user)
        messages.success(request, "待导入的行已放弃。")
    elif "mend" in request.POST:
        dropped = [row for one in request.POST.getlist("drop") if (row := number_asked(one)) is not None]
        mend_lines(by=request.user, cells=_typed(request), dropped=dropped)
        messages.success(request, "已重新核对。")
    else:
        file, text = form.cleaned_data.get("file"), form.cleaned_data.get("text", "")
        source = file.name if file else "粘贴的表格"
        rows = rows_of(file.read()) if file else rows_of_text(text)
        read_register(by=request.user, source=source, rows=rows)


@verb_required(NUMBER)
@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in; or, asked for with ``bad``, the rows that wait to be mended with what is wrong in each."""
    headings = list(LABELS.values())
    if request.GET.get("bad") != "1":
        return xlsx_response(Table("发文登记簿样表", headings, [EXAMPLE]))
    draft = get_object_or_404(RegisterDraft, by=request.user)
    rows = [
        [
            *(row.line.cells.get(name, "") for name in LABELS),
            "；".join(f"{flaw.label}：{flaw.message}" for flaw in row.flaws),
        ]
        for row in judged_draft(draft)
        if row.flaws
    ]
    return csv_response(Table("有问题的登记行", [*headings, "问题"], rows))
