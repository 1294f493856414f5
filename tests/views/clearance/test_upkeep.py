"""The screens of 内容清理, with ordinary accounts: seen, chosen, asked, decided one by one, told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, PurgeCause
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import BasePage, Motion, Proposal, ReviewLook, ReviewPeriod
from gongkai.clearance.queries.upkeep import archived_ids
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.clearance.verbs import CONFIGURE, DECIDE_UPKEEP, PROPOSE_UPKEEP, READ_SLIPS
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import Department, clear_and_release, make_column, make_department, make_document
from tests.factories.people import make_user
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
HERE = "/admin/clearance/upkeep/"


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def column(department: Department) -> BasePage:
    return make_column(department)


def proposed(department: Department, column: BasePage, title: str = "") -> Proposal:
    page = make_document(
        department,
        column,
        title=title,
        effective_on=date(2020, 1, 1),
        expires_on=date(2024, 1, 1),
        written_on=date(2020, 1, 1),
    )
    clear_and_release(department, [(page, ItemRole.PAGE)])
    today = timezone.localdate()
    return Proposal.objects.create(
        finder="policies.lapsed",
        page_id=page.pk,
        cause="a" * 64,
        reason="文件 2024-01-01 起已失效。",
        evidence=[{"label": "失效日期", "text": "2024-01-01", "url": ""}],
        remedy=Remedy.ARCHIVE,
        found_on=today,
        seen_on=today,
    )


def enter(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)


def words(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("place", ["", "dates/", "motions/", "acts/"])
@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_SLIPS))
def test_who_reads(client: Client, who: Any, allowed: bool, place: str) -> None:
    assert_opens(client, who, HERE + place, allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(CONFIGURE))
def test_who_sets_the_months(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, HERE + "periods/", allowed=allowed)


@pytest.mark.parametrize(("verb", "place"), [(PROPOSE_UPKEEP, "answer/"), (DECIDE_UPKEEP, "decide/")])
def test_others_do_not_act(client: Client, verb: Any, place: str) -> None:
    for role in set(Role) - verb.roles - {Role.OPERATOR}:
        enter(client, make_user(role))
        assert client.get(HERE + place).status_code == 403


def test_empty_screens_say_what_comes_next(client: Client) -> None:
    enter(client, make_user(Role.OFFICE))
    assert "现在没有待处理的建议" in words(client.get(HERE))
    assert "还没有提请" in words(client.get(HERE + "motions/"))
    assert "还没有清理过内容" in words(client.get(HERE + "acts/"))
    assert "没有符合条件的公开内容" in words(client.get(HERE + "dates/?standing=late"))
    for place in ("answer/", "decide/"):
        assert client.get(HERE + place).status_code == 302


def test_from_a_proposal_to_an_archived_page(
    client: Client, department: Department, column: BasePage
) -> None:
    first, second = proposed(department, column, "某办法"), proposed(department, column, "某细则")
    enter(client, department.drafter)
    assert "文件 2024-01-01 起已失效。" in words(client.get(HERE))
    chosen = {"chosen": [first.pk, second.pk]}
    seen = words(client.get(HERE + "answer/", chosen))
    assert "某办法" in seen
    assert "退回改正" not in seen
    asked = {**chosen, "act": "archive", "reason": "文件已失效。"}
    assert "可以办" in words(client.post(HERE + "answer/", {**asked, "preview": "1"}))
    assert not Motion.objects.exists()
    lacking = client.post(HERE + "answer/", {**asked, "reason": "", "do": "1"})
    assert lacking.status_code == 409
    assert "请写明理由" in words(lacking)
    assert client.post(HERE + "answer/", {**asked, "do": "1"}).status_code == 302
    assert Motion.objects.count() == 2
    withdraw_document(by=department.office, target=second.page.specific, reason="写错了")
    enter(client, department.office)
    listed = words(client.get(HERE + "motions/"))
    assert "等办公室决定" in listed
    picked = {"chosen": list(Motion.objects.values_list("pk", flat=True))}
    assert "现在办不成" in words(client.get(HERE + "decide/", picked))
    partly = client.post(HERE + "decide/", {**picked, "accept": "1", "note": ""})
    assert partly.status_code == 409
    told = words(partly)
    assert "已办" in told
    assert "没有办" in told
    assert "某细则》现在没有公开" in told
    assert archived_ids() == {first.page_id}
    acts = words(client.get(HERE + "acts/"))
    assert "文件已失效。" in acts
    csv = client.get(HERE + "acts/?export=csv")
    assert "某办法" in b"".join(csv.streaming_content).decode()


def test_the_office_sends_back_and_rejects(client: Client, department: Department, column: BasePage) -> None:
    proposal = proposed(department, column)
    enter(client, department.office)
    data = {
        "chosen": proposal.pk,
        "act": "send_back",
        "reason": "请补失效日期",
        "due_on": "2020-01-01",
        "do": "1",
    }
    assert "期限须在今天之后" in words(client.post(HERE + "answer/", data))
    day = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    assert client.post(HERE + "answer/", {**data, "due_on": day}).status_code in (302, 409)
    data = {"chosen": proposal.pk, "act": "reject", "reason": "还在用", "do": "1"}
    assert client.post(HERE + "answer/", data).status_code == 302
    assert "还在用" in words(client.get(HERE + "?state=rejected"))


def test_looking_from_the_list_of_dates(client: Client, department: Department, column: BasePage) -> None:
    page = proposed(department, column, "某办法").page
    enter(client, department.drafter)
    assert "某办法" in words(client.get(HERE + "dates/?kind=policies.documents&sort=-due"))
    assert "某办法" not in words(client.get(HERE + "dates/?standing=late"))
    url = f"{HERE}look/{page.pk}/"
    assert client.post(url, {"note": ""}).status_code == 409
    assert client.post(url, {"note": "都对"}).status_code == 302
    assert ReviewLook.objects.get().by == department.drafter
    enter(client, make_user(Role.DRAFTER))
    assert "不是您单位负责的内容" in words(client.get(url))


def test_asking_from_the_page(client: Client, department: Department, column: BasePage) -> None:
    page = proposed(department, column, "某办法").page
    enter(client, department.head)
    url = f"{HERE}ask/{page.pk}/"
    assert "提请归档" in words(client.get(url))
    assert client.post(url, {"act": "archive", "reason": "已失效"}).status_code == 302
    again = client.post(url, {"act": "withdraw", "reason": "已失效"})
    assert again.status_code == 409
    assert "已有一个提请在等决定" in words(again)


def test_months_are_set(client: Client, department: Department) -> None:
    enter(client, department.office)
    from gongkai.clearance.upkeep import REVIEW_KINDS

    data = dict.fromkeys(REVIEW_KINDS, "9")
    assert client.post(HERE + "periods/", {**data, "policies.documents": "61"}).status_code == 409
    assert client.post(HERE + "periods/", data).status_code == 302
    assert set(ReviewPeriod.objects.values_list("months", flat=True)) == {9}


def test_odd_addresses_are_answered(client: Client, department: Department, column: BasePage) -> None:
    proposed(department, column)
    enter(client, department.office)
    for query in ("?unit=x&page=²&age=never&state=no&finder=no&p=zz", "?unit=99999999999999999999"):
        assert client.get(HERE + query).status_code == 200
        assert client.get(HERE + "dates/" + query + "&sort=none&kind=none").status_code == 200
    assert client.get(HERE + "answer/?chosen=x&chosen=²").status_code == 302
    assert client.get(HERE + "ask/999999/").status_code == 404


def test_lists_take_a_fixed_number_of_queries(
    client: Client, department: Department, column: BasePage
) -> None:
    enter(client, department.office)
    proposed(department, column)
    counts = []
    for _ in range(2):
        for place in ("", "dates/", "motions/", "acts/"):
            client.get(HERE + place)  # what is kept for the process is read once
        with CaptureQueriesContext(
            connection,
        ) as taken:
            for place in ("", "dates/", "motions/", "acts/"):
                client.get(HERE + place)
        counts.append(len(taken))
        for _ in range(3):
            proposed(department, column)
    assert counts[0] == counts[1]


def test_what_is_sealed_is_in_no_list(client: Client, department: Department, column: BasePage) -> None:
    proposal = proposed(department, column, "不该公开的标题")
    enter(client, department.drafter)
    client.post(HERE + "answer/", {"chosen": proposal.pk, "act": "archive", "reason": "已失效", "do": "1"})
    assert "不该公开的标题" in words(client.get(HERE + "motions/"))
    purge_document(by=department.office, target=proposal.page.specific, cause=PurgeCause.SECRET)
    enter(client, department.drafter)
    for place in ("", "?state=moved", "dates/", "motions/", "acts/"):
        assert "不该公开的标题" not in words(client.get(HERE + place)), place
    assert client.get(f"{HERE}ask/{proposal.page_id}/").status_code == 403
