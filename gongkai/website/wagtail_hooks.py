"""The department's look on Wagtail's admin, and the announcement's screens."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from gongkai.website.models import Announcement

STAFF_SHEETS = ("website/css/tokens.css", "website/css/parts.css", "website/css/staff.css")


@hooks.register("insert_global_admin_css")
def staff_sheets() -> SafeString:
    """Our tokens, components and staff styles, after Wagtail's own sheet."""
    rows = ((versioned_static(sheet),) for sheet in STAFF_SHEETS)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', rows)


class AnnouncementViewSet(SnippetViewSet):
    """全站公告 in the admin; released through the gate like anything else."""

    model = Announcement
    icon = "warning"
    menu_label = "全站公告"
    menu_order = 290
    add_to_admin_menu = True
    list_display = ["text", "level", "live"]


register_snippet(AnnouncementViewSet)
