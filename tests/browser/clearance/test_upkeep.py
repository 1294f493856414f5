"""内容清理 in Chromium: a proposal is asked for by one person, decided by another, and the public sees what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import BasePage, Proposal
from gongkai.core.accounts.enums import Role
from gongkai.publishing.protocol import page_path
from gongkai.publishing.publisher import publish_pending
from tests.factories.gate import clear_and_release, make_column, make_department, make_document
from tests.factories.people import make_user
from tests.factories.website import make_facts

LAPSED = {"effective_on": date(2020, 1, 1), "written_on": date(2020, 1, 1), "expires_on": date(2024, 1, 1)}


def test_asked_decided_and_told(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    make_facts()
    department = make_department()
    document = make_document(department, make_column(department), title="某临时办法", **LAPSED)
    clear_and_release(department, [(document, ItemRole.PAGE)])
    today = timezone.localdate()
    Proposal.objects.create(
        finder="policies.lapsed",
        page_id=document.pk,
        cause="a" * 64,
        reason="文件 2024-01-01 起已失效。",
        evidence=[{"label": "失效日期", "text": "2024-01-01", "url": ""}],
        remedy=Remedy.ARCHIVE,
        found_on=today,
        seen_on=today,
    )
    publish_pending(full=True, reason="试验")
    sign_in(department.drafter)
    page.goto(reverse("clearance:upkeep"))
    check("upkeep_proposals")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="处理选中的").click()
    page.get_by_role("button", name="办理").click()
    expect(page.locator(".gk-field--bad").first).to_be_visible()
    check("upkeep_answer_refused")
    page.get_by_label("提请归档").check()
    page.get_by_label("理由").fill("文件已经失效。")
    page.get_by_role("button", name="先看能不能办").click()
    expect(page.locator("main")).to_contain_text("可以办")
    check("upkeep_preview")
    page.get_by_role("button", name="办理").click()
    expect(page.locator("body")).to_contain_text("已提请")

    sign_in(make_user(Role.OFFICE, name="办公室另一人"))
    page.goto(reverse("clearance:upkeep_motions"))
    check("upkeep_motions")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="决定选中的").click()
    check("upkeep_decide")
    page.get_by_role("button", name="同意，逐件办理").click()
    page.goto(reverse("clearance:upkeep_acts"))
    expect(page.locator("main")).to_contain_text("文件已经失效。")
    check("upkeep_acts")

    publish_pending(full=True, reason="试验")
    page.context.clear_cookies()
    page.goto(page_path(BasePage.objects.get(pk=document.pk).specific))
    expect(page.locator("main")).to_contain_text("已归档")
    page.goto("/cleanup/")
    expect(page.locator("main")).to_contain_text("文件已经失效。")
    check("public_cleanup")
