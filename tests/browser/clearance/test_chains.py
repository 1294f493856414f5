"""The review's configuration, and the full review of an urgent paper, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gongkai.clearance.enums import ItemRole, Urgency, Verdict
from gongkai.clearance.models import DutyShift
from gongkai.clearance.usecases.decision import decide_step
from gongkai.core.accounts.enums import Role
from tests.factories.gate import make_column, make_department, make_document, submit
from tests.factories.people import make_user, post


def test_the_office_sees_the_chains_and_names_the_alternate(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    leader = make_user(Role.LEADER, name="分管厅领导")
    department = make_department()
    post(leader, department.unit)
    sign_in(make_user(Role.OFFICE, name="办公室"))
    page.goto(reverse("clearance:chains"))
    expect(page.get_by_role("heading", name="各类内容的流程")).to_be_visible()
    check("clearance_chains")
    page.get_by_role("link", name=re.compile("^指定 ?分管厅领导终审的终审人$")).click()
    page.select_option("select[name=alternate]", str(leader.pk))
    check("clearance_chain_form")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("终审人已指定")
    page.get_by_role("link", name=re.compile("^修改 ?政策文件（含解读、图解）的流程$")).click()
    page.select_option("select[name=workflow]", label="错别字更正")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("不能用作普通流程")


def test_the_drafter_sends_the_full_review_of_an_urgent_paper(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    draft = make_document(department, make_column(department))
    slip = submit(
        department, [(draft, ItemRole.POLICY)], urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须立即封路"
    )
    for person in (checker, leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    sign_in(department.drafter)
    page.goto(reverse("clearance:slip", args=[slip.pk]))
    check("clearance_slip_owing")
    page.get_by_role("link", name="补送完整审查", exact=True).click()
    check("clearance_full_review")
    page.get_by_role("button", name="补送完整审查").click()
    expect(page.locator("body")).to_contain_text("已补送完整审查")
