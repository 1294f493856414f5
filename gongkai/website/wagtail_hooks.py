"""The department's look on Wagtail's admin."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

STAFF_SHEETS = ("website/css/tokens.css", "website/css/parts.css", "website/css/staff.css")


@hooks.register("insert_global_admin_css")
def staff_sheets() -> SafeString:
    """Our tokens, components and staff styles, after Wagtail's own sheet."""
    rows = ((versioned_static(sheet),) for sheet in STAFF_SHEETS)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', rows)
