"""Where the organisation's screens hang in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation.verbs import TAKE_OVER_ROSTER, VIEW, VIEW_ALL


def _item(label: str, url_name: str, icon: str, order: int, verb: Verb) -> MenuItem:
    name = url_name.replace(":", "-")
    return VerbMenuItem(label, reverse(url_name), name=name, icon_name=icon, order=order, verb=verb)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("organisation/", include("gongkai.core.organisation.urls"))]


@hooks.register("register_admin_menu_item")
def organisation_menu() -> SubmenuMenuItem:
    items = [
        _item("机构", "organisation:units", "folder-open-inverse", 10, VIEW),
        _item("人员与任职", "organisation:people", "group", 20, VIEW),
        _item("授权代办", "organisation:delegations", "key", 30, VIEW),
        _item("单位组", "organisation:groups", "list-ul", 40, VIEW_ALL),
        _item("名称识别", "organisation:names", "search", 50, VIEW),
        _item("机构调整", "organisation:changes", "resubmit", 60, VIEW_ALL),
        _item("名册同步", "organisation:roster", "download", 70, TAKE_OVER_ROSTER),
    ]
    return SubmenuMenuItem("机构与人员", Menu(items=items), icon_name="group", order=700)
