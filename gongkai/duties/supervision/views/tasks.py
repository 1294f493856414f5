"""A task's page: evidence, reports, closure; and the forms to tell, gather, prove and close."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.core.accounts.access import verb_missing
from gongkai.core.forms import day_asked, place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.forms import (
    CheckForm,
    EvidenceForm,
    GatherForm,
    RemovalForm,
    ReportForm,
    TextForm,
)
from gongkai.duties.supervision.models import Closure, EvidenceLink, Task
from gongkai.duties.supervision.queries.checking import checker_facts
from gongkai.duties.supervision.queries.pages import TaskPage, task_page
from gongkai.duties.supervision.queries.standing_in import may_check
from gongkai.duties.supervision.queries.tasks import silent_units, supervised_tasks
from gongkai.duties.supervision.queries.urging import reach_of
from gongkai.duties.supervision.rules.acts import reasons_against_checker
from gongkai.duties.supervision.rules.periods import period_of
from gongkai.duties.supervision.rules.urging import WAY_TO_SOMEBODY, nobody_there
from gongkai.duties.supervision.usecases.closing import ask_closure, check_closure
from gongkai.duties.supervision.usecases.progress import consolidate_progress, report_progress
from gongkai.duties.supervision.usecases.urging import urge_reports
from gongkai.duties.supervision.verbs import CHECK, REPORT
from gongkai.duties.supervision.views.base import SupervisionView


class TaskView(SupervisionView):
    """Everything about one task."""

    template_name = "supervision/task.html"
    form_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.task = get_object_or_404(supervised_tasks(), pk=kwargs["pk"])
        self.title = f"{self.task.number}. {self.task.title}"
        return super().dispatch(request, *args, **kwargs)

    def page(self) -> TaskPage:
        """The task with what the person may do about it, today."""
        return task_page(self.task, self.request.user, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        context = {
            "page": page,
            "proofs": [(row, self._removal_form(row, page)) for row in page.evidence],
            "may_urge": self.may(CHECK) or (self.may(REPORT) and page.may_gather),
            "evidence_form": EvidenceForm(),
            "close_form": TextForm(label="完成情况", help_text="做了什么、结果如何、公众在哪里能看到。"),
            "check_form": CheckForm(),
            "may_report": self.may(REPORT),
            **self._checking(page),
        }
        return super().get_context_data(**context | kwargs)

    def _checking(self, page: TaskPage) -> dict[str, Any]:
        """Whether this person may check the request that waits; for a checker who may not, why."""
        user, today = self.request.user, timezone.localdate()
        if page.asked is None or not may_check(user, today):
            return {"may_check": False, "why_not_check": []}
        reasons = reasons_against_checker(checker_facts(user, [page.asked], today)[page.asked.pk])
        return {"may_check": not reasons, "why_not_check": reasons}

    def _removal_form(self, row: EvidenceLink, page: TaskPage) -> RemovalForm | None:
        """The form to take evidence back; none where this person may not, or not now."""
        is_theirs = self.may(CHECK) or (row.added_by_id == self.request.user.pk and self.may(REPORT))
        is_kept = row.removed_at is not None or page.asked is not None or page.is_struck_off
        return RemovalForm(auto_id=f"removal{row.pk}_%s") if is_theirs and not is_kept else None

    def done(self, words: str) -> HttpResponse:
        """Back to the task's page with a word of success."""
        messages.success(self.request, words)
        return redirect("supervision_task", self.task.pk)

    def again(self, refused: Refused | None = None, **forms: Any) -> HttpResponse:
        """The page once more with the form that was sent and the reasons against it."""
        form = next((one for one in forms.values() if isinstance(one, BaseForm)), None)
        refusal = place_refusal(refused, form) if refused else None
        return self.render_to_response(self.get_context_data(refusal=refusal, **forms), status=422)


class CloseView(TaskView):
    verb = REPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = TextForm(request.POST, label="完成情况")
        if not form.is_valid():
            return self.again(close_form=form)
        try:
            ask_closure(by=request.user, task=self.task, statement=form.cleaned_data["text"])
        except Refused as refused:
            return self.again(refused, close_form=form)
        return self.done("销号申请已提交，等厅办公室核查。")


