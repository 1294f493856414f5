"""Choosing units on the review screen: by typing any of their names, with the keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.models import Task, UnitMention
from tests.browser.conftest import faults_of
from tests.browser.server import Site
from tests.factories.people import make_user
from tests.factories.supervision import make_notice, make_task


@dataclass
class Draft:
    """A notice under review with one name that was not resolved."""

    office: User
    task: Task
    mention: UnitMention
    units: dict[str, Unit]

    @property
    def url(self) -> str:
        return f"/admin/supervision/notices/{self.task.notice_id}/"

    def chosen(self) -> set[str]:
        return set(self.mention.units.values_list("name", flat=True))


@pytest.fixture
def draft(site: Site) -> Draft:
    units = load_demo_organisation()
    task = make_task(make_notice(), units["ysc"])
    mention = UnitMention.objects.create(task=task, role="responsible", position=9, written="法规和运管部门")
    return Draft(make_user(Role.OFFICE, name="办公室"), task, mention, units)


def open_review(page: Page, draft: Draft, sign_in: Callable[[Any], None]) -> None:
    sign_in(draft.office)
    page.goto(draft.url)
    folded = page.locator(f"#task-{draft.task.pk}:not([open]) > summary")
    if folded.count():  # a task with something to look at stands open
        folded.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存本页修改").last.click()
    page.wait_for_load_state()


def test_units_are_found_by_any_name_and_stand_as_chips(
    page: Page, draft: Draft, sign_in: Callable[[Any], None]
) -> None:
    open_review(page, draft, sign_in)
    search = page.get_by_role("combobox", name="法规和运管部门 对应单位")
    for typed in ("政策法规", "政法"):  # the full name and the short one find the same unit
        search.fill(typed)
        expect(page.locator(".sv-pick__list > li")).to_have_text([str(draft.units["zfc"])])
    search.fill("道运")  # a name borne once
    expect(page.locator(".sv-pick__list > li")).to_have_text([str(draft.units["ysc"])])
    search.press("Enter")
    search.fill("法规处")
    page.locator(".sv-pick__list:visible > li").first.click()
    expect(page.get_by_role("button", name="移除 ")).to_have_count(2)
    assert faults_of(page) == []
    save(page)
    assert draft.chosen() == {draft.units["zfc"].name, draft.units["ysc"].name}


def test_the_keyboard_is_enough(page: Page, draft: Draft, sign_in: Callable[[Any], None]) -> None:
    open_review(page, draft, sign_in)
    search = page.get_by_role("combobox", name="法规和运管部门 对应单位")
    search.focus()
    page.keyboard.press("ArrowDown")
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(search).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("没有这个处")
    page.keyboard.press("Enter")  # nothing is sent, nothing chosen
    assert page.url.endswith(draft.url)
    expect(page.get_by_text("没有叫这个名字的单位")).to_have_count(1)
    search.fill("运输管理处")
    page.keyboard.press("Enter")
    search.fill("政法处")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")  # takes off the chip that stands last
    save(page)
    assert draft.chosen() == {draft.units["zfc"].name}


def test_a_chip_is_taken_off_with_its_button(
    page: Page, draft: Draft, sign_in: Callable[[Any], None]
) -> None:
    draft.mention.units.set([draft.units["ysc"], draft.units["zfc"]])
    open_review(page, draft, sign_in)
    page.locator(".sv-unitrow summary").last.click()
    page.get_by_role("button", name=f"移除 {draft.units['ysc']}").last.click()
    save(page)
    assert draft.chosen() == {draft.units["zfc"].name}


def test_without_javascript_the_select_does_it(
    browser: Browser, draft: Draft, site: Site, page: Page, sign_in: Callable[[Any], None]
) -> None:
    sign_in(draft.office)
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    bare = context.new_page()
    bare.goto(draft.url)
    bare.locator(f"[name=m{draft.mention.pk}-units]").select_option([str(draft.units["zfc"].pk)])
    bare.get_by_role("button", name="保存本页修改").last.click()
    bare.wait_for_load_state()
    context.close()
    assert draft.chosen() == {draft.units["zfc"].name}
