"""Addresses and menu of determination, countersigning, comments and the review of legality."""

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers.verbs import READ_ALL, SET_TERMS
from gongkai.duties.dossiers.views import comments, countersigning, determining, legality

review_urls = [
    path(
        "dossiers/<int:pk>/determination/", determining.DeterminationView.as_view(), name="dossiers_determine"
    ),
    path(
        "dossiers/<int:pk>/countersign/",
        countersigning.CountersignView.as_view(),
        name="dossiers_countersign",
    ),
    path("dossiers/<int:pk>/comments/", comments.CommentsView.as_view(), name="dossiers_comments"),
    path("dossiers/<int:pk>/legality/", legality.ReviewView.as_view(), name="dossiers_review"),
    path("dossiers/legality/", legality.queue_view, name="dossiers_reviews"),
    path("dossiers/legality/<int:pk>/opinion.pdf", legality.opinion, name="dossiers_opinion"),
    path("dossiers/terms/", legality.terms, name="dossiers_terms"),
]


def review_menu_items() -> list[MenuItem]:
    """For the menu of dossiers."""
    return [
        VerbMenuItem(
            "合法性审核", reverse("dossiers_reviews"), verb=READ_ALL, icon_name="clipboard-list", order=40
        ),
        VerbMenuItem("办理天数", reverse("dossiers_terms"), verb=SET_TERMS, icon_name="date", order=90),
    ]
