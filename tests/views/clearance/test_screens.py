"""The gate's own screens: each role × each verb, and the way through them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage, Dataset
from gongkai.clearance.verbs import CONFIGURE, EDIT_DATASET, PURGE, READ_SLIPS, RELEASE, SUBMIT, WITHDRAW
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import VERBS
from gongkai.core.organisation.enums import PostKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    approve_all,
    clear_and_release,
    make_column,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user, post
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Any:
    return make_department()


@pytest.fixture
def draft(department: Any) -> PolicyDocument:
    return make_document(department, make_column(department))


def login(client: Any, user: Any) -> Any:
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize(("role", "allowed"), role_cases(READ_SLIPS))
def test_who_opens_the_board(client, role, allowed):
    assert_opens(client, role, reverse("clearance:board"), allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(SUBMIT))
def test_who_opens_the_submission(client, role, allowed, draft):
    url = reverse("clearance:submit", args=["clearance.BasePage", draft.pk])
    assert_opens(client, role, url, allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(WITHDRAW))
def test_who_opens_the_withdrawal(client, role, allowed, draft):
    url = reverse("clearance:withdraw", args=["clearance.BasePage", draft.pk])
    assert_opens(client, role, url, allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(PURGE))
def test_who_opens_the_purge(client, role, allowed, draft):
    url = reverse("clearance:purge", args=["clearance.BasePage", draft.pk])
    assert_opens(client, role, url, allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(EDIT_DATASET))
def test_who_edits_data(client, role, allowed, department):
    Dataset.objects.create(key="site", title="网站基本信息", unit=department.unit)
    assert_opens(client, role, reverse("clearance:dataset_edit", args=["site"]), allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(CONFIGURE))
def test_who_configures(client, role, allowed):
    assert_opens(client, role, reverse("duty_shifts:index"), allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(RELEASE))
def test_who_releases(client, role, allowed, department, draft):
    slip = approve_all(department, submit(department, [(draft, ItemRole.POLICY)]))
    sign_in(client, role)
    response = client.post(reverse("clearance:release", args=[slip.pk]))
    assert response.status_code < 500
    assert BasePage.objects.get(pk=draft.pk).live is allowed


@pytest.mark.parametrize(
    ("url", "verbs"),
    [
        ("/admin/clearance/", [READ_SLIPS]),
        ("/admin/clearance/data/", [READ_SLIPS, EDIT_DATASET]),
        ("/admin/clearance/purge/clearance.BasePage/1/", [PURGE]),
        ("/admin/clearance/slips/1/unschedule/", [READ_SLIPS]),
    ],
)
def test_whoever_may_not_is_told_what_is_missing_and_who_has_it(client, url, verbs):
    sign_in(client, Role.HOTLINE)
    response = client.get(url)
    html = response.content.decode()
    assert response.status_code == 403
    assert all(f"「{verb.label}」" in html for verb in verbs)
    assert all(role.label in html for verb in verbs for role in verb.roles)


def test_every_verb_of_the_gate_belongs_to_somebody():
    assert all(verb.roles for code, verb in VERBS.items() if code.startswith("clearance."))


def test_a_document_walks_through_the_screens(client, department, draft):
    login(client, department.drafter)
    url = reverse("clearance:submit", args=["clearance.BasePage", draft.pk])
    assert "这一单送审的内容" in client.get(url).content.decode()
    response = client.post(url, {"urgency": "normal"})
    assert response.status_code == 302
    slip_url = response.headers["Location"]
    for person in (department.head, department.office, department.leader):
        login(client, person)
        page = client.get(slip_url)
        form = page.context["form"]
        assert page.context["why_not"] == []
        assert form["verdict"].value() is None
        data = {
            "verdict": "approve",
            "opinion": "同意",
            "grounds": "",
            "expected_state": form["expected_state"].value(),
        }
        assert client.post(slip_url, data).status_code == 302
    login(client, department.web)
    assert "发布已审版本" in client.get(slip_url).content.decode()
    assert client.post(f"{slip_url}release/").status_code == 302
    after = client.get(slip_url).content.decode()
    assert "普通 · 已上线" in after
    assert "请通读全文" not in after
    assert BasePage.objects.get(pk=draft.pk).live


def test_the_wrong_person_is_told_why_on_the_page(client, department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    login(client, department.drafter)
    page = client.get(reverse("clearance:slip", args=[slip.pk]))
    assert page.context["form"] is None
    login(client, department.head)
    state = slip.current_state().pk
    data = {"verdict": "reject", "opinion": "", "expected_state": state}
    response = client.post(reverse("clearance:slip", args=[slip.pk]), data)
    assert response.status_code == 409
    assert "退回修改须写明意见" in response.content.decode()


def test_a_reviewer_of_another_level_is_told_why_and_everybody_who_is_awaited(client, department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    url = reverse("clearance:slip", args=[slip.pk])
    login(client, department.leader)
    html = client.get(url).content.decode()
    assert "您不是本步骤（处室负责人初审）的审查人" in html
    assert f"等待{department.head}审查" in html
    answer = client.post(url, {"verdict": "approve", "opinion": "同意"})
    assert answer.status_code == 409
    assert "您不是本步骤" in answer.content.decode()
    login(client, department.drafter)
    html = client.get(url).content.decode()
    assert f"等待{department.head}审查" in html
    assert "这一步不由您审查" not in html


def test_a_step_whose_only_reviewer_took_part_is_told_as_such_with_the_way_out(client, department, draft):
    draft.save_revision(user=department.head)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    login(client, department.drafter)
    url = reverse("clearance:slip", args=[slip.pk])
    html = client.get(url).content.decode()
    assert f"没有人能审这一步：{department.head}" in html
    assert "请送审人撤回" in html
    assert f"等待{department.head}审查" not in html
    post(make_user(Role.UNIT_HEAD, name="副处长"), department.unit, PostKind.HEAD)
    assert "没有人能审这一步" not in client.get(url).content.decode()


def test_who_may_not_even_return_gets_no_form(client, department, draft):
    draft.save_revision(user=department.head)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    url = reverse("clearance:slip", args=[slip.pk])
    login(client, department.head)
    html = client.get(url).content.decode()
    assert "您不能审这一步" in html
    assert 'name="verdict"' not in html
    second = make_user(Role.UNIT_HEAD, name="副处长")
    post(second, department.unit, PostKind.HEAD)
    login(client, second)
    assert 'name="verdict"' in client.get(url).content.decode()


def test_whoever_sends_is_told_where_nobody_may_take_the_first_step(client, department, draft):
    draft.save_revision(user=department.head)
    login(client, department.drafter)
    address = reverse("clearance:submit", args=["clearance.BasePage", draft.pk])
    sent = client.post(address, {"urgency": "normal"}, follow=True).content.decode()
    assert "已送审" in sent
    assert "这一步现在没有人能审" in sent


def test_what_is_missing_is_told_at_once_with_the_way_to_it(client, department, draft):
    page = PolicyDocument.objects.get(pk=draft.pk)
    page.kind, page.signature, page.disclosure = "normative", "department", ""
    page.save_revision(user=department.drafter)
    login(client, department.drafter)
    answer = client.get(reverse("clearance:submit", args=["clearance.BasePage", draft.pk]))
    codes = [reason.code for reason in answer.context["reasons"]]
    assert "clearance.submit.no_disclosure" in codes
    assert codes.count("clearance.submit.package_incomplete") == 2
    sync = reverse("interpretations_sync", args=[draft.pk])
    assert f'href="{sync}"' in answer.content.decode()
    assert "这份文件不须与解读、图解同步" not in client.get(sync).content.decode()


def test_a_new_document_starts_in_the_writers_own_unit(client, department, draft):
    login(client, department.drafter)
    at = ["policies", "policydocument", draft.get_parent().pk]
    page = client.get(reverse("wagtailadmin_pages:add", args=at))
    assert page.status_code == 200
    assert page.context["form"]["unit"].value() == department.unit.pk


def test_the_acts_stand_in_sight_on_the_edit_page(client, department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    login(client, department.office)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    acts = html.split('aria-label="这件内容的办理"')[1].split("</nav>")[0]
    purge = reverse("clearance:purge", args=["clearance.BasePage", draft.pk])
    withdraw = reverse("clearance:withdraw", args=["clearance.BasePage", draft.pk])
    for address in (purge, withdraw, reverse("interpretations_sync", args=[draft.pk])):
        assert f'href="{address}"' in acts
    page = client.get(withdraw).content.decode()
    assert f'href="{purge}"' in page
    assert "撤下理由（向社会公开）</label>" in page


def test_opening_the_address_of_an_act_leads_to_its_slip(client, department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    login(client, department.web)
    here = reverse("clearance:slip", args=[slip.pk])
    for act in ("cancel", "release", "schedule", "unschedule"):
        answer = client.get(f"{here}{act}/", follow=True)
        assert answer.redirect_chain == [(here, 302)]
        assert "点按钮办理" in answer.content.decode()


def test_a_staff_search_has_a_word_for_what_it_counts(client, department, draft):
    login(client, department.office)
    html = client.get("/admin/pages/search/", {"q": draft.title}).content.decode()
    assert "个页面，当前第1至" in html
    assert "个None" not in html


def test_release_before_the_last_signature_explains_itself(client, department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    login(client, department.web)
    response = client.post(reverse("clearance:release", args=[slip.pk]))
    assert response.status_code == 409
    text = response.content.decode()
    assert "还没有审定" in text
    assert "政府信息公开条例" in text


@pytest.mark.parametrize("label", ["nonsense", "accounts.User", "clearance.Nothing", "a.b.c"])
def test_an_address_that_names_nothing_gated_is_not_found(client, department, label):
    login(client, department.drafter)
    assert client.get(f"/admin/clearance/submit/{label}/1/").status_code == 404


def test_pasting_a_mark_anywhere_keeps_nothing(client, department, draft):
    login(client, department.drafter)
    url = reverse("clearance:submit", args=["clearance.BasePage", draft.pk])
    response = client.post(url, {"urgency": "urgent", "urgent_grounds": "机密★1年 某事"})
    assert response.status_code == 409
    assert "密级标志" in response.content.decode()
    assert "某事" not in response.content.decode()


def test_withdrawing_and_purging_through_the_screens(client, department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    login(client, department.office)
    address = ["clearance.BasePage", draft.pk]
    assert client.post(reverse("clearance:withdraw", args=address), {"reason": ""}).status_code == 409
    shown = client.get(reverse("clearance:withdraw", args=address)).content.decode()
    first = re.search(r'<form method="post" class="gk-panel__body"[^>]*>.*?<button[^>]*>', shown, re.DOTALL)
    assert first is not None
    assert first[0].endswith('name="preview" value="1">')  # what Enter presses
    response = client.post(reverse("clearance:withdraw", args=address), {"reason": "内容过时"}, follow=True)
    landed = response.content.decode()
    assert response.redirect_chain[0][0].startswith(reverse("clearance:takedown"))
    assert reverse("clearance:purge", args=address) in landed
    assert reverse("clearance:withdraw", args=address) not in landed
    assert not BasePage.objects.get(pk=draft.pk).live
    assert client.post(reverse("clearance:purge", args=address), {"cause": "secret"}).status_code == 200
    data = {"cause": "secret", "confirm": "on"}
    assert client.post(reverse("clearance:purge", args=address), data).status_code == 302


def test_the_workbench_opens_for_everybody_who_works_here(client, department, draft):
    submit(department, [(draft, ItemRole.POLICY)])
    login(client, department.head)
    html = client.get("/admin/").content.decode()
    assert "等我办" in html
    assert str(draft) in html


def test_the_withdrawal_says_beforehand_what_stands_against_it_and_asks_for_no_reason_yet(
    client, department, draft
):
    login(client, department.office)
    url = reverse("clearance:withdraw", args=["clearance.BasePage", draft.pk])
    shown = client.get(url).context["reasons"]
    assert [reason.code for reason in shown] == ["clearance.withdraw.not_live"]
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    assert client.get(url).context["reasons"] == []


@pytest.mark.parametrize(
    "place",
    [
        "clearance/chains/alternate/{}/",
        "clearance/submit/clearance.BasePage/{}/",
        "clearance/slips/{}/full-review/",
        "pages/{}/edit/",
        "pages/{}/delete/",
    ],
)
def test_a_number_that_no_row_can_have_is_not_found(client, place):
    sign_in(client, Role.OFFICE)
    for number in (2**63 - 1, 2**63, 10**40):
        assert client.get("/admin/" + place.format(number)).status_code == 404


def test_who_purges_data_is_told_that_every_page_showing_it_is_concerned(client, department, draft):
    data = Dataset.objects.create(key="site", title="网站基本信息", unit=department.unit)
    sign_in(client, Role.OFFICE)
    warned = client.get(reverse("clearance:purge", args=["clearance.Dataset", data.pk])).content.decode()
    assert "用着它的每一个页面都会受影响" in warned
    of_page = client.get(reverse("clearance:purge", args=["clearance.BasePage", draft.pk])).content.decode()
    assert "用着它的每一个页面都会受影响" not in of_page
