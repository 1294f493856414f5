"""Numbers, the outside register and what the site lacks by it, as the office meets them on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gongkai.clearance.enums import Disclosure, ItemRole
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import void_number
from gongkai.duties.dossiers.usecases.register import enter_register, read_register
from gongkai.duties.policies.enums import Signature
from tests.browser.server import Site
from tests.factories.gate import clear_and_release, make_column, make_department, make_document
from tests.factories.numbers import make_entry, make_series, signed_dossier

HEAD = ["文号", "标题", "署名", "公开属性", "成文日期", "印发日期", "处室"]
BOOK = [
    [
        "示交办〔2026〕21号",
        "关于做好冬季道路运输安全工作的通知",
        "本厅",
        "主动公开",
        "2026.3.5",
        "",
        "运输处",
    ],
    ["示交办2026-22", "关于做好春运工作的通知", "本厅", "主动公开", "明天", "", "没有的处"],
]


@pytest.fixture
def paths(site: Site) -> tuple[Any, dict[str, str]]:
    """An office with numbers in every state, a register that does not agree, and a book half read."""
    department = make_department()
    column, office = make_column(department), department.office
    series = make_series(signatures=[Signature.DEPARTMENT.value])
    issue_number(by=office, dossier=signed_dossier(department, mode=Mode.FULL), series=series)
    _, kept = reserve_numbers(
        by=office, series=series, year=timezone.localdate().year, first=2, last=3, reason="会议留号"
    )
    void_number(by=office, number=kept, reason="会议取消，不再印发")
    record_number(
        by=office, dossier=signed_dossier(department), number=f"示交办[{timezone.localdate().year}]第06号"
    )
    page = make_document(department, column, doc_number="示交办〔2026〕90号", title="关于某项工作安排的通知")
    clear_and_release(department, [(page, ItemRole.PAGE)])
    entry = make_entry(office, "示交办〔2026〕90号", title=page.title, disclosure=Disclosure.ON_REQUEST)
    make_entry(office, "示交办〔2026〕91号", written_on=date(2026, 3, 2), unit=department.unit)
    read_register(by=office, source="2026年发文登记簿.xlsx", rows=[HEAD, *BOOK])
    enter_register(by=office)
    waiting = signed_dossier(department, mode=Mode.FULL)
    return office, {
        "numbers": "/admin/dossiers/numbers/",
        "reserve": "/admin/dossiers/numbers/reserve/",
        "series": "/admin/dossiers/series/new/",
        "number": f"/admin/dossiers/{waiting.pk}/number/",
        "register": "/admin/dossiers/register/",
        "register-entry": f"/admin/dossiers/register/{entry.pk}/",
        "register-import": "/admin/dossiers/register/import/",
        "reconcile": "/admin/dossiers/reconcile/",
    }


def test_the_screens_fit_and_have_no_faults(
    page: Page,
    paths: tuple[Any, dict[str, str]],
    sign_in: Callable[[Any], None],
    check: Callable[[str], None],
) -> None:
    office, addresses = paths
    sign_in(office)
    for name, address in addresses.items():
        page.goto(address)
        check(f"dossiers-{name}")
