"""同步发布 on screen: prepare, owe, list; by role, with bad input, from another unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease
from gongkai.clearance.queries import package_of
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.enums import Role
from gongkai.core.evidence import EvidenceState, standing_of
from gongkai.core.reasons import Refused
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.interpretations.usecases import prepare_joint_release
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.gate import (
    Department,
    add_page,
    clear,
    clear_and_release,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_unit, make_user, post
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
NEW = {"interpretation": "new", "infographic": "new"}


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def policy(department: Department) -> Any:
    root = BasePage.objects.get(depth=1)
    index = InterpretationIndexPage(title="政策解读", slug="interpretations", unit=department.unit)
    add_page(root, index, department.drafter)
    # a draft below the root: what is tried here does not depend on the column being live
    return make_document(department, root, kind=DocumentKind.NORMATIVE, title="网约车管理办法")


@pytest.fixture
def enter(client: Client) -> Callable[[Any], Client]:
    def sign_in(user: Any) -> Client:
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


def url(name: str, page: Any) -> str:
    return reverse(f"interpretations_{name}", args=[page.pk])


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_SLIPS))
def test_only_who_reads_slips_opens_the_lists(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("interpretations_list"), allowed=allowed)
    assert (
        client.get(reverse("interpretations_debts")).status_code == (200 if allowed else 403) or not allowed
    )


@pytest.mark.rule("clearance.joint.right")
@pytest.mark.parametrize("role", [Role.DRAFTER, Role.UNIT_HEAD, Role.LEADER, Role.INSPECTOR, Role.SECRECY])
def test_another_units_people_cannot_prepare(enter: Callable[..., Client], policy: Any, role: Role) -> None:
    stranger = make_user(role)
    post(stranger, make_unit("别的处"))
    client = enter(stranger)
    assert 'id="choose"' not in client.get(url("sync", policy)).content.decode()
    answer = client.post(url("tie", policy), NEW)
    assert answer.status_code == 409
    assert "起草单位" in answer.content.decode()
    assert (JointRelease.objects.count(), InfographicPage.objects.count()) == (0, 0)


def test_the_drafter_begins_both_in_one_act_and_sees_what_lacks(
    enter: Callable[..., Client], department: Department, policy: Any
) -> None:
    client = enter(department.drafter)
    before = client.get(url("sync", policy)).content.decode()
    assert "还没有配" in before
    assert "送审前还差" in before
    assert client.post(url("tie", policy), NEW).status_code == 302
    joint = JointRelease.objects.get(policy=policy.pk)
    words, chart = joint.interpretation.specific, joint.infographic.specific
    assert (words.title, chart.title) == ("《网约车管理办法》政策解读", "一图读懂《网约车管理办法》")
    for page in (words, chart):
        assert (page.unit, page.disclosure, page.live) == (department.unit, Disclosure.PROACTIVE, False)
        assert page.get_latest_revision().user == department.drafter
    after = client.get(url("sync", policy)).content.decode()
    assert "图解现有 0 类事实" in after  # the empty draft is told, with all the rest
    assert "没有与解读、图解组成" not in after


@pytest.mark.parametrize("role", [Role.OFFICE, Role.WEB])
def test_office_and_web_may_help_out(enter: Callable[..., Client], policy: Any, role: Role) -> None:
    assert enter(make_user(role)).post(url("tie", policy), NEW).status_code == 302


def page_of(model: Any, slug: str, department: Department) -> Any:
    index = InterpretationIndexPage.objects.get()
    fields = {"headline": "三件事看懂"} if model is InfographicPage else {}
    return add_page(index, model(title=slug, slug=slug, unit=department.unit, **fields), department.drafter)


def test_existing_pages_are_chosen_and_the_same_form_replaces_them(
    enter: Callable[..., Client], department: Department, policy: Any
) -> None:
    words = page_of(InterpretationPage, "现成的解读", department)
    chart = page_of(InfographicPage, "现成的图解", department)
    client = enter(department.drafter)
    assert "现成的解读" in client.get(url("sync", policy)).content.decode()
    client.post(url("tie", policy), {"interpretation": words.pk, "infographic": chart.pk})
    client.post(url("tie", policy), {"interpretation": words.pk, "infographic": "new"})
    joint = JointRelease.objects.get(policy=policy.pk)
    assert joint.interpretation_id == words.pk
    assert joint.infographic_id != chart.pk


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"interpretation": "new"},
        {"interpretation": "999999", "infographic": "new"},
        {"interpretation": "' OR 1=1", "infographic": "🚧"},
        {"interpretation": "new\x00", "infographic": "9" * 40},
    ],
)
def test_odd_choices_are_told_at_the_field(
    enter: Callable[..., Client], department: Department, policy: Any, data: dict[str, str]
) -> None:
    answer = enter(department.drafter).post(url("tie", policy), data)
    assert answer.status_code == 200
    assert "gk-err" in answer.content.decode()
    assert JointRelease.objects.count() == 0


@pytest.mark.rule("clearance.joint.taken", "clearance.joint.wrong_kind", "interpretations.tie.unneeded")
def test_wrong_taken_and_unneeded_are_all_told_at_once(department: Department, policy: Any) -> None:
    root = policy.get_parent()
    plain = make_document(department, root)
    other = make_document(department, root, kind=DocumentKind.POLICY, title="另一份文件")
    prepare_joint_release(by=department.drafter, policy=other)
    taken = JointRelease.objects.get(policy=other.pk).interpretation
    with pytest.raises(Refused) as refused:
        prepare_joint_release(by=department.drafter, policy=plain, interpretation=taken, infographic=policy)
    assert refused.value.codes == (
        "interpretations.tie.unneeded",
        "clearance.joint.taken",
        "clearance.joint.wrong_kind",
    )
    assert all(reason.message for reason in refused.value.reasons)


@pytest.mark.rule("interpretations.tie.column")
def test_without_a_column_nothing_is_begun(department: Department) -> None:
    page = make_document(department, BasePage.objects.get(depth=1), kind=DocumentKind.NORMATIVE)
    with pytest.raises(Refused) as refused:
        prepare_joint_release(by=department.drafter, policy=page)
    assert refused.value.codes == ("interpretations.tie.column",)


def test_a_page_of_another_kind_has_no_such_screen(enter: Callable[..., Client], policy: Any) -> None:
    client = enter(make_user(Role.OFFICE))
    assert client.get(url("sync", policy.get_parent())).status_code == 404
    assert client.get("/admin/interpretations/999999/").status_code == 404
    assert client.get(url("tie", policy)).status_code == 405


def test_a_leader_approves_a_debt_and_nobody_else(enter: Callable[..., Client], policy: Any) -> None:
    data = {"debt-emergency": "暴雪橙色预警", "debt-summary": "今晚封路，请勿前往。"}
    for role in (Role.DRAFTER, Role.OFFICE, Role.WEB, Role.INSPECTOR):
        answer = enter(make_user(role)).post(url("owe", policy), data)
        assert answer.status_code == 409, role
        assert InterpretationDebt.objects.count() == 0
    client = enter(make_user(Role.LEADER))
    empty = client.post(url("owe", policy), {"debt-emergency": "", "debt-summary": " "})
    assert empty.content.decode().count("gk-err") == 2
    assert InterpretationDebt.objects.count() == 0
    assert client.post(url("owe", policy), data).status_code == 302
    InterpretationDebt.objects.update(due_on=date(2026, 1, 5))
    listed = client.get(reverse("interpretations_debts")).content.decode()
    assert "逾期未补" in listed
    assert "gk-lamp--red" in listed
    assert "解读欠账已逾期" in client.get(url("sync", policy)).content.decode()
    assert (
        "暴雪橙色预警" in client.get(reverse("interpretations_debts"), {"export": "csv"}).getvalue().decode()
    )


def test_the_editor_leads_here(enter: Callable[..., Client], department: Department, policy: Any) -> None:
    client = enter(make_user(Role.OFFICE))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[policy.pk]))
    assert url("sync", policy) in answer.content.decode()
    assert "提交审查" in answer.content.decode()


@pytest.mark.rule("clearance.live.not_joint")
def test_live_together_every_figure_opens_what_it_counts(
    enter: Callable[..., Client], department: Department
) -> None:
    column = make_column(department)
    assert standing_of(2, timezone.localdate()).state is EvidenceState.NOT_STARTED
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE, title="第一份文件")
    make_companions(department, policy)
    package = package_of(policy)
    client = enter(department.drafter)
    assert "可以送审了" in client.get(url("sync", policy)).content.decode()
    clear_and_release(department, package)
    with pytest.raises(Refused) as refused:
        prepare_joint_release(by=department.drafter, policy=policy)
    assert refused.value.codes == ("clearance.live.not_joint",)

    standing = standing_of(2, timezone.localdate())
    assert standing.state is EvidenceState.MET
    assert [(figure.value, figure.target) for figure in standing.figures] == [
        (1, 1),
        (1, 1),
        (0, None),
        (0, None),
    ]
    for figure in standing.figures:
        assert f"{figure.value} 件" in client.get(figure.url).content.decode(), figure.name
    with CaptureQueriesContext(connection) as once:
        client.get(reverse("interpretations_list"))
    second = make_document(department, column, kind=DocumentKind.NORMATIVE, title="第二份文件")
    make_companions(department, second)
    clear_and_release(department, package_of(second))
    with CaptureQueriesContext(connection) as twice:
        assert "第二份文件" in client.get(reverse("interpretations_list")).content.decode()
    assert len(twice) == len(once)


def test_an_emergency_lowers_coverage_and_is_named(department: Department) -> None:
    from gongkai.clearance.usecases.joint import approve_interpretation_debt

    policy = make_document(department, make_column(department), kind=DocumentKind.NORMATIVE)
    approve_interpretation_debt(by=department.leader, policy=policy, emergency="暴雪", summary="封路")
    policy.refresh_from_db()
    slip = clear(department, package_of(policy))
    from gongkai.clearance.usecases.release import release_slip

    release_slip(by=department.web, slip=slip)
    today = timezone.localdate()
    standing = standing_of(2, today)
    assert (standing.figures[0].value, standing.figures[0].target) == (0, 1)
    assert standing.state is EvidenceState.AT_RISK
    assert len(standing.missing) == 2
    assert standing_of(2, date(today.year + 1, 6, 1)).state is EvidenceState.FAILING


def test_under_review_the_screen_leads_to_the_slip(
    enter: Callable[..., Client], department: Department
) -> None:
    policy = make_document(department, make_column(department), kind=DocumentKind.NORMATIVE)
    make_companions(department, policy)
    slip = submit(department, package_of(policy))
    shown = enter(department.drafter).get(url("sync", policy)).content.decode()
    assert slip.number in shown
    assert 'id="choose"' not in shown


@time_machine.travel("2026-11-20 10:00+08:00", tick=False)
def test_a_debt_stands_on_the_workbench_of_its_unit_and_of_the_office(
    department: Department, policy: Any
) -> None:
    from gongkai.clearance.usecases.joint import approve_interpretation_debt
    from gongkai.duties.interpretations.todos import load_todos

    debt = approve_interpretation_debt(by=department.leader, policy=policy, emergency="暴雪", summary="封路")
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("别的处"))
    today = timezone.localdate()
    for user, sees in ((department.drafter, True), (make_user(Role.OFFICE), True), (stranger, False)):
        todos = load_todos(user, today)
        assert [todo.url for todo in todos] == ([url("sync", policy)] if sees else [])
        assert all((todo.due_on, todo.lamp) == (debt.due_on, "amber") for todo in todos)
    (late,) = load_todos(make_user(Role.OFFICE), date(2026, 12, 20))
    assert (late.lamp, late.lamp_text) == ("red", "已超期")
    InterpretationDebt.objects.update(paid_at=timezone.now())
    assert load_todos(department.drafter, today) == []
