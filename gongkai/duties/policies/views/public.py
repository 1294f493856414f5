"""The library's search: title, number in any spelling, validity today. Reads only what is public."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.duties.policies.builders.entries import entries_with_companions
from gongkai.duties.policies.enums import Validity
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries import documents_found
from gongkai.publishing.archived import without_archived
from gongkai.publishing.public import public_scope
from gongkai.website.head import crumb, page_head
from gongkai.website.views import render_public

PER_PAGE = 20
MAX_WORDS = 100
_STATES = (Validity.VALID, Validity.PENDING, Validity.EXPIRED)


def _year(text: str) -> int | None:
    """A year that can be one; ``isdigit`` alone would let ² and the year 0 through to an error."""
    is_year = len(text) == 4 and text.isascii() and text.isdigit()
    return int(text) if is_year and 1900 <= int(text) <= 2100 else None


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Documents by words and validity, newest first, twenty to a page."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:MAX_WORDS].split())
    validity = request.GET.get("validity", "")
    validity = validity if validity in _STATES else ""
    year = _year(request.GET.get("year", ""))
    scope = public_scope()
    found = documents_found(
        without_archived(PolicyDocument.objects.public().defer("body", "points")),
        words=words,
        validity=validity,
        year=year,
        day=scope.today,
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "query": {"q": words, "validity": validity, "year": year or ""},
        "states": [{"value": state.value, "label": str(state.label)} for state in _STATES],
        "entries": [entry.view() for entry in entries_with_companions(list(page.object_list), scope)],
        "say": f"找到 {page.paginator.count} 件，按成文日期从新到旧",
        "page": page.number,
        "pages": page.paginator.num_pages,
        "previous": page.number - 1,
        "next": page.number + 1,
        "base": "?" + urlencode({"q": words, "validity": validity, "year": year or ""}),
    }
    head = page_head(
        "查找政策文件",
        "/policies/find/",
        crumbs=[crumb("首页", "/"), crumb("政策文件", "/policies/"), crumb("查找")],
        section="/policies/",
        is_noindex=True,
    )
    return render_public(request, "policies/found.html", head, context)
