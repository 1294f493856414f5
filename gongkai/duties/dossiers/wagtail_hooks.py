"""Where the dossiers hang in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from gongkai.duties.dossiers.urls_review import review_menu_items, review_urls


def _not_here_yet(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """Stands for the dossier's own page until it is there."""
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        *review_urls,
        path("dossiers/<int:pk>/", _not_here_yet, name="dossiers_show"),
        path("dossiers/<int:pk>/text/<int:number>/", _not_here_yet, name="dossiers_text"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> SubmenuMenuItem:
    menu = Menu(items=review_menu_items())
    return SubmenuMenuItem("办文", menu, name="dossiers", icon_name="folder-open-inverse", order=140)
