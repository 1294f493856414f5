"""Where the account pages hang in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.accounts.verbs import VIEW_PERMISSIONS
from gongkai.core.accounts.views import PermissionsView
from gongkai.core.accounts.viewsets import act_urls


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [*act_urls, path("permissions/", PermissionsView.as_view(), name="accounts_permissions")]


@hooks.register("register_settings_menu_item")
def permissions_item() -> MenuItem:
    url = reverse("accounts_permissions")
    return VerbMenuItem(
        "权限矩阵", url, name="permissions", icon_name="key", order=610, verb=VIEW_PERMISSIONS
    )


@hooks.register("register_account_menu_item")
def security_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts_security"),
        "label": "密码与两步验证",
        "help_text": "修改密码，启用或更换两步验证，查看恢复码。",
    }
