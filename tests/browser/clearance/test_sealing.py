"""What others see in the place of something sealed, and how the seal is ended, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from gongkai.core.accounts.enums import Role
from tests.factories.people import make_user
from tests.factories.sealing import TITLE, make_leak


def test_a_sealed_copy_is_refused_kindly_and_opened_again_by_another_person(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    leak = make_leak()
    sign_in(leak.department.office)
    page.goto(f"/admin/clearance/purge/clearance.BasePage/{leak.page.pk}/")
    check("clearance_purge")
    page.check("[name=cause][value=secret]")
    page.check("[name=confirm]")
    with page.expect_navigation():
        page.click("button:has-text('立即清除')")
    page.wait_for_selector("text=内部副本同时封存，解除须由另一人办理")
    sign_in(leak.department.drafter)
    page.goto(f"/admin/pages/{leak.page.pk}/edit/")
    page.wait_for_selector("text=内容已封存")
    assert TITLE not in page.content()
    check("clearance_sealed")
    page.goto("/admin/clearance/?tab=sent")
    page.wait_for_selector("text=〈已封存〉")
    check("clearance_board_sealed")
    sign_in(make_user(Role.SECRECY))
    page.goto("/admin/clearance/takedown/")
    check("clearance_takedown_sealed")
    page.click("a:has-text('解除封存')")
    check("clearance_unseal")
    page.fill("[name=reason]", "市保密局 2026 年 11 月 27 日鉴定不涉密")
    with page.expect_navigation():
        page.click("button:has-text('解除封存')")
    page.wait_for_selector("text=已解除封存")
