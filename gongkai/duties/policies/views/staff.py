"""政策文件: every document of the department, what it is, where it stands, what it still lacks."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clearance.enums import Disclosure, GateState
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.access import may_open, verb_required
from gongkai.core.exports.writers import csv_response, xlsx_response
from gongkai.duties.policies.enums import DocumentKind, JointState, Validity
from gongkai.duties.policies.exporting import documents_table
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries.staff import SOON, Asked, documents_asked, rows_of

PER_PAGE = 30
MAX_WORDS = 100
FILTERS = (
    ("standing", "状态", GateState.choices),
    ("kind", "类别", DocumentKind.choices),
    ("disclosure", "公开属性", Disclosure.choices),
    ("joint", "解读图解", JointState.choices),
    ("validity", "效力（已上线的）", Validity.choices),
    ("ends", "到期", [("soon", f"{SOON} 天内到期")]),
)


def asked_by(request: HttpRequest) -> Asked:
    """What the address asks for; values that do not exist ask for everything."""
    chosen = {}
    for name, _, choices in FILTERS:
        value = request.GET.get(name, "")
        chosen[name] = value if value in dict(choices) else ""
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:MAX_WORDS].split())
    return Asked(words=words, **chosen)


@verb_required(READ_SLIPS)
@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """The list with its filters, thirty to a page; the same rows as XLSX or CSV."""
    asked, today = asked_by(request), timezone.localdate()
    found = without_sealed(documents_asked(asked, today), request.user)
    export = request.GET.get("export", "")
    if export in ("xlsx", "csv"):
        table = documents_table(rows_of(found.iterator(chunk_size=500)), today)
        return csv_response(table) if export == "csv" else xlsx_response(table)
    return _page(request, asked, Paginator(found, PER_PAGE).get_page(request.GET.get("p")))


def _page(request: HttpRequest, asked: Asked, page: Any) -> HttpResponse:
    kept = request.GET.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    begin = reverse(PolicyDocument.begins_at)
    context = {
        "title": "政策文件",
        "lead": "草稿按最新版本显示，已上线的按公众看到的显示。效力按今天算。",
        "asked": asked,
        "is_filtered": asked != Asked(),
        "filters": [(name, label, choices, getattr(asked, name)) for name, label, choices in FILTERS],
        "rows": rows_of(page.object_list),
        "page": page,
        "base": f"{kept.urlencode()}&" if kept else "",
        "add_url": begin if may_open(request.user, begin) else "",
    }
    return render(request, "policies/staff/list.html", context)
