"""办文: the dossiers a person may open, by step, kind and unit."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import Ending, Step
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.listing import Asked, dossiers_asked, open_standings
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.queries.standing import standings_of
from gongkai.duties.dossiers.verbs import OPEN, READ
from gongkai.duties.policies.enums import DocumentKind

PER_PAGE = 30
MAX_WORDS = 100
MAX_OPEN = 2000
"""Open dossiers whose steps are computed for one page; a department has a few hundred."""


def asked_by(request: HttpRequest) -> Asked:
    """What the address asks for; values that do not exist ask for everything."""
    asked = request.GET
    unit = asked.get("unit", "")
    return Asked(
        words=" ".join(asked.get("q", "").replace("\x00", "")[:MAX_WORDS].split()),
        step=asked.get("step", "") if asked.get("step", "") in Step.values else "",
        kind=asked.get("kind", "") if asked.get("kind", "") in DocumentKind.values else "",
        unit=unit if unit.isascii() and unit.isdecimal() and len(unit) < 10 else "",
        ended=asked.get("ended", "") if asked.get("ended", "") in Ending.values else "",
    )


@verb_required(READ)
@require_safe
def dossiers(request: HttpRequest) -> HttpResponseBase:
    """Open dossiers by default, each with its open steps, who holds it and for how long."""
    asked, seen = asked_by(request), dossiers_seen_by(request.user, timezone.localdate())
    found = dossiers_asked(seen, asked)
    counts = []
    page: Any
    if asked.ended:
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        rows = standings_of(list(page.object_list))
    else:
        standings, by_step = open_standings(list(found[:MAX_OPEN]), asked.step)
        page = Paginator(standings, PER_PAGE).get_page(request.GET.get("p"))
        rows = list(page.object_list)
        counts = [(step, by_step[step]) for step in Step if by_step[step]]
    return _page(request, asked, page, rows, counts)


def _page(request: HttpRequest, asked: Asked, page: object, rows: object, counts: object) -> HttpResponse:
    kept = request.GET.copy()
    kept.pop("p", None)
    without_step = kept.copy()
    without_step.pop("step", None)
    units = Unit.objects.filter(pk__in=Dossier.objects.order_by().values("unit"))
    context = {
        "title": "办文",
        "lead": "一份文件一卷：从立项到文号、公开、归档，办到哪一步由办理记录算出。",
        "asked": asked,
        "page": page,
        "rows": rows,
        "counts": counts,
        "base": f"{kept.urlencode()}&" if kept else "",
        "without_step": without_step.urlencode(),
        "kinds": DocumentKind.choices,
        "endings": Ending.choices,
        "units": [(str(unit.pk), unit.name) for unit in units],
        "may_open": may(request.user, OPEN),
        "is_filtered": any((asked.words, asked.step, asked.kind, asked.unit)),
    }
    return render(request, "dossiers/list.html", context)
