"""Where supervision hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.supervision.verbs import IMPORT, READ, REPORT
from gongkai.duties.supervision.views import board, evidence, notices, review, tasks


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("supervision/", board.BoardView.as_view(), name="supervision_board"),
        path("supervision/export/", board.ExportView.as_view(), name="supervision_export"),
        path("supervision/unit/", board.UnitView.as_view(), name="supervision_unit"),
        path("supervision/notices/", notices.NoticesView.as_view(), name="supervision_notices"),
        path("supervision/notices/import/", notices.ImportView.as_view(), name="supervision_import"),
        path("supervision/notices/<int:pk>/", review.ReviewView.as_view(), name="supervision_review"),
        path("supervision/notices/<int:pk>/save/", review.SaveView.as_view(), name="supervision_save"),
        path(
            "supervision/notices/<int:pk>/confirm/", review.ConfirmView.as_view(), name="supervision_confirm"
        ),
        path(
            "supervision/notices/<int:pk>/discard/", notices.DiscardView.as_view(), name="supervision_discard"
        ),
        path(
            "supervision/drafts/<int:task>/", review.TaskReviewView.as_view(), name="supervision_task_review"
        ),
        path("supervision/tasks/<int:pk>/", tasks.TaskView.as_view(), name="supervision_task"),
        path(
            "supervision/tasks/<int:pk>/report/<int:unit>/",
            tasks.ReportView.as_view(),
            name="supervision_report",
        ),
        path("supervision/tasks/<int:pk>/gather/", tasks.GatherView.as_view(), name="supervision_gather"),
        path(
            "supervision/tasks/<int:pk>/evidence/",
            evidence.EvidenceView.as_view(),
            name="supervision_evidence",
        ),
        path("supervision/tasks/<int:pk>/urge/", tasks.UrgeView.as_view(), name="supervision_urge"),
        path(
            "supervision/evidence/<int:evidence>/remove/",
            evidence.RemovalView.as_view(),
            name="supervision_evidence_remove",
        ),
        path("supervision/tasks/<int:pk>/close/", tasks.CloseView.as_view(), name="supervision_close"),
        path("supervision/closures/<int:closure>/", tasks.CheckView.as_view(), name="supervision_check"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> SubmenuMenuItem:
    items = [
        VerbMenuItem("任务督办表", reverse("supervision_board"), verb=READ, icon_name="table", order=1),
        VerbMenuItem("本单位任务", reverse("supervision_unit"), verb=REPORT, icon_name="tasks", order=2),
        VerbMenuItem(
            "任务分解通知", reverse("supervision_notices"), verb=READ, icon_name="doc-full", order=3
        ),
        VerbMenuItem("导入通知", reverse("supervision_import"), verb=IMPORT, icon_name="upload", order=4),
    ]
    return SubmenuMenuItem(
        "任务督办", Menu(items=items), name="supervision", icon_name="clipboard-list", order=150
    )
