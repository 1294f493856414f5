"""Where 同步发布 hangs in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from gongkai.clearance.models import BasePage
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.accounts.verbs import may
from gongkai.duties.interpretations import views


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("interpretations/", views.listing, name="interpretations_list"),
        path("interpretations/debts/", views.debts, name="interpretations_debts"),
        path("interpretations/<int:pk>/", views.sync, name="interpretations_sync"),
        path("interpretations/<int:pk>/tie/", views.tie, name="interpretations_tie"),
        path("interpretations/<int:pk>/owe/", views.owe, name="interpretations_owe"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return VerbMenuItem(
        "同步发布", reverse("interpretations_list"), icon_name="link", order=131, verb=READ_SLIPS
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def sync_button(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """同步发布 on pages of a kind that can need companions, and on those that explain one; the screen says whether this one
    does.
    """
    model = page.specific_class
    if model is None or not may(user, READ_SLIPS):
        return
    explained = page.explained_id()
    if explained not in (None, page.pk):
        yield Button("所解读的文件", reverse("wagtailadmin_pages:edit", args=[explained]), priority=59)
        yield Button("同步发布", reverse("interpretations_sync", args=[explained]), priority=60)
    elif model.requires_joint_release is not BasePage.requires_joint_release:
        yield Button(
            "同步发布", reverse("interpretations_sync", args=[page.pk]), icon_name="link", priority=60
        )
