"""The clock of 备案 in Chromium: on the dossier, in the list, on the workbench, among the terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.factories.filing import published_dossier
from tests.factories.gate import make_department


def test_the_clock_is_seen(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None], site: Site
) -> None:
    department, today = make_department(), timezone.localdate()
    late = published_dossier(department, today - timedelta(18), title="某省客运站管理办法")
    published_dossier(department, today - timedelta(12), title="某省货运站管理办法")
    sign_in(department.office)
    page.goto(reverse("dossiers_show", args=[late.pk]))
    expect(page.locator(".ds-waits")).to_contain_text("备案超期 3 天")
    check("dossiers-filing-late")
    page.goto(reverse("dossiers_list"))
    expect(page.locator(".ds-list")).to_contain_text("备案还剩 3 天")
    check("dossiers-list-filing")
    page.goto(reverse("wagtailadmin_home"))
    expect(page.locator("body")).to_contain_text("备案：某省货运站管理办法")
    page.goto(reverse("dossiers_terms"))
    expect(page.locator(".gk-sheet")).to_contain_text("15 个自然日")
    check("dossiers-terms")
