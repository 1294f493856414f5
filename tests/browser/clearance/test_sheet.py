"""The 审查表 from the slip's page, and the archive of a period, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gongkai.clearance.enums import ItemRole
from tests.factories.gate import clear, make_column, make_department, make_document


def test_the_paper_of_a_slip_and_the_archive_of_a_period(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    title = "关于进一步规范全省道路运输新业态经营行为切实保障从业人员合法权益的若干措施的通知"
    document = make_document(department, make_column(department), title=title)
    slip = clear(department, [(document, ItemRole.POLICY)])
    sign_in(department.office)
    page.goto(reverse("clearance:slip", args=[slip.pk]))
    check("clearance_slip_with_sheet")
    with page.expect_download() as paper:
        page.get_by_role("link", name="下载审查表").click()
    assert paper.value.suggested_filename == f"审查表{slip.number}.pdf"
    page.goto(reverse("clearance:board"))
    page.get_by_role("link", name="导出审查表归档").click()
    check("clearance_archive_sheets_empty")
    page.get_by_role("button", name="导出压缩包").click()
    expect(page.locator("body")).to_contain_text("请填写归档到哪一天为止")
    check("clearance_archive_sheets")
    today = timezone.localdate().isoformat()
    page.get_by_label("办结日期从").fill(today)
    page.get_by_label("到哪天").fill(today)
    with page.expect_download() as packed:
        page.get_by_role("button", name="导出压缩包").click()
    assert packed.value.suggested_filename.endswith(".zip")
