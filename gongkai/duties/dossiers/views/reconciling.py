"""核对清单: what the outside register and the site do not agree on, and the coverage by year and unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
from gongkai.core.forms import number_asked
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.models import NumberSeries
from gongkai.duties.dossiers.queries.numbers import series_of_number
from gongkai.duties.dossiers.queries.reconciling import Reconciled, reconciled
from gongkai.duties.dossiers.queries.titles import Titles, titles_for
from gongkai.duties.dossiers.rules.reconciling import Found
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER
from gongkai.duties.policies.number_spelling import parse_number

PER_PAGE = 50
HEADINGS = ("问题", "文号", "标题", "处室", "年份", "期限", "说明")


@verb_required(READ_REGISTER)
@require_safe
def reconcile(request: HttpRequest) -> HttpResponseBase:
    """Every finding by kind, unit and year; each figure opens its rows; the same as XLSX or CSV."""
    today = timezone.localdate()
    found = reconciled(today)
    get = request.GET
    kind = get.get("kind", "") if get.get("kind", "") in RegisterFinding.values else ""
    unit, year = number_asked(get.get("unit", "")), number_asked(get.get("year", ""))
    titles = titles_for(request.user)
    names = dict(Unit.objects.values_list("pk", "name"))
    shown = [
        one
        for one in (found.findings if found else ())
        if kind in ("", one.kind) and unit in (None, one.unit or 0) and year in (None, one.year)
    ]
    if get.get("export") in ("xlsx", "csv"):
        table = Table(f"核对清单{today}", HEADINGS, _lines(shown, names, titles))
        return csv_response(table) if get["export"] == "csv" else xlsx_response(table)
    kept = get.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    page = Paginator(shown, PER_PAGE).get_page(get.get("p"))
    context = {
        "title": "核对清单",
        "lead": "发文登记簿与网站逐件比对，打开就是现在的结果；每天早上再核对一次，报警的发通知。",
        "crumbs": [{"title": "办文", "url": reverse("dossiers_list")}, {"title": "核对清单", "url": ""}],
        "found": found,
        "counts": found.counts() if found else [],
        "coverage": _coverage(found, names),
        "rows": _rows(page.object_list, names, titles),
        "page": page,
        "kind": kind,
        "is_filtered": bool(kind or unit is not None or year is not None),
        "base": f"{kept.urlencode()}&" if kept else "",
        "may_number": may(request.user, NUMBER),
    }
    return render(request, "dossiers/reconcile.html", context)


def _rows(shown: Iterable[Found], names: dict[int, str], titles: Titles) -> list[dict[str, Any]]:
    """Each finding as the list has it; for a gap with the address of its series and year."""
    rows = list(shown)
    series = list(NumberSeries.objects.all()) if any(one.number for one in rows) else []
    return [_shown(one, names, titles) | {"numbers": _gap_url(one.number, series)} for one in rows]


def _gap_url(text: str, every: list[NumberSeries]) -> str:
    number, series = parse_number(text), series_of_number(text, every)
    if number is None or series is None:
        return ""
    return f"{reverse('dossiers_numbers')}?series={series.pk}&year={number.year}&state=gap"


def _coverage(found: Reconciled | None, names: dict[int, str]) -> list[dict[str, Any]]:
    """One line for each year and unit, with the addresses of what it counts."""
    register, own = reverse("dossiers_register"), reverse("dossiers_reconcile")
    return [
        {
            "item": one,
            "name": names.get(one.unit or 0, "没有写处室"),
            "due_url": f"{register}?year={one.year}&unit={one.unit or ''}&disclosure=proactive",
            "left_url": f"{own}?kind={RegisterFinding.NOT_ONLINE.value}&year={one.year}&unit={one.unit or 0}",
            "left": one.due - one.online,
        }
        for one in (found.coverage if found else ())
    ]


def _shown(one: Found, names: dict[int, str], titles: Titles) -> dict[str, Any]:
    """A finding as the list has it."""
    about = one.row or one.online
    return {
        "item": one,
        "title": titles.of_finding(one),
        "number": about.number if about is not None else one.number,
        "is_sealed": about is not None and titles.hides(about),
        "unit": names.get(one.unit or 0, ""),
        "say": titles.said(one),
    }


def _lines(shown: Iterable[Found], names: dict[int, str], titles: Titles) -> Iterable[list[Any]]:
    for one in shown:
        row: Any = one.row or one.online
        yield [
            one.kind.label,
            one.number or (row.number if row else ""),
            titles.of_finding(one),
            names.get(one.unit or 0, ""),
            one.year or "",
            one.due_on or "",
            titles.said(one),
        ]