class CheckView(TaskView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.closure = get_object_or_404(Closure, pk=kwargs.pop("closure"))
        return super().dispatch(request, *args, pk=self.closure.task_id, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_check(request.user, timezone.localdate()):
            return verb_missing(request, CHECK)
        form = CheckForm(request.POST)
        is_accepting = request.POST.get("decision") == "accept"
        if not form.is_valid():
            return self.again(check_form=form)
        try:
            check_closure(
                by=request.user, closure=self.closure, is_accepting=is_accepting, **form.cleaned_data
            )
        except Refused as refused:
            return self.again(refused, check_form=form)
        return self.done("已销号。" if is_accepting else "已退回，申请单位会看到您的意见。")


class ReportView(TaskView):
    """Tell a unit's progress in a period."""

    template_name = "supervision/report.html"
    verb = REPORT
    act = "填报进展"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.unit = get_object_or_404(Unit, pk=kwargs.pop("unit"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = _asked_period(self.request, self.task)
        told = next(
            (
                r
                for r in self.task.reports.all()
                if r.unit_id == self.unit.pk and r.period_start == period.start
            ),
            None,
        )
        initial = {"text": told.text if told else ""}
        context = {"unit": self.unit, "period": period, "told": told, "form": ReportForm(initial=initial)}
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        try:
            report = report_progress(
                by=request.user,
                task=self.task,
                unit=self.unit,
                period_start=_asked_period(request, self.task).start,
                text=form.cleaned_data["text"],
                is_nil=bool(request.POST.get("is_nil")),
            )
        except Refused as refused:
            return self.again(refused, form=form)
        what = "本期无此事项" if report.is_nil else "进展"
        messages.success(request, f"已填报{report.period_label}：第{self.task.number}项，{what}。")
        return redirect(f"{reverse('supervision_unit')}?unit={self.unit.pk}")


class GatherView(TaskView):
    """Sum up what the units told in a period."""

    template_name = "supervision/gather.html"
    verb = REPORT
    act = "汇总进展"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = _asked_period(self.request, self.task)
        told = next((c for c in self.task.consolidations.all() if c.period_start == period.start), None)
        initial = {"text": told.text, "because": told.because} if told else {}
        form = GatherForm(initial=initial, silent=self._silent(period))
        context = {"period": period, "told": told, "form": form}
        return super().get_context_data(**context | kwargs)

    def _silent(self, period: Any) -> list[str]:
        return [str(unit) for unit in silent_units(self.task, period.start, timezone.localdate())]

    def page(self) -> TaskPage:
        period = _asked_period(self.request, self.task)
        return task_page(self.task, self.request.user, timezone.localdate(), period)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = _asked_period(request, self.task)
        form = GatherForm(request.POST, silent=self._silent(period))
        if not form.is_valid():
            return self.again(form=form)
        try:
            row = consolidate_progress(
                by=request.user, task=self.task, period_start=period.start, **form.cleaned_data
            )
        except Refused as refused:
            return self.again(refused, form=form)
        return self.done(f"{row.period_label}已汇总。")


class UrgeView(TaskView):
    """Urge the units that have not told of a period."""

    act = "催报"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = _asked_period(request, self.task)
        try:
            rows = urge_reports(by=request.user, task=self.task, period_start=period.start)
        except Refused as refused:
            return self.again(refused)
        messages.success(request, f"已催报 {len(rows)} 个单位：{'、'.join(str(row.unit) for row in rows)}。")
        reach = reach_of(self.task, self._silent(period), period.start, timezone.localdate())
        if reach.unreached:
            names = [str(unit) for unit in reach.unreached]
            messages.warning(request, f"{nobody_there(names)}{WAY_TO_SOMEBODY}")
        if request.POST.get("back") == "gather":
            address = reverse("supervision_gather", args=[pk])
            return redirect(f"{address}?period={period.start:%Y-%m-%d}")
        return redirect("supervision_task", pk)

    def _silent(self, period: Any) -> list[Unit]:
        return silent_units(self.task, period.start, timezone.localdate())


def _asked_period(request: HttpRequest, task: Task) -> Any:
    """The period of the day in the address, else the present one."""
    return period_of(task.cycle, day_asked(request.GET.get("period", "")) or timezone.localdate())
