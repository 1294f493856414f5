"""放行与书面说明 in Chromium: the list, a waiver taken back with a reason that is refused first, and what the office sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from gongkai.clearance.enums import DecisionKind, ItemRole
from gongkai.clearance.models import FindingDecision
from gongkai.core.accounts.enums import Role
from tests.factories.gate import clear_and_release, make_column, make_department, make_document
from tests.factories.people import make_user
from tests.factories.screening import EXPLAIN, STOP, body_with, note_all, use_invented_finders, waive_all

TYPED = "电话13812345678不是单位的，须改掉。"
WHY = "经复核，这一处不属于依法应当公布的内容。"


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


def test_a_waiver_is_taken_back_and_the_office_is_told(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department, secrecy = make_department(), make_user(Role.SECRECY, name="保密审查员")
    title = "农村客运班线停运期间服务联络安排"
    document = make_document(department, make_column(department), title=title, body=body_with(STOP, EXPLAIN))
    note_all(department.drafter, document)
    waive_all(secrecy, document)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    sign_in(secrecy)
    page.goto("/admin/")
    page.get_by_role("link", name="放行与书面说明").click()
    check("clearance_waivers")
    page.get_by_role("link", name="撤回放行：").click()
    page.get_by_label("撤回的理由").fill(TYPED)
    page.get_by_role("button", name="撤回放行").click()
    assert page.get_by_label("撤回的理由").input_value() == TYPED
    assert "“撤回的理由”里有手机号" in page.inner_text("main")
    check("clearance_waiver_revoke")
    page.get_by_label("撤回的理由").fill(WHY)
    page.get_by_role("button", name="撤回放行").click()
    page.wait_for_url("**/clearance/waivers/")
    assert "放行已撤回" in page.inner_text("main")
    assert FindingDecision.objects.filter(what=DecisionKind.REVOCATION, text=WHY).count() == 1
    document.refresh_from_db()
    assert document.live
    sign_in(department.office)
    page.goto("/admin/clearance/upkeep/")
    assert title in page.inner_text("main")
    assert "放行被撤回" in page.inner_text("main")
    page.goto("/admin/")
    page.get_by_role("link", name="通知").first.click()
    assert "处放行于" in page.inner_text("main")
