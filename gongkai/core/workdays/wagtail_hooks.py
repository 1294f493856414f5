"""Where the calendar hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.workdays.verbs import READ_CALENDAR
from gongkai.core.workdays.views import ImportView, IndexView, YearView


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("workdays/", IndexView.as_view(), name="workdays_index"),
        path("workdays/import/", ImportView.as_view(), name="workdays_import"),
        path("workdays/<int:year>/", YearView.as_view(), name="workdays_year"),
    ]


@hooks.register("register_settings_menu_item")
def calendar_item() -> MenuItem:
    return VerbMenuItem(
        "工作日历",
        reverse("workdays_index"),
        name="workdays",
        icon_name="calendar-alt",
        order=630,
        verb=READ_CALENDAR,
    )
