"""Where the list of documents hangs in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.views import staff


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("policies/", staff.documents, name="policies_documents")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return VerbMenuItem(
        "政策文件", reverse("policies_documents"), icon_name="doc-full", order=130, verb=READ_SLIPS
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_cautions(request: HttpRequest, page: object) -> None:
    """Whoever saves a document is told at once what will be asked when it is sent."""
    if isinstance(page, PolicyDocument):
        for caution in page.cautions():
            messages.warning(request, caution)
