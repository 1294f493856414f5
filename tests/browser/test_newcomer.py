"""The newcomer's journey: the demonstration as `./run` makes it, from the public site to a joint release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.models import User

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "000_820f42fe4d9a515f.txt"
POLICY, TEXT, CHART = (
    "/policies/rural-subsidy/",
    "/interpretations/rural-subsidy-text/",
    "/interpretations/rural-subsidy-chart/",
)


def person(username: str) -> User:
    """A person of the demonstration whose first password has been changed."""
    user = User.objects.get(username=username)
    user.must_change_password = False
    user.save()
    return user


def publish() -> None:
    """What the worker does after a batch."""
    call_command("release", "build", verbosity=0)


def review(page: Page, sign_in: Callable[[Any], None], username: str, slip: str) -> None:
    sign_in(person(username))
    page.goto(slip)
    page.get_by_role("link", name="写审查意见").click()
    page.locator("input[name=verdict][value=approve]").check()
    page.get_by_label("意见", exact=True).fill("同意公开。")
    page.get_by_role("button", name="提交审查意见").click()
    page.wait_for_load_state()


@pytest.mark.slow
def test_from_the_public_site_to_a_joint_release(
    page: Page, site: Any, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    call_command("load_demo", verbosity=0)
    publish()

    page.goto("/")
    expect(page.locator("body")).to_contain_text("示例省交通运输厅")
    check("home_of_the_demonstration")
    page.goto("/policies/platform-drivers/")
    expect(page.locator("body")).to_contain_text("现行有效")
    check("policy_document")
    page.goto("/interpretations/platform-drivers-chart/")
    check("infographic")
    for address in (POLICY, TEXT, CHART):
        assert page.request.get(address).status == 404

    sign_in(person("wangzhan"))
    page.goto("/admin/")
    check("workbench")
    slip_of = BasePage.objects.get(slug="rural-subsidy")
    from gongkai.clearance.queries import open_slip_of

    slip = f"/admin/clearance/slips/{open_slip_of(slip_of).pk}/"
    token = page.context.cookies()
    assert token
    page.goto(slip)
    refused = page.request.post(
        f"{site.url}{slip}release/",
        headers={"X-CSRFToken": _csrf(page), "Referer": site.url},
    )
    assert refused.status == 409
    assert "还没有审定" in refused.text()

    for username in ("baomi", "tingling2"):
        review(page, sign_in, username, slip)
    sign_in(person("wangzhan"))
    page.goto(slip)
    check("slip_to_release")
    for address in (POLICY, TEXT, CHART):
        assert page.request.get(address).status == 404
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="发布已审版本").click()
    page.wait_for_load_state()
    assert "3 件内容马上向社会公开" in asked[0]
    publish()
    for address in (POLICY, TEXT, CHART):
        assert page.request.get(address).status == 200
    page.goto(POLICY)
    expect(page.locator("body")).to_contain_text("补贴按班次发")


def _csrf(page: Page) -> str:
    """The token of the page's first form."""
    return str(page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value"))


@pytest.mark.slow
@pytest.mark.skipif(not SEED.exists(), reason="the real notice is not beside this checkout")
def test_the_office_imports_the_real_notice(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    call_command("load_demo", verbosity=0)
    sign_in(person("bangongshi"))
    page.goto("/admin/supervision/notices/import/")
    page.locator("input[type=file]").first.set_input_files(str(SEED))
    page.locator(
        "form:has(input[type=file]) button[type=submit], form:has(input[type=file]) button:not([type])"
    ).first.click()
    page.wait_for_load_state()
    body = page.locator("body")
    expect(body).to_contain_text("辽交办〔2023〕231号")
    expect(body).to_contain_text("积极开展三年行动相关信息公开")
    check("notice_review")
