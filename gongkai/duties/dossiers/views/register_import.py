"""A book becoming rows of the 发文登记簿: read, looked at with what it would change, mended, entered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clearance.reevaluation_files import rows_of
from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import number_asked, place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.forms_numbers import RegisterFileForm
from gongkai.duties.dossiers.models import RegisterDraft
from gongkai.duties.dossiers.notices_register import tell_of_alarms
from gongkai.duties.dossiers.queries.reconciling import alarms, reconciled
from gongkai.duties.dossiers.queries.register_preview import Preview, preview_of
from gongkai.duties.dossiers.rules.register import Judged
from gongkai.duties.dossiers.rules.register_cells import LABELS, rows_of_text
from gongkai.duties.dossiers.usecases.register import (
    enter_register,
    mend_lines,
    put_register_aside,
    read_register,
)
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.dossiers.views.register import crumbs_to

MOST_SHOWN = 50
"""Rows of a kind on one page. Bad ones follow when these are mended; all that are bad or change are in a file."""
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
_AGREED = re.compile(r"(\d{1,6})-([0-9a-f]{20})")
_CHANGES = ("行", "文号", "标题", "栏目", "原来", "改为")


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
    draft = RegisterDraft.objects.filter(by=request.user).select_related("by").first()
    found = preview_of(draft) if draft is not None else Preview([], [], 0, [])
    context = {
        "title": "导入发文登记簿",
        "crumbs": crumbs_to("导入"),
        "lead": "先预览后导入：新增哪些、改动哪些，先看清再导入；有问题的逐行说明，在这里直接改，一行不丢。",
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "found": found,
        "new": [row.values for row in found.new[:MOST_SHOWN]],
        "new_more": max(0, len(found.new) - MOST_SHOWN),
        "changed": found.changed[:MOST_SHOWN],
        "changed_more": max(0, len(found.changed) - MOST_SHOWN),
        "bad": _bad(request, found.bad[:MOST_SHOWN], is_refused=refusal is not None),
        "more": max(0, len(found.bad) - MOST_SHOWN),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/register_import.html", context, status=status)


def _bad(request: HttpRequest, rows: Iterable[Judged], *, is_refused: bool) -> list[dict[str, Any]]:
    """Bad rows; what was typed and ticked stands in them where it was refused."""
    is_mended = is_refused and "mend" in request.POST
    typed = _typed(request) if is_mended else {}
    dropped = request.POST.getlist("drop") if is_mended else []
    agreed = _agreed(request) if is_mended else {}
    return [
        _shown(row, typed.get(row.line.number, {}))
        | {
            "is_dropped": str(row.line.number) in dropped,
            "is_agreed": bool(row.retitled) and agreed.get(row.line.number) == row.retitled,
        }
        for row in rows
    ]


def _shown(row: Judged, typed: dict[str, str]) -> dict[str, Any]:
    """A bad row with a field for each of its cells; what was typed just now stands in them."""
    flaws = defaultdict(list)
    for flaw in row.flaws:
        flaws[flaw.field].append(flaw.message)
    names = [name for name in LABELS if name in row.line.cells or name in flaws]
    return {
        "number": row.line.number,
        "retitled": row.retitled,
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


def _agreed(request: HttpRequest) -> dict[int, str]:
    """Changes of title that were ticked, by row: each the one that was shown."""
    found = (_AGREED.fullmatch(one) for one in request.POST.getlist("agree"))
    return {int(match[1]): match[2] for match in found if match}


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
        mend_lines(by=request.user, cells=_typed(request), dropped=dropped, agreed=_agreed(request))
        messages.success(request, "已重新核对。")
    else:
        file, text = form.cleaned_data.get("file"), form.cleaned_data.get("text", "")
        source = file.name if file else "粘贴的表格"
        rows = rows_of(file.read()) if file else rows_of_text(text)
        read_register(by=request.user, source=source, rows=rows)


@verb_required(NUMBER)
@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in; or of the rows that wait those that change something (``changes``), or those to be mended with
    what is wrong in each (``bad``).
    """
    headings = list(LABELS.values())
    if request.GET.get("changes") == "1":
        return csv_response(Table("登记簿变更预览", _CHANGES, _changes(_preview_for(request))))
    if request.GET.get("bad") != "1":
        return xlsx_response(Table("发文登记簿样表", headings, [EXAMPLE]))
    rows = [
        [
            *(row.line.cells.get(name, "") for name in LABELS),
            "；".join(f"{flaw.label}：{flaw.message}" for flaw in row.flaws),
        ]
        for row in _preview_for(request).bad
    ]
    return csv_response(Table("有问题的登记行", [*headings, "问题"], rows))


def _preview_for(request: HttpRequest) -> Preview:
    return preview_of(get_object_or_404(RegisterDraft.objects.select_related("by"), by=request.user))


def _changes(found: Preview) -> Iterable[list[Any]]:
    for row in found.changed:
        for field in row.fields:
            yield [row.line, row.number, row.title, *field]
