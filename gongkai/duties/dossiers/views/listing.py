"""办文: the dossiers a person may open, by step, kind and unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import Ending, NumberState, Owing, Step
from gongkai.duties.dossiers.models import Dossier, IssuedNumber
from gongkai.duties.dossiers.queries.listing import FINISHED, Asked, dossiers_asked, open_standings
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.queries.standing import Standing, standings_of
from gongkai.duties.dossiers.verbs import OPEN, READ
from gongkai.duties.policies.enums import DocumentKind

PER_PAGE = 30
MAX_WORDS = 100
AT_ONCE = 500
"""Ended dossiers whose steps are computed at once for an export."""
HEADINGS = (
    "办文编号",
    "标题",
    "文号",
    "起草单位",
    "起草人",
    "类别",
    "署名",
    "公开属性",
    "办到",
    "在谁手上",
    "天数",
    "进度",
    "立项日期",
    "备案期限",
    "备案",
)
MAX_OPEN = 2000
"""Open dossiers whose steps are computed for one page; a department has a few hundred."""


def asked_by(request: HttpRequest) -> Asked:
    """What the address asks for; values that do not exist ask for everything."""
    asked = request.GET
    unit = asked.get("unit", "")
    return Asked(
        words=" ".join(asked.get("q", "").replace("\x00", "")[:MAX_WORDS].split()),
        step=asked.get("step", "") if asked.get("step", "") in (*Step.values, FINISHED) else "",
        kind=asked.get("kind", "") if asked.get("kind", "") in DocumentKind.values else "",
        unit=unit if unit.isascii() and unit.isdecimal() and len(unit) < 10 else "",
        ended=asked.get("ended", "") if asked.get("ended", "") in Ending.values else "",
        owes=asked.get("owes", "") if asked.get("owes", "") in Owing.values else "",
    )


@verb_required(READ)
@require_safe
def dossiers(request: HttpRequest) -> HttpResponseBase:
    """Open dossiers by default, each with its open steps, who holds it and for how long."""
    asked, seen = asked_by(request), dossiers_seen_by(request.user, timezone.localdate())
    found = dossiers_asked(seen, asked)
    if request.GET.get("export") in ("xlsx", "csv"):
        table = Table("公文卷", HEADINGS, _lines(found, asked))
        return csv_response(table) if request.GET["export"] == "csv" else xlsx_response(table)
    counts = []
    page: Any
    if asked.ended:
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        rows = standings_of(list(page.object_list))
    else:
        standings, by_step = open_standings(list(found[:MAX_OPEN]), asked.step, asked.owes)
        page = Paginator(standings, PER_PAGE).get_page(request.GET.get("p"))
        rows = list(page.object_list)
        places = [*Step.choices, (FINISHED, "各步已办完")]
        counts = [(value, label, by_step[value]) for value, label in places if by_step[value]]
    return _page(request, asked, page, rows, counts)


def _lines(found: QuerySet[Dossier], asked: Asked) -> Iterator[list[Any]]:
    """The rows of the list: the open ones as they are shown, the ended ones some hundred at a time."""
    given = IssuedNumber.objects.filter(state=NumberState.ISSUED)
    rows = found.prefetch_related(Prefetch("numbers", queryset=given, to_attr="given"))
    if not asked.ended:
        yield from (_line(one) for one in open_standings(list(rows[:MAX_OPEN]), asked.step, asked.owes)[0])
        return
    for start in range(0, rows.count(), AT_ONCE):
        yield from (_line(one) for one in standings_of(list(rows[start : start + AT_ONCE])))


def _line(row: Standing) -> list[Any]:
    dossier = row.dossier
    given = getattr(dossier, "given", [])
    return [
        dossier.code,
        dossier.title,
        given[0].text if given else "",
        str(dossier.unit),
        str(dossier.drafter),
        dossier.get_kind_display(),
        dossier.get_signature_display(),
        dossier.get_disclosure_display(),
        dossier.get_ending_display() or row.now or "各步已办完",
        "；".join(one.holder for one in row.waiting),
        row.days if row.days is not None else "",
        f"{row.settled}/{row.needed}",
        timezone.localdate(dossier.opened_at),
        row.filing.due_on if row.filing else "",
        row.filing_words,
    ]


def _page(request: HttpRequest, asked: Asked, page: object, rows: object, counts: object) -> HttpResponse:
    kept = request.GET.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
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
        "owing": Owing.choices,
        "units": [(str(unit.pk), unit.name) for unit in units],
        "may_open": may(request.user, OPEN),
        "is_filtered": any((asked.words, asked.step, asked.kind, asked.unit, asked.owes)),
    }
    return render(request, "dossiers/list.html", context)
