"""校对 and 审校参数 in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import Proofreading, ReviewParameter, ReviewSlip
from gongkai.clearance.rules.parameters import PARAMETERS, TWO_IN_A_ROW
from gongkai.clearance.verbs import PROOFREAD, SET_PARAMETERS
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import make_document, submit
from tests.factories.people import make_user
from tests.factories.proofreading import ask_for_rounds, change_and_send_again, make_colleague, read
from tests.fields import loose_ends
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
ROUNDS = "proofreading.rounds.policy"


def login(client: Any, user: User) -> Any:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


@pytest.fixture
def page(department, column) -> Any:
    return make_document(department, column)


@pytest.fixture
def slip(department, page) -> ReviewSlip:
    return submit(department, [(page, ItemRole.POLICY)])


def url_of(slip: ReviewSlip) -> str:
    return reverse("clearance:proofread", args=[slip.pk])


def field(slip: ReviewSlip) -> str:
    return f"corrections_{slip.items.get().pk}"


@pytest.mark.parametrize(("role", "allowed"), role_cases(PROOFREAD))
def test_who_opens_the_round(client, slip, role, allowed):
    assert_opens(client, role, url_of(slip), allowed=allowed)


@pytest.mark.parametrize(("role", "allowed"), role_cases(SET_PARAMETERS))
def test_who_sets_parameters(client, role, allowed):
    for url in (reverse("clearance:parameters"), reverse("clearance:parameter_edit", args=[ROUNDS])):
        assert_opens(client, role, url, allowed=allowed)
        client.logout()


def test_the_slip_leads_a_colleague_to_the_round_and_shows_what_was_read(client, department, slip):
    ask_for_rounds(3)
    colleague = make_colleague(department, name="校对员甲")
    login(client, colleague)
    shown = client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
    assert "这类内容审定前校 3 次" in shown
    assert f'href="{url_of(slip)}">去校对（一校）' in shown
    opened = client.get(url_of(slip)).content.decode()
    assert "第一次校对，请通读全文" in opened
    assert loose_ends(opened) == []
    data = {"result": "corrected", field(slip): "2", "note": "第一条“的地”改“地”。", "round": "1"}
    done = client.post(url_of(slip), data, follow=True).content.decode()
    assert "一校已记下：有改动 2 处" in done
    assert "校对提出 2 处改动，等送审人改" in done
    assert "校对员甲" in done
    assert "第一条“的地”改“地”。" in done


def test_only_the_change_is_shown_when_it_comes_again(client, department, slip, page):
    colleague = make_colleague(department)
    read(colleague, slip, corrections=1)
    again = change_and_send_again(department, slip, page, "第一条 改成这样。")
    login(client, colleague)
    text = client.get(url_of(again)).content.decode()
    assert "只看改动：与上次校对的版本相比" in text
    assert "<ins>" in text
    assert "<del>" in text
    assert f"在 {slip.number} 上" in text
    assert "校后改过，须再校改动处" in text


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({}, 422, "请选择结果"),
        ({"result": "clean", "corrections": "3"}, 409, "结果选了“无误”，又填了改动处数"),
        ({"result": "corrected"}, 409, "没有填改几处"),
        ({"result": "corrected", "corrections": "1"}, 409, "请写明改哪里、怎么改"),
        ({"result": "corrected", "corrections": "两处", "note": "改"}, 422, "请填整数"),
        ({"result": "corrected", "corrections": "-1", "note": "改"}, 422, "不能是负数"),
        ({"result": "corrected", "corrections": "1000", "note": "改"}, 422, "不超过 999"),
        ({"result": "clean", "round": "2"}, 409, "已经做过，或还没有轮到"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(client, department, slip, data, status, told):
    login(client, make_colleague(department))
    given = {"round": "1", **data}
    if "corrections" in given:
        given[field(slip)] = given.pop("corrections")
    answer = client.post(url_of(slip), given)
    text = answer.content.decode()
    assert answer.status_code == status
    assert told in text
    assert loose_ends(text) == []
    assert not Proofreading.objects.exists()


def test_who_wrote_it_reads_why_not(client, department, slip):
    login(client, department.drafter)
    text = client.get(url_of(slip)).content.decode()
    assert "这一校不由您做" in text
    assert "您编辑过这份内容，不能校对它。" in text
    assert '<form method="post" class="gk-panel__body"' not in text
    refused = client.post(url_of(slip), {"result": "clean", "round": "1"})
    assert refused.status_code == 409
    assert not Proofreading.objects.exists()


def test_parameters_are_set_on_the_screen_with_their_source(client):
    office = make_user(Role.OFFICE, name="办公室甲")
    login(client, office)
    text = client.get(reverse("clearance:parameters")).content.decode()
    assert text.count("不要求") >= 4
    assert "系统默认" in text
    assert "不是法定要求" in text
    url = reverse("clearance:parameter_edit", args=[ROUNDS])
    refused = client.post(url, {"value": "5", "source": ""})
    told = refused.content.decode()
    assert refused.status_code == 409
    assert "请填 0 至 3 的整数" in told
    assert "没有写明依据" in told
    assert loose_ends(told) == []
    assert client.post(url, {"value": "", "source": "纪要"}).status_code == 422
    done = client.post(url, {"value": "3", "source": "厅务会纪要第5期"}, follow=True).content.decode()
    assert "已设为：3 次" in done
    assert "厅务会纪要第5期" in done
    assert "办公室甲" in done
    assert client.get(reverse("clearance:parameter_edit", args=["no.such"])).status_code == 404


def test_a_choice_in_words_is_set_by_its_word(client):
    login(client, make_user(Role.OFFICE))
    url = reverse("clearance:parameter_edit", args=[TWO_IN_A_ROW])
    assert '<option value="1">可以</option>' in client.get(url).content.decode()
    client.post(url, {"value": "1", "source": "厅务会纪要第5期"})
    assert ReviewParameter.objects.get().value == 1


@pytest.mark.parametrize("code", PARAMETERS)
def test_every_parameter_has_its_screen(client, code):
    login(client, make_user(Role.OFFICE))
    assert client.get(reverse("clearance:parameter_edit", args=[code])).status_code == 200
