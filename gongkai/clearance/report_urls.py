"""Wagtail's reports without what is sealed; stands before Wagtail's own addresses, which are the same."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from gongkai.clearance.views.wagtails import (
    UnsealedLockedPagesView,
    UnsealedLogEntriesView,
    UnsealedPageTypesUsageView,
)

urlpatterns = decorate_urlpatterns(
    [
        path(f"reports/{place}/{part}", view.as_view(results_only=part == "results/"))
        for place, view in (
            ("locked", UnsealedLockedPagesView),
            ("site-history", UnsealedLogEntriesView),
            ("page-types-usage", UnsealedPageTypesUsageView),
        )
        for part in ("", "results/")
    ],
    require_admin_access,
)
