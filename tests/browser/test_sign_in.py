"""The way in: refused kindly, let in with the right password, without a single fault on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gongkai.core.accounts.enums import Role
from tests.browser.conftest import faults_of
from tests.factories.people import make_user


def test_wrong_then_right_password(page: Page, check: Callable[[str], None]) -> None:
    make_user(Role.OFFICE, name="办公室人员")
    username = _set_password("correct-horse-battery")
    page.goto("/admin/")
    check("sign_in")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill("wrong-password")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("密码")
    assert page.url.split("?")[0].endswith("/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill("correct-horse-battery")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("**/login/**")


def _set_password(password: str) -> str:
    from gongkai.core.accounts.models import User

    user = User.objects.get(full_name="办公室人员")
    user.set_password(password)
    user.save()
    return str(user.username)


def test_a_session_is_let_in(page: Page, sign_in: Callable[[object], None]) -> None:
    sign_in(make_user(Role.OFFICE))
    page.goto("/admin/")
    assert "/login" not in page.url


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color:#ccc;background:#fff'>浅色的一句话</p>", "color-contrast"),
    ],
)
def test_axe_sees_a_fault(page: Page, body: str, rule: str) -> None:
    """The watcher is watched: without these, a broken axe would call every page sound."""
    page.set_content(f"<!doctype html><html lang=zh><title>x</title><main><h1>x</h1>{body}</main></html>")
    assert any(fault.startswith(rule) for fault in faults_of(page))
