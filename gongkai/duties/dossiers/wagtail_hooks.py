"""Where the chain hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers.urls_numbers import URLS, menu_items
from gongkai.duties.dossiers.verbs import OPEN, READ
from gongkai.duties.dossiers.views import listing, opening, show, signing, steps


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("dossiers/", listing.dossiers, name="dossiers_list"),
        path("dossiers/open/", opening.open_new, name="dossiers_open"),
        path("dossiers/<int:pk>/", show.show, name="dossiers_show"),
        path("dossiers/<int:pk>/change/", opening.change, name="dossiers_change"),
        path("dossiers/<int:pk>/drop/", opening.drop, name="dossiers_drop"),
        path("dossiers/<int:pk>/papers/new/", steps.paper_new, name="dossiers_add_paper"),
        path("dossiers/<int:pk>/papers/<int:paper>/", show.paper, name="dossiers_paper"),
        path("dossiers/<int:pk>/papers/<int:paper>/void/", steps.paper_void, name="dossiers_void_paper"),
        path("dossiers/<int:pk>/record/<slug:step>/", steps.record, name="dossiers_record"),
        path("dossiers/<int:pk>/return/", steps.send_back, name="dossiers_return"),
        path("dossiers/<int:pk>/exempt/<slug:step>/", steps.exempt, name="dossiers_exempt"),
        path("dossiers/<int:pk>/exemptions/<int:exemption>/", steps.exemption, name="dossiers_exemption"),
        path("dossiers/<int:pk>/sign/", signing.sign, name="dossiers_sign"),
        path("dossiers/<int:pk>/sign-off/", signing.sign_off, name="dossiers_sign_off"),
        path("dossiers/<int:pk>/sign-off/<int:signature>/", signing.confirm, name="dossiers_confirm"),
        *URLS,
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> SubmenuMenuItem:
    items = [
        VerbMenuItem("公文卷", reverse("dossiers_list"), verb=READ, icon_name="folder-open-inverse", order=1),
        VerbMenuItem("立项", reverse("dossiers_open"), verb=OPEN, icon_name="plus", order=2),
        *menu_items(),
    ]
    return SubmenuMenuItem(
        "办文", Menu(items=items), name="dossiers", icon_name="doc-full-inverse", order=145
    )
