"""Addresses and menu of what comes from OA, taken over by ``wagtail_hooks``."""

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers.verbs import RECORD
from gongkai.duties.dossiers.views import intake

intake_urls = [
    path("dossiers/intake/", intake.deliveries, name="dossiers_intake"),
    path("dossiers/intake/new/", intake.upload, name="dossiers_intake_new"),
    path("dossiers/intake/<int:pk>/", intake.delivery, name="dossiers_delivery"),
    path("dossiers/intake/<int:pk>/refuse/", intake.refuse, name="dossiers_delivery_refuse"),
    path("dossiers/intake/<int:pk>/file/", intake.kept, name="dossiers_delivery_file"),
    path("dossiers/<int:pk>/slip.pdf", intake.slip, name="dossiers_slip"),
]


def intake_menu_items() -> list[MenuItem]:
    """For the menu of dossiers."""
    return [VerbMenuItem("OA 来件", reverse("dossiers_intake"), verb=RECORD, icon_name="download", order=24)]
