"""A sheet becomes entries of the register: read, looked at line by line, and entered; bad rows stay until mended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.forms_reevaluation import RegisterFileForm
from gongkai.clearance.models import RegisterDraft
from gongkai.clearance.queries.reevaluation_register import judged_lines
from gongkai.clearance.reevaluation_files import rows_of
from gongkai.clearance.rules.reevaluation_register import COLUMNS
from gongkai.clearance.usecases.reevaluation_register import (
    put_register_aside,
    read_register_file,
    take_over_register,
)
from gongkai.clearance.verbs import KEEP_REGISTER
from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused

MOST_SHOWN = 200
"""Rows told on the page; all of them are in the file to be taken away."""
EXAMPLE = (
    ("某工程初步设计审查意见", "示交建〔2023〕8号", "运输处", "2023-04-03", "不予公开"),
    ("第十六条：过程性信息", "", "", "2024-06-30", "0", ""),
)


@verb_required(KEEP_REGISTER)
def import_file(request: HttpRequest) -> HttpResponse:
    """Read a sheet, look at what was read line by line, and enter the rows in which nothing is wrong."""
    form, refusal = RegisterFileForm(), None
    if request.method == "POST":
        try:
            done = _import(request)
        except Refused as error:
            form = RegisterFileForm(request.POST, request.FILES)
            form.is_valid()
            refusal = place_refusal(error, form)
        else:
            if done is None:
                return redirect("clearance:reevaluation_import")
            form = done
    draft = RegisterDraft.objects.filter(by=request.user).first()
    lines = judged_lines(request.user, draft) if draft is not None else []
    bad = [line for line in lines if line.flaws]
    context = {
        "title": "导入登记",
        "crumbs": [
            {"title": "未公开信息登记簿", "url": reverse("clearance:reevaluation_register")},
            {"title": "导入登记"},
        ],
        "lead": "先预览后登记。没有问题的行可以先登记；有问题的逐行说明，改好再传，一行不丢。",
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "bad": bad[:MOST_SHOWN],
        "bad_count": len(bad),
        "more": max(0, len(bad) - MOST_SHOWN),
        "good": len(lines) - len(bad),
    }
    status = 409 if refusal or form.errors else 200
    return render(request, "clearance/reevaluation_import.html", context, status=status)


def _import(request: HttpRequest) -> RegisterFileForm | None:
    """What was asked; answers a form that lacks something, or nothing where it is done."""
    if "take" in request.POST:
        draft = get_object_or_404(RegisterDraft, by=request.user)
        good, left = take_over_register(by=request.user, draft=draft)
        more = f"；还有 {left} 行有问题，留在下面" if left else ""
        messages.success(request, f"{good} 行已登记{more}。")
        return None
    if "aside" in request.POST:
        put_register_aside(by=request.user)
        messages.success(request, "待导入的行已放弃。")
        return None
    form = RegisterFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return form
    read_register_file(by=request.user, rows=rows_of(form.cleaned_data["file"].read()))
    return None


@verb_required(KEEP_REGISTER)
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in; or, asked for with ``bad``, the rows that were not entered with what is wrong in each."""
    if request.GET.get("bad") != "1":
        return xlsx_response(
            Table("未公开信息登记样表", COLUMNS, [[cell for part in EXAMPLE for cell in part]])
        )
    draft = get_object_or_404(RegisterDraft, by=request.user)
    rows = [
        [
            *(line.cells.get(name, "") for name in COLUMNS),
            "；".join(f"{name}：{says}" for name, says in line.flaws),
        ]
        for line in judged_lines(request.user, draft)
        if line.flaws
    ]
    return csv_response(Table("有问题的登记行", [*COLUMNS, "问题"], rows))
