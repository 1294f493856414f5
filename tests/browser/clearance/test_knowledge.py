"""审查词库 in Chromium: a list is made, a word entered, tried on a text, and then it finds something in a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.clearance.models import TermList
from gongkai.core.accounts.enums import Role
from tests.factories.gate import make_column, make_department, make_document, text
from tests.factories.people import make_user


def test_a_word_entered_is_found(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_document(
        department, make_column(department), body=text("<p>请到示例省交通厅旧楼办理。</p>")
    )
    sign_in(make_user(Role.OFFICE))
    page.goto(reverse("clearance:knowledge"))
    check("knowledge_empty")
    page.get_by_role("link", name="建词表").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("填好的内容没有丢")
    check("knowledge_list_refused")
    page.get_by_label("名称").fill("机构名称")
    page.get_by_label("需书面说明").check()
    page.get_by_label("查的是什么").select_option(index=1)
    page.get_by_label("维护单位").select_option(label=department.unit.name)
    page.get_by_label("来源").fill("本厅自编")
    page.get_by_role("button", name="保存").click()
    row = TermList.objects.get()
    page.goto(reverse("clearance:knowledge_term_add", args=[row.pk]))
    page.get_by_label("词", exact=True).fill("示例省交通厅")
    page.get_by_role("button", name="保存").click()
    page.goto(reverse("clearance:knowledge_list", args=[row.pk]))
    expect(page.locator("main")).to_contain_text("示例省交通厅")
    check("knowledge_list")

    sign_in(department.drafter)
    page.goto(reverse("clearance:findings", args=["clearance.BasePage", document.pk]))
    expect(page.locator("main")).to_contain_text("需书面说明")
