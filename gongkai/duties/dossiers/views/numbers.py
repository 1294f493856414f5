"""三统一登记簿: all numbers of a series and year in order, gaps marked, and the acts on them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.duties.dossiers.queries.number_rows import NumberRow, numbers_asked
from gongkai.duties.dossiers.queries.titles import titles_for
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER

PER_PAGE = 50
STATES = (
    ("issued", "已用"),
    ("reserved", "留号"),
    ("void", "作废"),
    ("gap", "缺号"),
    ("listed", "仅登记簿"),
)
HEADINGS = ("文号", "状态", "办文编号", "标题", "起草单位", "编号人", "编号时间", "说明")


@verb_required(READ_REGISTER)
@require_safe
def numbers(request: HttpRequest) -> HttpResponseBase:
    """The register of one series and year, or what a search finds in all; the same rows as XLSX or CSV."""
    get = request.GET
    words = " ".join(get.get("q", "").replace("\x00", "")[:100].split())
    state = get.get("state", "") if get.get("state", "") in dict(STATES) else ""
    found = numbers_asked(get.get("series", ""), get.get("year", ""), words, state, titles_for(request.user))
    if get.get("export") in ("xlsx", "csv"):
        label = f"{found.series.prefix if found.series else '全部系列'}{found.year or ''}"
        table = Table(f"三统一登记簿 {label}", HEADINGS, [_line(row) for row in found.rows])
        return csv_response(table) if get["export"] == "csv" else xlsx_response(table)
    kept = get.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    page = Paginator(found.rows, PER_PAGE).get_page(get.get("p"))
    context = {
        "title": "三统一登记簿",
        "lead": "公文统一登记、统一编号、统一印发：每个文号按顺序列出，缺的标明。",
        "crumbs": [{"title": "办文", "url": reverse("dossiers_list")}, {"title": "三统一登记簿", "url": ""}],
        "found": found,
        "page": page,
        "words": words,
        "in_all": f"?{urlencode({'q': words})}",
        "state": state,
        "states": STATES,
        "base": f"{kept.urlencode()}&" if kept else "",
        "may_number": may(request.user, NUMBER),
    }
    return render(request, "dossiers/numbers.html", context)


def _line(row: NumberRow) -> list[Any]:
    number = row.number
    dossier = number.dossier if number else None
    return [
        row.text,
        row.word,
        dossier.code if dossier else "",
        row.title,
        str(dossier.unit) if dossier else "",
        str(number.by) if number else "",
        timezone.localtime(number.at).replace(tzinfo=None) if number else "",
        (number.void_reason or number.reason) if number and not row.is_sealed else "",
    ]
