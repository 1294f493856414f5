"""The editor in Chromium: its form stands in the first screenful, and a refused mark or date loses nothing typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import make_column, make_department, make_document

MARK = "绝" + "密★30年"


def test_the_form_stands_below_the_acts_on_the_page(page: Page, sign_in: Callable[[Any], None]) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    sign_in(department.drafter)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/admin/pages/{document.pk}/edit/")
        box = page.locator("[name=title]").bounding_box()
        assert box is not None
        assert box["y"] < 500


def test_a_refused_mark_loses_nothing_of_what_was_typed(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    column = make_column(department)
    sign_in(department.drafter)
    page.goto(f"/admin/pages/add/policies/policydocument/{column.pk}/")
    page.fill("[name=title]", "关于安排值班的通知")
    text = page.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.type(f"见附件（{MARK}）。")
    page.wait_for_timeout(600)  # the editor of rich text hands over what was typed after a while
    save = page.get_by_role("button", name="保存草稿").first
    save.click()
    told = page.locator(".gk-screened")
    expect(told).to_contain_text("您填的内容都还在这一页")
    expect(told).to_contain_text("正文")
    assert MARK not in told.inner_text()
    assert page.input_value("[name=title]") == "关于安排值班的通知"
    expect(text).to_contain_text("见附件")
    assert not PolicyDocument.objects.filter(title="关于安排值班的通知").exists()
    check("editor_screened")
    text.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("值班安排如下。")
    page.wait_for_timeout(600)
    page.locator("[name=kind]").select_option("work_plan")
    with page.expect_navigation():
        save.click()
    assert PolicyDocument.objects.filter(title="关于安排值班的通知").exists()


def test_a_wrong_date_stays_as_it_was_typed_and_is_told(page: Page, sign_in: Callable[[Any], None]) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    sign_in(department.drafter)
    page.goto(f"/admin/pages/{document.pk}/edit/")
    for wrong in ("2026-13-45", "昨天"):
        page.fill("[name=written_on]", wrong)
        page.keyboard.press("Tab")
        page.wait_for_timeout(300)
        assert page.input_value("[name=written_on]") == wrong
