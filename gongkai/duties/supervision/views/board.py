"""The board, a unit's own list, and their export."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from gongkai.core.exports.writers import csv_response, xlsx_response
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import NoticeStatus, TaskState
from gongkai.duties.supervision.exporting import board_table
from gongkai.duties.supervision.models import Notice
from gongkai.duties.supervision.queries.standing_in import unit_to_report_for, units_told_for
from gongkai.duties.supervision.queries.tasks import (
    TaskRow,
    supervised_tasks,
    task_rows,
    unit_tasks,
    units_of_task,
)
from gongkai.duties.supervision.verbs import IMPORT, REPORT
from gongkai.duties.supervision.views.base import SupervisionView


class BoardView(SupervisionView):
    """All supervised tasks by state, section and unit; every count opens its list."""

    template_name = "supervision/board.html"
    title = "任务督办表"

    def rows(self) -> list[TaskRow]:
        """All rows, loaded in a number of queries that does not grow with the notices."""
        return task_rows(supervised_tasks(), timezone.localdate())

    def chosen(self, rows: list[TaskRow]) -> list[TaskRow]:
        """The rows that the address asks for; unknown values ask for everything."""
        asked = self.request.GET
        tests = []
        if asked.get("notice", "").isdecimal():
            tests.append(lambda row: row.task.notice_id == int(asked["notice"]))
        if asked.get("section", "").isdecimal():
            tests.append(lambda row: row.task.section_id == int(asked["section"]))
        if asked.get("unit", "").isdecimal():
            tests.append(lambda row: int(asked["unit"]) in units_of_task(row.task))
        if asked.get("on_course"):
            tests.append(lambda row: row.outcome.state is not TaskState.OVERDUE)
        return [row for row in rows if all(test(row) for test in tests)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = self.rows()
        chosen = self.chosen(every)
        state = self.request.GET.get("state", "")
        counts = Counter(row.outcome.state for row in chosen)
        sections = {row.task.section_id: row.task.section for row in every if row.task.section}
        notices = {row.task.notice_id: row.task.notice for row in every}
        units = {pk: unit for row in every for pk, unit in units_of_task(row.task).items()}
        asked = self.request.GET.copy()
        asked.pop("state", None)
        return super().get_context_data(
            rows=[row for row in chosen if state not in TaskState.values or row.outcome.state == state],
            all_count=len(chosen),
            counts=[(one, one.label, counts[one]) for one in TaskState],
            sections=list(sections.values()),
            notices=list(notices.values()),
            units=sorted(units.values(), key=lambda unit: (unit.position, unit.pk)),
            asked=self.request.GET,
            without_state=asked.urlencode(),
            drafts=Notice.objects.filter(status=NoticeStatus.DRAFT).count() if self.may(IMPORT) else 0,
            may_import=self.may(IMPORT),
            may_report=self.may(REPORT),
            **kwargs,
        )


class ExportView(BoardView):
    """The chosen rows as a workbook or CSV."""

    act = "导出任务督办表"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.get_context_data()["rows"]
        table = board_table(rows, f"任务督办表{timezone.localdate()}")
        return csv_response(table) if request.GET.get("format") == "csv" else xlsx_response(table)


class UnitView(SupervisionView):
    """A unit's own list: what it owes now comes first."""

    template_name = "supervision/unit.html"
    title = "本单位任务"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        mine = units_told_for(self.request.user, today)
        asked = self.request.GET.get("unit", "")
        unit = Unit.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
        unit = unit or (mine[0] if mine else None)
        tasks = unit_tasks(unit, today) if unit else []
        return super().get_context_data(
            unit=unit,
            mine=mine,
            tasks=tasks,
            owed=sum(1 for one in tasks if one.is_owed),
            may_report=self.may(REPORT)
            and unit is not None
            and unit_to_report_for(self.request.user, [unit], today)[0] is not None,
            **kwargs,
        )
