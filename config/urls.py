"""Addresses of the staff side and of the public form pages; published pages are served by the front."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("gongkai.core.accounts.urls")),
    path("", include("gongkai.website.urls")),
    path("", include("gongkai.publishing.urls")),
    path("", include("gongkai.duties.policies.urls")),
    path("admin/", include(wagtailadmin_urls)),
]

handler403 = "gongkai.website.views.forbidden"
handler404 = "gongkai.website.views.not_found"
