"""Where the dossiers hang in Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks


def _not_here_yet(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """Stands for the dossier's own page until it is there."""
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("dossiers/<int:pk>/", _not_here_yet, name="dossiers_show"),
        path("dossiers/<int:pk>/text/<int:number>/", _not_here_yet, name="dossiers_text"),
    ]
