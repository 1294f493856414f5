"""A drafter uploads a scan; a secrecy reviewer finds it on the workbench, looks through it and signs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.clearance.models import Attachment
from gongkai.core.accounts.enums import Role
from tests.factories.people import make_user


def test_from_upload_to_signature(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None], tmp_path: Path
) -> None:
    scan = tmp_path / "scan.doc"
    stream = "WordDocument".encode("utf-16-le")
    scan.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream + b"\x00\xff\x01\xfe" * 50)
    sign_in(make_user(Role.DRAFTER, name="起草人"))
    page.goto(reverse("wagtaildocs:add"))
    page.set_input_files("input[type=file]", scan)
    page.fill("input[name=title]", "公告扫描件")
    page.click("form[enctype] button[type=submit]")
    expect(page.locator("body")).to_contain_text("公告扫描件")
    assert Attachment.objects.get().screen_state == "manual"

    sign_in(make_user(Role.SECRECY, name="保密员"))
    page.goto(reverse("clearance:unread"))
    check("clearance_unread")
    page.get_by_role("link", name="核对 公告扫描件").click()
    expect(page.get_by_role("button", name="已看完，不涉密，签名")).to_be_visible()
    check("clearance_look")
    page.fill("textarea[name=note]", "逐页看过，无密级标志，不涉密。")
    page.get_by_role("button", name="已看完，不涉密，签名").click()
    expect(page.locator("body")).to_contain_text("没有待核对的文件")
