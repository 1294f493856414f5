"""A document walked from 立项 to its page in Chromium, in both modes; each gate refuses once before it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import SeriesForm
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.rules.determination import TESTS
from gongkai.duties.policies.models import PolicyDocument
from tests.browser.server import Site
from tests.factories.gate import Department, make_column, make_department
from tests.factories.legality import make_asked
from tests.factories.numbers import make_series
from tests.factories.people import make_user

SignIn = Callable[[Any], None]
Check = Callable[[str], None]
PLAN = "某省春运工作方案\n一、总体要求。安全第一。\n二、工作任务。做好运力保障。"
RULES = "某省客运站管理办法\n第一条 为了规范客运站经营，制定本办法。\n第二条 客运站应当公示票价。\n第三条 本办法自印发之日起施行。"


def _begin(page: Page, department: Department, *, title: str, kind: str, mode: str) -> Dossier:
    page.goto(reverse("dossiers_open"))
    page.get_by_label("标题").fill(title)
    page.locator(f"[name=kind][value={kind}]").check()
    page.get_by_label("类别认定理由").fill("对照内容认定。")
    page.locator(f"[name=mode][value={mode}]").check()
    page.get_by_label("发文机关").fill("某省交通运输厅")
    page.get_by_label("公开属性").select_option("proactive")
    page.get_by_role("button", name="立项").click()
    if kind == "normative":
        expect(page.locator("body")).to_contain_text("没有认定是否")
        for trait in ("experts", "risk", "hearing", "market"):
            page.locator(f"[name=trait_{trait}][value=no]").check()
            page.locator(f"[name=trait_{trait}_reason]").fill("不涉及。")
        page.get_by_role("button", name="立项").click()
    expect(page.locator("h1")).to_contain_text(title)
    return Dossier.objects.get(title=title)


def _open(page: Page, name: str, dossier: Dossier, *more: object) -> None:
    page.goto(reverse(name, args=[dossier.pk, *more]))


def _write(page: Page, dossier: Dossier, text: str) -> None:
    _open(page, "dossiers_draft", dossier)
    page.get_by_label("文稿", exact=True).fill(text)
    page.get_by_role("button", name="提交写好的文稿").click()
    expect(page.locator("body")).to_contain_text("已提交第 1 稿")


def _scan(tmp_path: Path, name: str) -> str:
    file = tmp_path / name
    file.write_text(f"{name}，示例材料", encoding="utf-8")
    return str(file)


def test_a_work_plan_in_oa_mode(
    page: Page, site: Site, sign_in: SignIn, check: Check, tmp_path: Path
) -> None:
    department = make_department()
    make_column(department)
    make_series("某交办")
    sign_in(department.drafter)
    dossier = _begin(page, department, title="某省春运工作方案", kind="work_plan", mode="oa")
    check("dossiers-show-begun")
    _write(page, dossier, PLAN)
    check("dossiers-text")
    _open(page, "dossiers_show", dossier)
    expect(page.locator("[aria-current=step]")).to_contain_text("签发")

    sign_in(department.office)
    _open(page, "dossiers_number", dossier)
    page.get_by_label("文号").fill("某交办[2026]7号")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text("“签发”还没有办")
    _open(page, "dossiers_sign_off", dossier)
    page.locator("[name=leader]").select_option(str(department.leader.pk))
    page.get_by_label("签发时间").fill("2026-11-20T09:30")
    page.get_by_label("签发意见").fill("同意印发。")
    page.get_by_role("button", name="登记签发").click()
    expect(page.locator("body")).to_contain_text("没有附签批单")
    expect(page.get_by_label("签发意见")).to_have_value("同意印发。")
    check("dossiers-sign-off-refused")
    page.locator("input[type=file]").set_input_files(_scan(tmp_path, "签批单.txt"))
    page.get_by_role("button", name="登记签发").click()
    expect(page.locator("body")).to_contain_text("签发已登记")
    _open(page, "dossiers_number", dossier)
    page.get_by_label("文号").fill("某交办[2026]7号")
    page.get_by_label("编号日期").fill("2026-11-20")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text("某交办〔2026〕7号")

    sign_in(department.drafter)
    _open(page, "dossiers_make_page", dossier)
    page.get_by_role("button", name="生成").click()
    expect(page.locator("body")).to_contain_text("已生成公开页面的草稿")
    check("dossiers-show-page-made")
    made = PolicyDocument.objects.get(dossier=dossier)
    assert made.get_latest_revision_as_object().doc_number == "某交办〔2026〕7号"
    reasons = {reason.code for reason in made.get_latest_revision_as_object().reasons_beside_others()}
    assert not {code for code in reasons if code.startswith("dossiers.")}


def _record(page: Page, dossier: Dossier, step: str, tmp_path: Path, **fields: str) -> None:
    _open(page, "dossiers_record", dossier, step)
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    if step != "consultation":
        page.locator("input[type=file]").set_input_files(_scan(tmp_path, f"{step}.txt"))
    page.get_by_role("button", name="登记").click()


def test_a_normative_document_in_full_mode(
    page: Page, site: Site, sign_in: SignIn, check: Check, tmp_path: Path
) -> None:
    department, asked = make_department(), make_asked("法规处")
    reviewer = make_user(Role.LEGALITY, name="法制审核员")
    make_series("某交规", form=SeriesForm.BRACKET)
    sign_in(department.drafter)
    dossier = _begin(page, department, title="某省客运站管理办法", kind="normative", mode="full")
    _write(page, dossier, RULES)

    _open(page, "dossiers_review", dossier)
    expect(page.locator("body")).to_contain_text("“征求意见”还没有办")
    _record(
        page,
        dossier,
        "consultation",
        tmp_path,
        began_on="2026-10-01",
        done_on="2026-10-10",
        statement="收到 2 条意见。",
        link="https://jtt.example.gov.cn/1.html",
    )
    expect(page.locator("body")).to_contain_text("征求意见 10 日，不足 30 日")
    page.locator("[name=done_on]").fill("2026-10-31")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text("征求意见已登记")
    _record(page, dossier, "adoption", tmp_path, done_on="2026-11-05", statement="采纳 2 条。")
    _countersign(page, sign_in, dossier, asked)
    _determine(page, sign_in, dossier, department, reviewer)
    _review(page, sign_in, check, dossier, department, reviewer, tmp_path)

    sign_in(department.leader)
    _open(page, "dossiers_sign", dossier)
    expect(page.locator("body")).to_contain_text("“集体审议”还没有办")
    expect(page.get_by_role("button", name="签发")).to_have_count(0)
    sign_in(department.office)
    meeting = {"organ": "厅长办公会议", "done_on": "2026-11-20", "statement": "会议通过。"}
    _record(page, dossier, "deliberation", tmp_path, **meeting)
    expect(page.locator("body")).to_contain_text("请选择结论")
    page.get_by_label("通过", exact=True).check()
    page.locator("input[type=file]").set_input_files(_scan(tmp_path, "纪要.txt"))
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text("早于合法性审核")
    page.locator("[name=done_on]").fill(timezone.localdate().isoformat())  # the minutes are kept meanwhile
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text("集体审议已登记")
    sign_in(department.leader)
    _open(page, "dossiers_sign", dossier)
    check("dossiers-sign")
    page.get_by_label("签发意见").fill("同意印发。")
    page.get_by_role("button", name="签发").click()
    expect(page.locator("body")).to_contain_text("已签发")
    sign_in(department.office)
    _open(page, "dossiers_number", dossier)
    page.get_by_role("button", name="编下一个号").click()
    expect(page.locator("body")).to_contain_text("某交规〔2026〕1号")
    check("dossiers-show-numbered")


def _countersign(page: Page, sign_in: SignIn, dossier: Dossier, asked: Any) -> None:
    _open(page, "dossiers_countersign", dossier)
    page.get_by_label("法规处").check()
    page.get_by_role("button", name="送会签").click()
    expect(page.locator(".ds-rows")).to_contain_text("法规处")
    sign_in(asked.head)
    _open(page, "dossiers_countersign", dossier)
    page.get_by_label("会签意见").select_option("agree")
    page.get_by_role("button", name="签意见").click()
    expect(page.locator("body")).to_contain_text("同意")


def _determine(page: Page, sign_in: SignIn, dossier: Dossier, department: Department, reviewer: User) -> None:
    sign_in(department.drafter)
    _open(page, "dossiers_determine", dossier)
    for select in page.locator("select[name$=_answer]").all():
        code = str(select.get_attribute("name")).removesuffix("_answer")
        select.select_option("no" if TESTS[code].is_negative else "yes")
        page.locator(f"[name={code}_reason]").fill("对照条文判断。")
    page.get_by_role("button", name="提交认定意见").click()
    sign_in(reviewer)
    _open(page, "dossiers_determine", dossier)
    page.get_by_label("认定结果").select_option("yes")
    page.get_by_role("button", name="确认认定结果").click()
    expect(page.locator(".ds-word").first).to_contain_text("是")


def _review(
    page: Page,
    sign_in: SignIn,
    check: Check,
    dossier: Dossier,
    department: Department,
    reviewer: User,
    tmp_path: Path,
) -> None:
    sign_in(department.drafter)
    _open(page, "dossiers_review", dossier)
    expect(page.locator("body")).to_contain_text("起草说明（缺）")
    for kind in ("explanation", "grounds"):
        _open(page, "dossiers_add_paper", dossier)
        page.get_by_label("材料类别").select_option(kind)
        page.get_by_label("文件").set_input_files(_scan(tmp_path, f"{kind}.txt"))
        page.get_by_role("button", name="入卷").click()
        expect(page.locator("body")).to_contain_text("材料已入卷")
    _open(page, "dossiers_review", dossier)
    page.get_by_role("button", name="送合法性审核").click()
    sign_in(reviewer)
    _open(page, "dossiers_review", dossier)
    page.get_by_role("button", name="受理，开始计时").click()
    expect(page.get_by_role("button", name="出具意见")).to_be_visible()
    for select in page.locator("select[name$=_verdict]").all():
        select.select_option("sound")
    for words in page.locator("[name$=_words]").all():
        words.fill("符合规定。")
    page.get_by_label("结论").select_option("lawful")
    page.get_by_role("button", name="出具意见").click()
    expect(page.locator(".ds-word").first).to_contain_text("合法")
    check("dossiers-legality-lawful")
