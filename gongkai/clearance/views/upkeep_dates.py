"""Review dates of public content, the confirmation that it still holds, and the months of each kind."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.forms_upkeep import LookForm, PeriodsForm
from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.upkeep_dates import (
    DueRow,
    due_rows,
    months_by_kind,
    reasons_against_looking_for,
    rows_shown_to,
)
from gongkai.clearance.upkeep import REVIEW_KINDS, choices
from gongkai.clearance.usecases.upkeep import confirm_page, set_review_periods
from gongkai.clearance.verbs import CONFIGURE, PROPOSE_UPKEEP, READ_SLIPS
from gongkai.clearance.views.upkeep import PER_PAGE, number_in, sections
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.reasons import Refused
from gongkai.core.title_marks import in_title_marks

STANDINGS = [("late", "过了日期"), ("soon", "30 天内到期"), ("ok", "还没到期")]
LAMPS = {"late": "red", "soon": "amber", "ok": "green"}
SORTS = {
    "due": lambda row: (row.due_on, row.title),
    "-due": lambda row: (-row.due_on.toordinal(), row.title),
    "title": lambda row: row.title,
}


@verb_required(READ_SLIPS)
def dates(request: HttpRequest) -> HttpResponse:
    """Public content by review date, soonest first; by kind, unit and standing."""
    asked, today = request.GET, timezone.localdate()
    kind, standing = asked.get("kind", ""), asked.get("standing", "")
    unit, sort = number_in(asked.get("unit", "")), asked.get("sort", "due")
    rows = rows_shown_to(request.user, due_rows(today))
    if asked.get("own") == "1":
        mine = unit_ids_worked_for(request.user, today)
        rows = [row for row in rows if row.unit_id in mine]
    rows = [row for row in rows if kind in ("", row.kind) and unit in (None, row.unit_id)]
    rows = [row for row in rows if standing in ("", row.standing(today))]
    rows.sort(key=SORTS.get(sort, SORTS["due"]))
    page = Paginator(rows, PER_PAGE).get_page(asked.get("p"))
    kept = asked.copy()
    for name in ("p", "sort"):
        kept.pop(name, None)
    names = dict(Unit.objects.values_list("pk", "name"))
    context = {
        "title": "复核日期",
        "lead": "公开内容从审定或上次复核起，到期再看一遍：仍然有效的确认，过时的提请清理，有变化的修改后送审。",
        "rows": [_row(row, names, today) for row in page.object_list],
        "page": page,
        "base": f"{kept.urlencode()}&" if kept else "",
        "sort": sort,
        "filters": [
            ("standing", "复核", [("", "全部"), *STANDINGS], standing),
            ("kind", "类型", [("", "全部"), *choices(REVIEW_KINDS)], kind),
            (
                "unit",
                "责任单位",
                [("", "全部"), *((str(pk), name) for pk, name in names.items())],
                str(unit or ""),
            ),
        ],
        "is_filtered": bool(kept),
        "may_propose": may(request.user, PROPOSE_UPKEEP),
        **sections(request.user),
    }
    return render(request, "clearance/upkeep_dates.html", context)


def _row(row: DueRow, names: dict[int, str], today: Any) -> dict[str, Any]:
    standing = row.standing(today)
    return {
        "row": row,
        "unit": names.get(row.unit_id or 0, "没有责任单位"),
        "lamp": LAMPS[standing],
        "word": dict(STANDINGS)[standing],
    }


@verb_required(PROPOSE_UPKEEP)
def look(request: HttpRequest, page_id: int) -> HttpResponse:
    """看过，仍然有效."""
    page = get_object_or_404(BasePage, pk=page_id, depth__gt=1)
    form, refusal = LookForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            confirm_page(by=request.user, page=page, note=form.cleaned_data["note"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, f"已确认{in_title_marks(page)}仍然有效，复核日期从今天重新算。")
            return redirect(f"{reverse('clearance:upkeep_dates')}?standing=late")
    context = {
        "title": "看过，仍然有效",
        "lead": str(page),
        "crumbs": [{"title": "复核日期", "url": reverse("clearance:upkeep_dates")}, {"title": "确认"}],
        "page": page,
        "due": next(iter(due_rows(timezone.localdate(), [page.pk])), None),
        "looks": page.review_looks.select_related("by")[:10],
        "form": form,
        "refusal": refusal,
        "reasons": reasons_against_looking_for(request.user, page) if request.method == "GET" else [],
    }
    status = 409 if refusal is not None or form.errors else 200
    return render(request, "clearance/upkeep_look.html", context, status=status)


@verb_required(CONFIGURE)
def periods(request: HttpRequest) -> HttpResponse:
    """The months after which content of each kind is looked at again."""
    form = PeriodsForm(request.POST if request.method == "POST" else None, months=months_by_kind())
    if request.method == "POST" and form.is_valid():
        set_review_periods(by=request.user, months=form.cleaned_data)
        messages.success(request, "已设定复核期限，所有复核日期按新的期限算。")
        return redirect("clearance:upkeep_dates")
    context = {
        "title": "复核期限",
        "lead": "各类公开内容隔多久再看一遍。缺省值是本系统给的，可按本厅制度改。",
        "crumbs": [{"title": "复核日期", "url": reverse("clearance:upkeep_dates")}, {"title": "复核期限"}],
        "form": form,
    }
    return render(request, "clearance/upkeep_periods.html", context, status=409 if form.errors else 200)
