"""数据汇聚评估 in Chromium: what combines is asked for, seen masked, and decided by a secrecy reviewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.clearance.models import AggregationAssessment
from gongkai.core.accounts.enums import Role
from tests.factories.aggregation import PHONES, POSTS, make_list, publish
from tests.factories.gate import make_department
from tests.factories.people import make_user


def test_asked_for_and_decided(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    publish(department, make_list(department, POSTS, title="科员名单"))
    phones = make_list(department, PHONES, title="联系方式名单")
    sign_in(department.drafter)
    page.goto(reverse("clearance:request_assessment", args=["clearance.Dataset", phones.pk]))
    main = page.locator("main")
    expect(main).to_contain_text("科员名单")
    for value in ("甲1", "13800000001", "某路1号"):
        assert value not in page.content()
    page.locator("main form").get_by_role("button").last.click()
    check("aggregation_request_refused")
    page.get_by_label("为什么需要公开").fill("方便群众联系经办人。")
    page.locator("main form").get_by_role("button").last.click()
    row = AggregationAssessment.objects.get()
    assert row.requested_by == department.drafter

    sign_in(make_user(Role.SECRECY))
    page.goto(reverse("clearance:assessments"))
    check("aggregation_assessments")
    page.get_by_role("link", name=row.number).click()
    page.get_by_role("button", name="签署评估结论").click()
    expect(page.locator(".gk-field--bad").first).to_be_visible()
    check("aggregation_decide_refused")
    page.get_by_label("降精度、删列后公开").check()
    page.get_by_label("理由", exact=True).fill("手机号和住址与公开名单合在一起可以找到个人。")
    page.get_by_label("怎么改").fill("删去手机、住址两列。")
    page.get_by_role("button", name="签署评估结论").click()
    expect(page.locator("main")).to_contain_text("删去手机、住址两列。")
    check("aggregation_decided")
    row.refresh_from_db()
    assert row.decided_by is not None
