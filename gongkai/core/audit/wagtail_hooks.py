"""Where the audit log hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.audit.verbs import VIEW_EVENTS
from gongkai.core.audit.views import EventsExportView, EventsView


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("audit/", EventsView.as_view(), name="audit_events"),
        path("audit/export/", EventsExportView.as_view(), name="audit_export"),
    ]


@hooks.register("register_reports_menu_item")
def audit_item() -> MenuItem:
    url = reverse("audit_events")
    return VerbMenuItem("审计记录", url, name="audit", icon_name="history", order=50, verb=VIEW_EVENTS)
