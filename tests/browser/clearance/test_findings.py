"""The text beside its findings in Chromium: with the keyboard, narrow and wide, empty and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from gongkai.clearance.enums import FindingKind, ItemRole
from gongkai.clearance.models import FindingDecision
from gongkai.clearance.screening.catalogue import found
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_column, make_department, make_document, submit, text
from tests.factories.people import make_user
from tests.factories.screening import (
    EXPLAIN,
    GROUNDS,
    HINT,
    NUMBER,
    STOP,
    note_all,
    use_file_findings,
    use_invented_finders,
    waive_all,
)

BODY = (
    "<p>2027 年 1 月 1 日起，货车综合性能检测、安全技术检验、排放检验合并为一次上线检测。车主只跑一趟，只交一次费用。</p>"
    f"<p>据测算，全省普通货车每年可减少支出约 1.7 亿元，{EXPLAIN}。首批检测站 212 家，名单见附件。</p>"
    f"<p>车主可以向检测站负责人咨询，手机 {NUMBER}。检测数据与{STOP}实时对接；仍有疑问的再拨 {NUMBER}。</p>"
    f"<p>原规定同时废止，{HINT}。</p>"
)
TITLE = (
    "示例省交通运输厅关于印发《货运车辆综合性能检测、安全技术检验、排放检验合并办理实施意见（试行）》的通知"
)


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


def make_found(department: Any, *, with_table: bool) -> Any:
    """A document with findings at every level, a file, and a table (whose editor is not axe's friend)."""
    column = make_column(department)
    table = {"data": [["站名", "电话"], ["第一站", NUMBER], ["第二站", "024-0000"], ["第三站", "—"]]}
    body = [*text(BODY), ("table", table)] if with_table else text(BODY)
    document = make_document(department, column, title=TITLE, body=body)
    draft = document.get_latest_revision_as_object()
    file = make_attachment(department.drafter, name="检测站名单.csv")
    draft.attachments = [PolicyAttachment(attachment=file, title="检测站名单")]
    draft.save_revision(user=department.drafter)
    return document


def test_a_drafter_reads_goes_from_hit_to_finding_and_explains(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None], monkeypatch: Any
) -> None:
    hidden = found(
        FindingKind.HIDDEN_DATA, 0, 0, "隐藏工作表", place="第2张工作表", note="可以由系统清除后使用。"
    )
    use_file_findings(monkeypatch, hidden)
    department = make_department()
    document = make_found(department, with_table=False)
    sign_in(department.drafter)
    page.goto(f"/admin/pages/{document.pk}/edit/")
    assert "机器查到的问题" in page.inner_text("#gk-findings")
    check("clearance_findings_editor")
    page.goto(f"/admin/clearance/submit/clearance.BasePage/{document.pk}/")
    check("clearance_findings_submit")
    page.goto(f"/admin/clearance/findings/clearance.BasePage/{document.pk}/")
    check("clearance_findings_draft")
    page.focus("a.gk-hit >> nth=0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.gk-finds > li:target') !== null")
    page.focus("#g1 summary")
    page.keyboard.press("Enter")
    page.click("#g1 button:has-text('保存说明')")
    assert "请写清为什么保留" in page.inner_text("#g1")
    check("clearance_findings_refused")
    page.fill("#g1 textarea", "引自统计公报，有出处。")
    page.click("#g1 button:has-text('保存说明')")
    page.wait_for_selector("#g1:has-text('已说明')")
    assert FindingDecision.objects.get().text == "引自统计公报，有出处。"


def test_a_reviewer_sees_waivers_and_an_empty_page_says_to_read_on(
    page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    department = make_department()
    document = make_found(department, with_table=True)
    note_all(department.drafter, document)
    secrecy = make_user(Role.SECRECY, name="保密审查员")
    sign_in(secrecy)
    page.goto(f"/admin/clearance/findings/clearance.BasePage/{document.pk}/")
    page.click("#g2 summary")
    check("clearance_findings_waiving")
    waive_all(secrecy, document)
    slip = submit(department, [(document, ItemRole.POLICY)])
    sign_in(department.head)
    page.goto(f"/admin/clearance/slips/{slip.pk}/")
    assert GROUNDS in page.inner_text("main")
    check("clearance_findings_slip")
    page.click("a:has-text('机器查到的问题')")
    check("clearance_findings_item")
    sign_in(department.drafter)
    plain = make_document(department, make_column(department))
    page.goto(f"/admin/clearance/findings/clearance.BasePage/{plain.pk}/")
    assert "没有发现问题" in page.inner_text("main")
    check("clearance_findings_empty")
