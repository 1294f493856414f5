"""The journey of the duty: a sheet that hides a second one and names a person is stopped, cleaned, cleared, published.

Nothing is pretended: the finders and readers of the program, the bounded process, the publisher. What the public can then
download is opened and read.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from gongkai.clearance.addresses import page_path
from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import Attachment, BasePage, FileCleaning, ReviewSlip
from gongkai.clearance.usecases.release import release_slip
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.publishing.publisher import publish_pending
from tests.factories.gate import approve_all, make_column, make_department, make_document
from tests.factories.website import make_facts

pytestmark = [pytest.mark.slow, pytest.mark.scan_process]
# Invented, with right check digits: nobody's.
SHOWN, HIDDEN = "1101011990010" + "11237", "1101011990010" + "11333"


def workbook() -> bytes:
    """Stations with the number of somebody's card where a telephone should stand, and the drafts behind them."""
    book, out = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = "检测站"
    for row in (
        ("站名", "地址", "联系"),
        ("第一检测站", "示例市站前路1号", SHOWN),
        ("第二检测站", "示例市桥北路2号", "见公告"),
    ):
        sheet.append(row)
    drafts: Any = book.create_sheet("底稿")
    drafts.append(("姓名", "身份证号"))
    drafts.append(("甲某某", HIDDEN))
    drafts.sheet_state = "hidden"
    book.save(out)
    return out.getvalue()


def test_stopped_cleaned_cleared_published(
    page: Page, site: Any, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    make_facts()
    department = make_department()
    document = make_document(department, make_column(department), title="关于公布检测站名单的通知")
    sign_in(department.drafter)
    page.goto("/admin/documents/add/")
    upload = {"name": "检测站.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    page.set_input_files("input[type=file]", upload)  # type: ignore[arg-type]
    page.fill("input[name=title]", "检测站名单")
    with page.expect_navigation():
        page.click("form[enctype] button[type=submit]")
    file = Attachment.objects.get()
    original = file.sha256
    draft = document.get_latest_revision_as_object()
    draft.attachments = [PolicyAttachment(attachment=file, title="检测站名单")]
    draft.save_revision(user=department.drafter)

    page.goto(f"/admin/clearance/submit/clearance.BasePage/{document.pk}/")
    with page.expect_navigation():
        page.get_by_role("button", name="提交审查").click()
    refused = page.locator(".gk-refusal")
    expect(refused).to_contain_text("身份证号")
    expect(refused).to_contain_text("隐藏内容")
    assert not ReviewSlip.objects.filter(state=SlipState.IN_REVIEW).exists()
    for number in (SHOWN, HIDDEN):
        assert number not in page.content()

    page.goto(f"/admin/clearance/findings/clearance.BasePage/{document.pk}/")
    check("journey_findings")
    page.get_by_role("link", name="清理与遮盖 检测站名单").click()
    with page.expect_navigation():
        page.get_by_role("button", name="先看会去掉什么").click()
    expect(page.locator("main")).to_contain_text("隐藏工作表")
    check("journey_cleaning_preview")
    for box in page.locator("input[name=findings]").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="清理并遮盖").click()
    expect(page.locator("main")).to_contain_text(original)
    check("journey_cleaned")
    record = FileCleaning.objects.get()
    assert (record.original_sha256, record.by_id) == (original, department.drafter.pk)

    page.goto(f"/admin/clearance/submit/clearance.BasePage/{document.pk}/")
    with page.expect_navigation():
        page.get_by_role("button", name="提交审查").click()
    expect(page.locator("body")).to_contain_text("已送审，审查单号")
    slip = ReviewSlip.objects.get(items__object_id=str(document.pk), state=SlipState.IN_REVIEW)
    release_slip(by=department.web, slip=approve_all(department, slip))
    publish_pending(full=True, reason="演练")

    page.goto(page_path(BasePage.objects.get(pk=document.pk).specific))
    expect(page.locator("body")).to_contain_text("关于公布检测站名单的通知")
    href = page.locator("a[href$='.xlsx']").first.get_attribute("href")
    assert href
    book = load_workbook(BytesIO(page.request.get(f"{site.url}{href}").body()))
    assert book.sheetnames == ["检测站"]
    cells = [str(cell.value) for row in book["检测站"].iter_rows() for cell in row]
    assert "第一检测站" in cells
    assert not [cell for cell in cells if SHOWN in cell or HIDDEN in cell]
