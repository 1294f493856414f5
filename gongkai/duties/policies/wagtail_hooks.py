"""Where the list of documents hangs in Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.policies.views import staff


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("policies/", staff.documents, name="policies_documents")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return VerbMenuItem(
        "政策文件", reverse("policies_documents"), icon_name="doc-full", order=130, verb=READ_SLIPS
    )
