"""Where the protection of personal data hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.personaldata.verbs import OVERSEE
from gongkai.core.personaldata.views import EraseView, IndexView, PeriodView, ReadingsView


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("personal-data/", IndexView.as_view(), name="personaldata_index"),
        path("personal-data/readings/", ReadingsView.as_view(), name="personaldata_readings"),
        path("personal-data/erase/", EraseView.as_view(), name="personaldata_erase"),
        path("personal-data/<str:code>/period/", PeriodView.as_view(), name="personaldata_period"),
    ]


@hooks.register("register_settings_menu_item")
def personal_data_item() -> MenuItem:
    return VerbMenuItem(
        "个人信息保护",
        reverse("personaldata_index"),
        name="personal-data",
        icon_name="lock",
        order=640,
        verb=OVERSEE,
    )
