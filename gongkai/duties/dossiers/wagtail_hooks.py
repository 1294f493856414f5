"""Where the chain hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers import urls_archive
from gongkai.duties.dossiers.urls_intake import intake_menu_items, intake_urls
from gongkai.duties.dossiers.urls_numbers import URLS, menu_items
from gongkai.duties.dossiers.urls_review import review_menu_items, review_urls
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY, OPEN, READ
from gongkai.duties.dossiers.views import (
    history,
    listing,
    opening,
    pages,
    printing,
    show,
    signing,
    steps,
    texts,
)


def _exemption_urls() -> list[Any]:
    return [
        path("dossiers/<int:pk>/exempt/<slug:step>/", steps.exempt, name="dossiers_exempt"),
        path("dossiers/<int:pk>/exemptions/<int:exemption>/", steps.exemption, name="dossiers_exemption"),
        path(
            "dossiers/<int:pk>/exemptions/<int:exemption>/revoke/",
            steps.exemption_revoke,
            name="dossiers_revoke_exemption",
        ),
    ]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("dossiers/", listing.dossiers, name="dossiers_list"),
        path("dossiers/open/", opening.open_new, name="dossiers_open"),
        path("dossiers/without/", pages.without, name="dossiers_without"),
        path("dossiers/without/<int:page>/", pages.adopt, name="dossiers_adopt"),
        path("dossiers/<int:pk>/page/", pages.make, name="dossiers_make_page"),
        path("dossiers/<int:pk>/page/again/", pages.remake, name="dossiers_remake_page"),
        path("dossiers/<int:pk>/", show.show, name="dossiers_show"),
        path("dossiers/<int:pk>/change/", opening.change, name="dossiers_change"),
        path("dossiers/<int:pk>/drop/", opening.drop, name="dossiers_drop"),
        path("dossiers/<int:pk>/draft/", texts.draft, name="dossiers_draft"),
        path("dossiers/<int:pk>/texts/<int:number>/", texts.show, name="dossiers_text"),
        path(
            "dossiers/<int:pk>/texts/<int:number>/document.pdf",
            printing.as_file,
            {"form": "pdf"},
            name="dossiers_pdf",
        ),
        path(
            "dossiers/<int:pk>/texts/<int:number>/document.docx",
            printing.as_file,
            {"form": "docx"},
            name="dossiers_docx",
        ),
        path("dossiers/<int:pk>/correction/", history.correct, name="dossiers_correct"),
        path("dossiers/<int:pk>/papers/new/", steps.paper_new, name="dossiers_add_paper"),
        path("dossiers/<int:pk>/papers/<int:paper>/", show.paper, name="dossiers_paper"),
        path("dossiers/<int:pk>/papers/<int:paper>/void/", steps.paper_void, name="dossiers_void_paper"),
        path("dossiers/<int:pk>/record/<slug:step>/", steps.record, name="dossiers_record"),
        path("dossiers/<int:pk>/return/", steps.send_back, name="dossiers_return"),
        *_exemption_urls(),
        path("dossiers/<int:pk>/sign/", signing.sign, name="dossiers_sign"),
        path("dossiers/<int:pk>/sign-off/", signing.sign_off, name="dossiers_sign_off"),
        path("dossiers/<int:pk>/sign-off/<int:signature>/", signing.confirm, name="dossiers_confirm"),
        *URLS,
        *urls_archive.URLS,
        *review_urls,
        *intake_urls,
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> SubmenuMenuItem:
    items = [
        VerbMenuItem("公文卷", reverse("dossiers_list"), verb=READ, icon_name="folder-open-inverse", order=1),
        VerbMenuItem("立项", reverse("dossiers_open"), verb=OPEN, icon_name="plus", order=2),
        VerbMenuItem(
            "没有公文卷的文件", reverse("dossiers_without"), verb=ADOPT_HISTORY, icon_name="warning", order=9
        ),
        *menu_items(),
        *urls_archive.menu_items(),
        *review_menu_items(),
        *intake_menu_items(),
    ]
    return SubmenuMenuItem(
        "办文", Menu(items=items), name="dossiers", icon_name="doc-full-inverse", order=145
    )
