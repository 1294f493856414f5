"""The screens of a dossier's judgements in the browser: axe, both widths, and a refusal that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.commenting import answer_comment, comment_on_clause
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners, sign_countersign
from tests.browser.server import Site
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import BLOCKS, Asked, accept, make_asked, make_ready, send
from tests.factories.people import make_user

SignIn = Callable[[Any], None]
Check = Callable[[str], None]
CHANGED = [BLOCKS[0], {**BLOCKS[1], "text": "经营者应当提前五日公示，公示期不少于三日。"}]


def _ground() -> tuple[Department, User, Asked, Dossier]:
    department, reviewer, asked = (
        make_department(),
        make_user(Role.LEGALITY, name="法制审核员"),
        make_asked("法规处"),
    )
    dossier = make_ready(department, reviewer, title="某省网络预约出租汽车经营服务管理办法")
    other = make_asked("财务处")
    requests = ask_countersigners(
        by=department.drafter,
        dossier=dossier,
        units=[asked.unit, other.unit],
        organs=["省财政厅"],
        days=5,
        note="请看第二条",
    )
    version = dossier.versions.get()
    sign_countersign(
        by=asked.head, request=requests[0], version=version, verdict=Verdict.DISAGREE, text="第二条超出职权。"
    )
    sign_countersign(by=other.head, request=requests[1], version=version, verdict=Verdict.AGREE, text="")
    comment = comment_on_clause(by=reviewer, version=version, anchor="a2", text="提前期缺依据。")
    answer_comment(by=department.drafter, comment=comment, outcome="declined", answer="见起草说明第三部分。")
    comment_on_clause(by=asked.head, version=version, anchor="a1", text="目的写得太宽。")
    return department, reviewer, asked, dossier


def _open(page: Page, name: str, dossier: Dossier) -> None:
    page.goto(reverse(name, args=[dossier.pk]))


def test_determination(page: Page, site: Site, sign_in: SignIn, check: Check) -> None:
    department = make_department()
    dossier = make_dossier(department, title="当前政务公开重点工作任务分解")
    sign_in(department.drafter)
    _open(page, "dossiers_determine", dossier)
    check("dossiers-determination-propose")
    page.get_by_role("button", name="提交认定意见").click()
    expect(page.locator("body")).to_contain_text("还没有回答")
    for code in ("maker", "power", "public", "general", "repeated"):
        page.locator(f"[name={code}_answer]").select_option("yes")
        page.locator(f"[name={code}_reason]").fill("对照条文判断。")
    page.get_by_role("button", name="提交认定意见").click()
    expect(page.locator(".ds-word")).to_contain_text("否")
    sign_in(make_user(Role.LEGALITY))
    _open(page, "dossiers_determine", dossier)
    check("dossiers-determination-decide")


def test_countersigning_and_comments(page: Page, site: Site, sign_in: SignIn, check: Check) -> None:
    department, _, asked, dossier = _ground()
    add_version(dossier, data={"form": 1, "title": dossier.title, "blocks": CHANGED})
    sign_in(department.drafter)
    _open(page, "dossiers_countersign", dossier)
    check("dossiers-countersign-drafter")
    sign_in(asked.head)
    _open(page, "dossiers_countersign", dossier)
    page.get_by_label("会签意见").select_option("disagree")
    page.get_by_role("button", name="签意见").click()
    expect(page.locator("body")).to_contain_text("请写明意见")
    check("dossiers-countersign-refused")
    _open(page, "dossiers_comments", dossier)
    check("dossiers-comments")


def test_the_review(page: Page, site: Site, sign_in: SignIn, check: Check) -> None:
    department, reviewer, _, dossier = _ground()
    sign_in(department.drafter)
    _open(page, "dossiers_review", make_dossier(department))
    check("dossiers-legality-lacking")
    _open(page, "dossiers_review", dossier)
    check("dossiers-legality-send")
    accept(dossier, reviewer)
    send(make_ready(department, reviewer))
    sign_in(reviewer)
    page.goto(reverse("dossiers_reviews"))
    check("dossiers-legality-queue")
    _open(page, "dossiers_review", dossier)
    page.get_by_label("审核意见和修改建议").fill("请修改第二条。")
    page.get_by_role("button", name="出具意见").click()
    expect(page.get_by_label("审核意见和修改建议")).to_have_value("请修改第二条。")
    check("dossiers-legality-refused")
    page.goto(reverse("dossiers_terms"))
    check("dossiers-terms")
