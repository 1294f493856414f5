"""审校进度: queues and slips, people, how long it takes; and 催一下."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.enums import Queue
from gongkai.clearance.forms_progress import PaceForm, ProgressForm
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.progress_table import progress_table
from gongkai.clearance.queries.pace import Period, pace_rows, spans_in
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.progress import OpenSlip, Wait
from gongkai.clearance.queries.progress_rows import (
    Asked,
    Board,
    Cell,
    board_for,
    cells_of,
    people_of,
    person_rows,
    queue_rows,
)
from gongkai.clearance.queries.reminding import last_reminders, reminding_on
from gongkai.clearance.usecases.reminding import remind_of_slip
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.clearance.views.slips import by_button
from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import csv_response
from gongkai.core.organisation.scopes import SCOPES
from gongkai.core.reasons import Reason

PER_PAGE = 30
TITLE = "审校进度"
TABS = (("progress", "审查单"), ("progress_people", "人员"), ("progress_pace", "中位用时"))


@dataclass(frozen=True, slots=True)
class ShownWait:
    """One thing that is waited for, with the names of those who may take it and of those who may not."""

    wait: Wait
    people: list[str]
    barred: list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ShownSlip:
    """One line of the board."""

    slip: ReviewSlip
    title: str
    cells: list[Cell]
    waits: list[ShownWait]
    why_not_remind: list[Reason]
    reminded_on: date | None


def _form(request: HttpRequest, board: Board) -> ProgressForm:
    units = {row.slip.unit_id: str(row.slip.unit) for row in board.rows}
    people = {person for row in board.rows for wait in board.waits(row) for person in wait.people}
    names = sorted(((pk, board.office.name(pk)) for pk in people), key=lambda pair: pair[1])
    return ProgressForm(request.GET, units=sorted(units.items(), key=lambda pair: pair[1]), people=names)


@verb_required(READ_SLIPS)
def progress(request: HttpRequest) -> HttpResponseBase:
    """Queues, and the slips of one or of all of them; as a table for other programs with ``export=csv``."""
    today = timezone.localdate()
    board = board_for(request.user, today)
    form = _form(request, board)
    is_right = form.is_valid()
    asked = form.asked() if is_right else Asked()
    rows = (
        [row for row in board.rows if asked.takes(row) and not _hides(board, row, asked)] if is_right else []
    )
    if is_right and request.GET.get("export") == "csv":
        return csv_response(progress_table(board, rows, asked))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    settings = settings_in_force()
    limits = {queue: settings.limit(queue) for queue in Queue}
    context = {
        "title": TITLE,
        "lead": _lead(board),
        "tabs": TABS,
        "tab": "progress",
        "form": form,
        "query": asked_again(request, "p", "export"),
        "base": asked_again(request, "p", "export", "queue", "late", "stuck"),
        "is_filtered": is_right and asked != Asked(),
        "queues": queue_rows(board, asked, limits),
        "rows": _shown(request, board, list(page.object_list)),
        "stuck": sum(row.is_stuck for row in board.rows if row.slip.pk not in board.hidden),
        "total": len(board.rows),
        "page": page,
    }
    return render(request, "clearance/progress.html", context, status=200 if is_right else 422)


def _hides(board: Board, row: OpenSlip, asked: Asked) -> bool:
    """A slip whose title is hidden answers no question about what it waits for."""
    return row.slip.pk in board.hidden and bool(asked.queue or asked.person or asked.late or asked.stuck)


def _lead(board: Board) -> str:
    what = "全厅审查中的审查单" if board.sees_all else "本单位的、等您办的和您送的审查单"
    return f"{what}：每件等谁、等了多久。天数按工作日算，时限是本单位设的，只作提示。"


def asked_again(request: HttpRequest, *without: str) -> str:
    """What was asked for, as part of an address, less some of it."""
    asked = request.GET.copy()
    for name in without:
        asked.pop(name, None)
    for name in [name for name, value in asked.items() if not value]:
        asked.pop(name)
    return asked.urlencode()


def _shown(request: HttpRequest, board: Board, rows: list[OpenSlip]) -> list[ShownSlip]:
    today = timezone.localdate()
    why_not = reminding_on(request.user, rows, today)
    reminded = last_reminders([row.slip.pk for row in rows])
    return [
        ShownSlip(
            row.slip,
            board.title(row.slip),
            cells_of(board, row),
            [_shown_wait(board, wait) for wait in board.waits(row)],
            why_not[row.slip.pk],
            reminded.get(row.slip.pk),
        )
        for row in rows
    ]


def _shown_wait(board: Board, wait: Wait) -> ShownWait:
    barred = [(board.office.name(one.person), one.texts) for one in wait.barred]
    return ShownWait(wait, people_of(board.office, wait), barred)


@verb_required(READ_SLIPS)
def people(request: HttpRequest) -> HttpResponse:
    """Who has how much waiting, who stands in for them today."""
    board = board_for(request.user, timezone.localdate())
    context = {
        "title": TITLE,
        "lead": "每个人手上等办的、今天由谁代办。几个人都能办的一件，在每个人名下都算。",
        "tabs": TABS,
        "tab": "progress_people",
        "queues": list(Queue),
        "rows": person_rows(board, {code: scope.label for code, scope in SCOPES.items()}),
    }
    return render(request, "clearance/progress_people.html", context)


@verb_required(READ_SLIPS)
def pace(request: HttpRequest) -> HttpResponse:
    """How long each step and round took over a period, and which they were."""
    form = PaceForm({**PaceForm.usual(), **request.GET.dict()})
    spans = []
    if form.is_valid():
        data = form.cleaned_data
        unit = data["unit"].pk if data["unit"] else None
        period = Period(data["since"], data["until"], unit, data["kind"])
        spans = spans_in(request.user, period, timezone.localdate())
    chosen = form.cleaned_data.get("queue", "") if form.is_valid() else ""
    page = Paginator([span for span in spans if span.queue == chosen], PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        "title": TITLE,
        "lead": "一段时间里办结的每一步、每一校用了几个工作日：取中位数，后面写着它是几件算出来的。",
        "tabs": TABS,
        "tab": "progress_pace",
        "form": form,
        "query": asked_again(request, "p"),
        "base": asked_again(request, "p", "queue"),
        "chosen": Queue(chosen).label if chosen else "",
        "rows": pace_rows(spans) if form.is_valid() else [],
        "page": page,
    }
    return render(request, "clearance/progress_pace.html", context, status=200 if form.is_valid() else 422)


@verb_required(READ_SLIPS)
@by_button
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """催一下."""
    slip = get_object_or_404(ReviewSlip.objects.select_related("unit"), pk=pk)
    row = remind_of_slip(by=request.user, slip=slip)
    messages.success(request, f"已催办审查单 {slip.number}，通知了 {row.told} 人。")
    return redirect("clearance:progress")
