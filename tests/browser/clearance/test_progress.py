"""校对 and 审校进度 in Chromium: read a round, follow a figure, remind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import Proofreading
from gongkai.core.accounts.enums import Role
from tests.factories.gate import make_column, make_department, make_document, submit
from tests.factories.people import make_user
from tests.factories.proofreading import ask_for_rounds, change_and_send_again, make_colleague


def test_a_round_is_read_and_the_change_alone_when_it_comes_again(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    slip = submit(department, [(document, ItemRole.POLICY)])
    ask_for_rounds(3)
    sign_in(make_colleague(department, name="校对员甲"))
    page.goto(reverse("clearance:slip", args=[slip.pk]))
    page.get_by_role("link", name="去校对（一校）").click()
    page.get_by_label("有改动").check()
    page.get_by_label(re.compile("^改几处")).fill("2")
    page.get_by_role("button", name="记下一校结果").click()
    expect(page.locator("body")).to_contain_text("请写明改哪里、怎么改")
    check("clearance_proofread_refused")
    page.get_by_label("说明").fill("第一条两处“的”改“地”。")
    page.get_by_role("button", name="记下一校结果").click()
    expect(page.locator("body")).to_contain_text("校对提出 2 处改动，等送审人改")
    check("clearance_slip_proofread")
    assert Proofreading.objects.get().corrections == 2
    again = change_and_send_again(department, slip, document, "第一条 认真地改过了。")
    page.goto(reverse("clearance:proofread", args=[again.pk]))
    expect(page.get_by_role("heading", name=re.compile("^只看改动"))).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    check("clearance_proofread")


def test_the_office_follows_a_figure_and_reminds(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    slip = submit(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    ask_for_rounds(3)
    sign_in(make_user(Role.OFFICE, name="办公室乙"))
    page.goto(reverse("clearance:progress"))
    check("clearance_progress")
    page.locator(".pr-queues").get_by_role("link", name="1 件").first.click()
    expect(page.locator(".pr-board tbody tr")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^催一下")).click()
    expect(page.locator("body")).to_contain_text(f"已催办审查单 {slip.number}")
    page.get_by_role("link", name="人员", exact=True).click()
    check("clearance_progress_people")
    page.get_by_role("link", name="中位用时").click()
    page.locator(".pr-queues").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile("算的是这些$"))).to_be_visible()
    check("clearance_progress_pace")
    page.goto(reverse("clearance:parameters"))
    check("clearance_parameters")
    page.get_by_role("link", name=re.compile("^修改 ?初审的时限")).click()
    check("clearance_parameter_form")
