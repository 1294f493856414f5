"""Where the releases hang in Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.publishing.verbs import VIEW_RELEASES
from gongkai.publishing.views import releases


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("releases/", releases.releases, name="publishing_releases"),
        path("releases/retry/", releases.retry, name="publishing_retry"),
        path("releases/build/", releases.build_all, name="publishing_build_all"),
        path("releases/<int:number>/back/", releases.roll_back, name="publishing_roll_back"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return VerbMenuItem(
        "发布版次", reverse("publishing_releases"), icon_name="history", order=125, verb=VIEW_RELEASES
    )
