"""Addresses of the staff side and of the public form pages; published pages are served by the front."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("gongkai.core.accounts.urls")),
    path("", include("gongkai.website.urls")),
    path("", include("gongkai.publishing.urls")),
    path("", include("gongkai.duties.policies.urls")),
    path("oa/", include("gongkai.duties.dossiers.urls")),  # for the OA alone; shut on the Internet node
    # Reports of the workflow engine, which know nothing of slips.
    re_path("^admin/reports/workflow(?:_tasks)?/", RedirectView.as_view(pattern_name="clearance:board")),
    path("admin/", include("gongkai.clearance.report_urls")),
    path("admin/", include(wagtailadmin_urls)),
]

handler403 = "gongkai.website.views.forbidden"
handler404 = "gongkai.website.views.not_found"
