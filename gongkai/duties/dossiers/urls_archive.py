"""Addresses and menu of the archive and of what stands apart, taken over by ``wagtail_hooks``."""

from __future__ import annotations

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers.verbs import READ, READ_ALL
from gongkai.duties.dossiers.views import apart, archiving, proving

URLS = [
    path("dossiers/apart/", apart.apart, name="dossiers_apart"),
    path("dossiers/<int:pk>/proof/package.zip", proving.proof, name="dossiers_proof"),
    path("dossiers/archives/", archiving.archives, name="dossiers_archives"),
    path("dossiers/<int:pk>/archive/", archiving.ArchiveView.as_view(), name="dossiers_archive"),
    path(
        "dossiers/<int:pk>/archive/<int:package>/package.zip",
        archiving.package,
        name="dossiers_archive_package",
    ),
]


def menu_items() -> list[MenuItem]:
    """What hangs in the menu 办文, after the numbers."""
    return [
        VerbMenuItem("免办清单", reverse("dossiers_apart"), verb=READ_ALL, icon_name="warning", order=45),
        VerbMenuItem("归档目录", reverse("dossiers_archives"), verb=READ, icon_name="folder", order=60),
    ]
