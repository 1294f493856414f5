"""免办清单: what was let off, overruled or hurried, with who asked and who decided."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.duties.dossiers.enums import ExemptionGround, Step
from gongkai.duties.dossiers.enums_review import Urgency
from gongkai.duties.dossiers.queries.apart import (
    SECTIONS,
    STATES,
    ApartRow,
    AskedApart,
    rows_apart,
    years_apart,
)
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.verbs import READ_ALL

PER_PAGE = 50
HEADINGS = (
    "办文编号",
    "标题",
    "起草单位",
    "事项",
    "事由",
    "理由",
    "申请人、意见人",
    "申请时间",
    "状态",
    "决定人",
    "决定时间",
    "决定意见",
)


def _asked(request: HttpRequest) -> AskedApart:
    """What the address asks for; a value that does not exist asks for everything."""
    get = request.GET
    section = get.get("section", "") if get.get("section", "") in SECTIONS else "exempt"
    year, grounds = get.get("year", ""), dict(_grounds(section))
    return AskedApart(
        section=section,
        step=get.get("step", "") if section == "exempt" and get.get("step", "") in Step.values else "",
        ground=get.get("ground", "") if get.get("ground", "") in grounds else "",
        year=year if year.isascii() and year.isdecimal() and 1949 <= int(year[:5]) <= 2199 else "",
        state=get.get("state", "") if get.get("state", "") in STATES else "",
    )


def _grounds(section: str) -> list[tuple[str, str]]:
    return {"exempt": ExemptionGround.choices, "urgent": Urgency.choices}.get(section, [])


@verb_required(READ_ALL)
@require_safe
def apart(request: HttpRequest) -> HttpResponseBase:
    """One of the three sections; the same rows as XLSX or CSV."""
    asked = _asked(request)
    rows = rows_apart(request.user, timezone.localdate(), asked)
    if request.GET.get("export") in ("xlsx", "csv"):
        table = Table(f"{SECTIONS[asked.section]}清单", HEADINGS, [_line(row) for row in rows])
        return csv_response(table) if request.GET["export"] == "csv" else xlsx_response(table)
    kept = request.GET.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    context = {
        "title": "免办清单",
        "lead": "免办的步骤、对会签不同意见的裁定、按紧急办理的审核、签发以后才立项的，单独列出备查。",
        "crumbs": [{"title": "办文", "url": reverse("dossiers_list")}, {"title": "免办清单", "url": ""}],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "asked": asked,
        "sections": SECTIONS.items(),
        "label": SECTIONS[asked.section],
        "steps": [(step.value, step.label) for step in GROUNDS],
        "grounds": _grounds(asked.section),
        "years": years_apart(),
        "states": STATES.items(),
        "base": f"{kept.urlencode()}&" if kept else "",
        "is_filtered": any((asked.step, asked.ground, asked.year, asked.state)),
    }
    return render(request, "dossiers/apart.html", context)


def _line(row: ApartRow) -> list[Any]:
    return [
        row.dossier.code,
        row.dossier.title,
        str(row.dossier.unit),
        row.what,
        row.ground,
        row.reason,
        row.asked_by,
        timezone.localtime(row.asked_at).replace(tzinfo=None),
        row.word,
        row.decided_by,
        timezone.localtime(row.decided_at).replace(tzinfo=None) if row.decided_at else "",
        row.note,
    ]
