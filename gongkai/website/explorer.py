"""Where 页面 in the staff menu leads: the home page of the site instead of the root above it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.sidebar import PageExplorerMenuItem
from wagtail.admin.wagtail_hooks import ExplorerMenuItem
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy


class SiteMenuItem(ExplorerMenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """页面: opens at the site's home page for whoever may see all of it, else at what they may see."""

    def render_component(self, request: HttpRequest) -> Any:
        """The menu's entry. The root has nothing to edit and only says that pages there have no address."""
        allowed = PagePermissionPolicy().explorable_root_instance(request.user)
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if allowed is None or allowed.depth > 1 or site is None:
            return super().render_component(request)
        home: Page = site.root_page
        url = reverse("wagtailadmin_explore", args=[home.pk])
        return PageExplorerMenuItem(
            self.name, self.label, url, home.pk, icon_name=self.icon_name, classname=self.classname
        )
