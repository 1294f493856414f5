"""Background work for those who look after it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import may
from gongkai.core.jobs.queries import STATES, live_workers, open_failures, periodic_rows, task_rows
from gongkai.core.jobs.usecases import retry_job
from gongkai.core.jobs.verbs import RETRY_JOBS, VIEW_JOBS
from gongkai.core.masking import masked, masked_value

PER_PAGE = 50


class JobsPage(VerbRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the background work have in common."""

    verb = VIEW_JOBS
    header_icon = "cogs"
    page_title = "后台任务"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("jobs_index"), "label": "后台任务"}
        return [home] if self.page_title == "后台任务" else [home, {"url": "", "label": self.page_title}]


class JobsView(JobsPage):
    """Periodic jobs, workers, what failed."""

    template_name = "jobs/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failed = DBTaskResult.objects.failed().order_by("-finished_at")[:10]
        return super().get_context_data(**kwargs) | {
            "periodic": periodic_rows(),
            "workers": live_workers(),
            "waiting": DBTaskResult.objects.ready().count(),
            "failures": open_failures(),
            "failed": task_rows(failed),
            "may_retry": may(self.request.user, RETRY_JOBS),
        }


class TasksView(JobsPage):
    """All tasks, newest first, by state."""

    template_name = "jobs/tasks.html"
    page_title = "全部任务"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        results = DBTaskResult.objects.order_by("-enqueued_at").defer("traceback", "return_value")
        if status in TaskResultStatus.values:
            results = results.filter(status=status)
        page = Paginator(results, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": task_rows(page.object_list),
            "status": status,
            "may_retry": may(self.request.user, RETRY_JOBS),
            "states": [(code.value, label) for code, (label, _) in STATES.items()],
        }


class TaskView(JobsPage):
    """One task: arguments and error with personal data blacked out; a failed one can be queued again."""

    template_name = "jobs/task.html"
    page_title = "任务"

    def get_context_data(self, *, pk: UUID, **kwargs: Any) -> dict[str, Any]:
        result = get_object_or_404(DBTaskResult, pk=pk)
        arguments = masked_value(result.args_kwargs)
        row = task_rows([result])[0]
        return super().get_context_data(**kwargs) | {
            "row": row,
            "arguments": json.dumps(arguments, ensure_ascii=False),
            "trace": masked(result.traceback),
            "may_retry": may(self.request.user, RETRY_JOBS) and row.is_failed and row.retried_as is None,
        }

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(DBTaskResult, pk=pk)
        again = retry_job(by=request.user, task_id=pk)
        messages.success(request, "已重新排队，几秒钟内开始运行。")
        return redirect("jobs_task", pk=again.pk)
