"""Where the notices hang in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.notify import views
from gongkai.core.notify.queries import unread_count
from gongkai.core.notify.verbs import VIEW_DELIVERIES


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("notices/", views.NoticesView.as_view(), name="notify_notices"),
        path("notices/<int:pk>/", views.OpenNoticeView.as_view(), name="notify_open"),
        path("notices/preferences/", views.PreferencesView.as_view(), name="notify_preferences"),
        path("notices/deliveries/", views.DeliveriesView.as_view(), name="notify_deliveries"),
        path("notices/deliveries/<int:pk>/resend/", views.ResendView.as_view(), name="notify_resend"),
    ]


class BellItem(MenuItem):
    """The bell: its label counts what is unread."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = unread_count(request.user)
        label = f"通知（{count if count < 100 else '99+'}）" if count else "通知"
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def bell_item() -> MenuItem:
    return BellItem("通知", reverse("notify_notices"), name="notices", icon_name="mail", order=20)


@hooks.register("register_settings_menu_item")
def deliveries_item() -> MenuItem:
    return VerbMenuItem(
        "提醒投递",
        reverse("notify_deliveries"),
        name="deliveries",
        icon_name="mail",
        order=630,
        verb=VIEW_DELIVERIES,
    )


@hooks.register("register_account_menu_item")
def preferences_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("notify_preferences"),
        "label": "提醒偏好",
        "help_text": "每天一次的提醒里要哪些内容、从哪里收到。",
    }
