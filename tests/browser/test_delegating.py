"""A leader lets a deputy act, with the written mandate, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from gongkai.core.accounts.enums import Role
from tests.factories.people import make_user


def test_a_mandate_goes_with_the_delegation(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None], tmp_path: Path
) -> None:
    leader, deputy = make_user(Role.LEADER, name="厅领导"), make_user(Role.LEADER, name="副厅长")
    paper = tmp_path / "授权书.png"
    Image.new("RGB", (8, 8), "white").save(paper)
    sign_in(leader)
    page.goto(reverse("organisation:delegation_new"))
    page.select_option("select[name=delegate]", str(deputy.pk))
    page.select_option("select[name=scope]", "clearance.review_final")
    page.fill("input[name=valid_until]", timezone.localdate().isoformat())
    page.fill("textarea[name=grounds]", "厅长办公会纪要")
    page.set_input_files("input[name=mandate]", paper)
    check("organisation_delegation_new")
    page.get_by_role("button", name="登记授权").click()
    expect(page.get_by_role("link", name="授权书")).to_be_visible()
    page.goto(reverse("organisation:delegations"))  # without the message that fades in
    check("organisation_delegations")
