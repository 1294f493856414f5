"""Addresses and menu of numbers and the outside register, taken over by ``wagtail_hooks``."""

from __future__ import annotations

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.access import VerbMenuItem
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER
from gongkai.duties.dossiers.views import number_acts, numbers, reconciling, register, register_import

URLS = [
    path("dossiers/numbers/", numbers.numbers, name="dossiers_numbers"),
    path("dossiers/numbers/reserve/", number_acts.reserve, name="dossiers_reserve"),
    path("dossiers/numbers/<int:pk>/void/", number_acts.void, name="dossiers_number_void"),
    path("dossiers/numbers/<int:pk>/unrecord/", number_acts.unrecord, name="dossiers_number_unrecord"),
    path("dossiers/numbers/<int:pk>/use/", number_acts.use, name="dossiers_number_use"),
    path("dossiers/series/new/", number_acts.series, name="dossiers_series_new"),
    path("dossiers/series/<int:pk>/", number_acts.series, name="dossiers_series"),
    path("dossiers/<int:pk>/number/", number_acts.number, name="dossiers_number"),
    path("dossiers/register/", register.register, name="dossiers_register"),
    path("dossiers/register/import/", register_import.import_book, name="dossiers_register_import"),
    path("dossiers/register/sheet/", register_import.sheet, name="dossiers_register_sheet"),
    path("dossiers/register/<int:pk>/", register.entry, name="dossiers_register_entry"),
    path("dossiers/reconcile/", reconciling.reconcile, name="dossiers_reconcile"),
]


def menu_items() -> list[MenuItem]:
    """What hangs in the menu 办文, after the dossiers themselves."""
    return [
        VerbMenuItem(
            "三统一登记簿", reverse("dossiers_numbers"), verb=READ_REGISTER, icon_name="list-ol", order=20
        ),
        VerbMenuItem(
            "发文登记簿", reverse("dossiers_register"), verb=READ_REGISTER, icon_name="table", order=21
        ),
        VerbMenuItem(
            "核对清单", reverse("dossiers_reconcile"), verb=READ_REGISTER, icon_name="check", order=22
        ),
        VerbMenuItem(
            "导入登记簿", reverse("dossiers_register_import"), verb=NUMBER, icon_name="upload", order=23
        ),
    ]
