"""Where the list of documents hangs in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.verbs import may
from gongkai.duties.policies.views import staff


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("policies/", staff.documents, name="policies_documents")]


class ReadersMenuItem(MenuItem):
    """Shown to whoever may read slips."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, READ_SLIPS)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ReadersMenuItem("政策文件", reverse("policies_documents"), icon_name="doc-full", order=130)
