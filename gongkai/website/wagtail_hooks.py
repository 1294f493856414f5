"""The department's look on Wagtail's admin, and the announcement's screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from gongkai.clearance.policies import UnsealedOnly
from gongkai.clearance.viewsets import GatedSnippetViewSet
from gongkai.core.accounts.policies import VerbPolicy
from gongkai.website.drafting import draft
from gongkai.website.explorer import SiteMenuItem
from gongkai.website.manual import manual, manual_picture
from gongkai.website.models import Announcement
from gongkai.website.staff_search import find
from gongkai.website.verbs import EDIT_ANNOUNCEMENTS
from gongkai.website.workbench import WorkbenchPanel

STAFF_SHEETS = ("website/css/tokens.css", "website/css/parts.css", "website/css/staff.css")


@hooks.register("insert_global_admin_css")
def staff_sheets() -> SafeString:
    """Our tokens, components and staff styles, after Wagtail's own sheet."""
    rows = ((versioned_static(sheet),) for sheet in STAFF_SHEETS)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', rows)


@hooks.register("register_admin_urls")
def staff_screens() -> list[URLPattern]:
    """The search over everything that a person may open, the start of a draft, and the manual."""
    return [
        path("find/", find, name="website_staff_search"),
        path("draft/", draft, name="website_draft"),
        path("manual/", manual, name="website_manual"),
        path("manual/pictures/<str:name>", manual_picture, name="website_manual_picture"),
        path("manual/<str:name>/", manual, name="website_chapter"),
    ]


@hooks.register("construct_homepage_panels", order=1000)
def workbench(request: HttpRequest, panels: list[Any]) -> None:
    """The 工作台 in place of Wagtail's own panels."""
    panels[:] = [WorkbenchPanel()]


@hooks.register("construct_main_menu")
def open_at_home(request: HttpRequest, menu_items: list[Any]) -> None:
    """页面 leads to the home page of the site."""
    menu_items[:] = [
        SiteMenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, order=item.order)
        if item.name == "explorer"
        else item
        for item in menu_items
    ]


@hooks.register("construct_help_menu")
def drop_foreign_help(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's news and guide speak of another editor than this one, in English, and lead out of the house."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("register_help_menu_item")
def manual_item() -> MenuItem:
    """The user manual, for everybody who can sign in."""
    return MenuItem("用户手册", reverse("website_manual"), name="manual", icon_name="help", order=10)


class AnnouncementPolicy(UnsealedOnly, VerbPolicy):
    """全站公告 are begun and changed by who may, taken down like anything else, and never deleted."""

    verb = EDIT_ANNOUNCEMENTS


register_permission_policy(Announcement, AnnouncementPolicy(Announcement))


class AnnouncementViewSet(GatedSnippetViewSet):
    """全站公告 in the admin; released through the gate like anything else."""

    model = Announcement
    icon = "warning"
    menu_label = "全站公告"
    menu_order = 290
    add_to_admin_menu = True
    list_display = ["text", "level", "live"]


register_snippet(AnnouncementViewSet)
