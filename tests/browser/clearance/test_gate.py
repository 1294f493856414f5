"""The gate's forms in Chromium: what is asked, when, and how it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from gongkai.clearance.addresses import page_path
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage
from tests.factories.gate import clear_and_release, make_column, make_department, make_document


def test_a_public_address_leads_to_a_purge_that_says_what_is_missing(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    clear_and_release(department, [(document, ItemRole.POLICY)])
    sign_in(department.leader)
    page.goto("/admin/clearance/takedown/")
    page.fill("input[name=address]", page_path(BasePage.objects.get(pk=document.pk).specific))
    page.click("main button:has-text('查找')")
    check("clearance_takedown")
    page.click("main td a:has-text('紧急清除')")
    page.click("button:has-text('立即清除')")
    assert "还没有清除" in page.inner_text("main")
    check("clearance_purge")
    bare = "() => { const box = document.querySelector('.gk-box'); box.querySelector('svg').remove();"
    measure = " return [box.clientWidth, box.firstElementChild.clientWidth]; }"
    whole, text = page.evaluate(bare + measure)
    assert text > whole * 0.7


def test_a_purge_of_a_column_says_what_goes_with_it(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    column = make_column(department)
    documents = [make_document(department, column) for _ in range(3)]
    clear_and_release(department, [(documents[0], ItemRole.POLICY)])
    clear_and_release(department, [(documents[1], ItemRole.POLICY)])
    sign_in(department.leader)
    page.goto(f"/admin/clearance/purge/clearance.BasePage/{column.pk}/")
    public, _, besides = page.inner_text("main").partition("未公开的内容一并封存")
    assert "以下 2 件公开内容将一并清除" in public
    assert [document.title in public for document in documents] == [True, True, False]
    assert [document.title in besides for document in documents] == [False, False, True]
    check("clearance_purge_column")


def test_grounds_of_urgency_are_asked_only_for_what_is_urgent(
    page: Page, sign_in: Callable[[Any], None]
) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    sign_in(department.drafter)
    page.goto(f"/admin/clearance/submit/clearance.BasePage/{document.pk}/")
    grounds = page.locator("[name=urgent_grounds]")
    assert not grounds.is_visible()
    page.check("[name=urgency][value=urgent]")
    assert grounds.is_visible()
