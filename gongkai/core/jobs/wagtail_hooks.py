"""Where the background work hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.jobs.verbs import VIEW_JOBS
from gongkai.core.jobs.views import JobsView, TasksView, TaskView


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("jobs/", JobsView.as_view(), name="jobs_index"),
        path("jobs/tasks/", TasksView.as_view(), name="jobs_tasks"),
        path("jobs/tasks/<uuid:pk>/", TaskView.as_view(), name="jobs_task"),
    ]


@hooks.register("register_settings_menu_item")
def jobs_item() -> MenuItem:
    return VerbMenuItem(
        "后台任务", reverse("jobs_index"), name="jobs", icon_name="cogs", order=620, verb=VIEW_JOBS
    )
