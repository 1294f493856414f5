"""定期评估 in Chromium: a conclusion to open is put forward, looked at by legality and secrecy, confirmed by the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.clearance.enums_reevaluation import ItemState
from gongkai.clearance.models import ReevaluationItem
from tests.factories.reevaluation import enter, make_house, open_round


def test_by_four_people(page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]) -> None:
    house = make_house()
    enter(house, title="某线路评审意见")
    turn = open_round(house)
    item = ReevaluationItem.objects.get(round=turn)
    here = reverse("clearance:reevaluation_item", args=[item.pk])
    sign_in(house.drafter)
    page.goto(reverse("clearance:reevaluation"))
    expect(page.locator("main")).to_contain_text("某线路评审意见")
    check("reevaluation_list")
    page.goto(here)
    page.get_by_role("button", name="提出结论").click()
    expect(page.locator(".gk-field--bad").first).to_be_visible()
    check("reevaluation_item_refused")
    page.get_by_label("转为主动公开").check()
    page.get_by_label("原理由已经不成立").check()
    page.get_by_label("理由", exact=True).fill("决定已经作出，可以公开。")
    page.get_by_role("button", name="提出结论").click()
    for person in (house.legality, house.secrecy, house.office):
        sign_in(person)
        page.goto(here)
        page.get_by_role("button", name="同意", exact=True).click()
    item.refresh_from_db()
    assert item.state == ItemState.CONCLUDED
    assert len({item.proposed_by_id, item.legality_by_id, item.secrecy_by_id, item.confirmed_by_id}) == 4
    check("reevaluation_item_concluded")
    page.goto(reverse("clearance:reevaluation_openings"))
    expect(page.locator("main")).to_contain_text("某线路评审意见")
    check("reevaluation_openings")
