"""Removing a file found secret, and the refusal at the edit screen of a file in use, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from gongkai.clearance.enums import ItemRole
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_column, make_department, make_document, submit
from tests.factories.people import make_user


def test_a_file_found_secret_is_removed(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    file = make_attachment(
        department.drafter, data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20, name="scan.doc"
    )
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    sign_in(make_user(Role.SECRECY))
    page.goto(f"/admin/clearance/files/attachment/{file.pk}/")
    check("clearance_look")
    page.click("a:has-text('发现涉密，移除文件')")
    check("clearance_remove_file")
    page.check("[name=confirm]")
    with page.expect_navigation():
        page.click("button:has-text('立即移除')")
    page.wait_for_selector("text=已移除文件")


def test_the_edit_screen_says_what_uses_the_file(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_document(department, make_column(department))
    file = make_attachment(department.drafter)
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    submit(department, [(document, ItemRole.POLICY)])
    sign_in(department.web)
    page.goto(f"/admin/documents/edit/{file.pk}/")
    page.fill("[name=title]", "另一标题")
    with page.expect_navigation():
        page.click("button:has-text('保存')")
    page.wait_for_selector("text=请上传一份新的")
    assert page.input_value("[name=title]") == "另一标题"
    check("document_in_use")
