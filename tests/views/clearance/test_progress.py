"""审校进度 in the browser: who sees what, every figure opens what it counts, filters, CSV, reminders, hidden titles."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, PurgeCause, Queue
from gongkai.clearance.models import BasePage, ReviewReminder, ReviewSlip, Suppression
from gongkai.clearance.queries.progress_rows import PURGED_TITLE
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.clearance.verbs import READ_ALL_PROGRESS, READ_SLIPS, REMIND
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Delegation
from tests.factories.gate import Department, make_department, make_document, submit
from tests.factories.people import make_unit, make_user, post
from tests.factories.proofreading import ask_for_rounds, make_colleague
from tests.factories.sealing import TITLE, fresh, make_leak
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
URL = "/admin/clearance/progress/"
SCREENS = (URL, f"{URL}people/", f"{URL}pace/", f"{URL}?export=csv")


def login(client: Any, user: User) -> Any:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def body(response: Any) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def lines(client: Any, query: str = "") -> list[dict[str, str]]:
    text = body(client.get(f"{URL}?export=csv{query}"))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def slip(department, column) -> ReviewSlip:
    return submit(department, [(make_document(department, column), ItemRole.POLICY)])


@pytest.fixture
def other(column) -> tuple[Department, ReviewSlip]:
    """A slip of another unit, with its own people."""
    department = make_department()
    return department, submit(department, [(make_document(department, column), ItemRole.POLICY)])


@pytest.mark.parametrize(("role", "allowed"), role_cases(READ_SLIPS))
def test_who_opens_it(client, role, allowed, slip):
    for url in SCREENS:
        assert_opens(client, role, url, allowed=allowed)
        client.logout()


@pytest.mark.parametrize("role", sorted(READ_SLIPS.roles))
def test_who_sees_all_of_it(client, role, slip):
    """The office and who supervises; a reviewer sees what waits for them, everybody else their unit's."""
    sign_in(client, Role(role))
    sees = slip.title in body(client.get(URL))
    assert sees is (role in READ_ALL_PROGRESS.roles)


def test_ordinary_staff_see_their_unit_and_what_is_theirs(client, department, slip, other):
    theirs, foreign = other
    for person, mine, others in (
        (department.drafter, True, False),
        (department.head, True, False),
        (make_colleague(department), True, False),
        (theirs.drafter, False, True),
        (department.leader, False, False),
        (department.office, True, True),
        (make_user(Role.INSPECTOR), True, True),
    ):
        text = body(login(client, person).get(URL))
        assert (slip.number in text, foreign.number in text) == (mine, others), person
        numbers = {line["审查单号"] for line in lines(client)}
        assert numbers == {one.number for one, sees in ((slip, mine), (foreign, others)) if sees}


def test_every_figure_opens_what_it_counts(client, department, slip, other):
    ask_for_rounds(3)
    ReviewSlip.objects.filter(pk=slip.pk).update(submitted_at=timezone.now() - timezone.timedelta(days=30))
    login(client, department.office)
    page = client.get(URL)
    for row in page.context["queues"]:
        for count, query in ((row.count, ""), (row.late, "&late=on"), (row.stuck, "&stuck=on")):
            shown = client.get(f"{URL}?queue={row.queue.value}{query}")
            assert shown.context["page"].paginator.count == count, (row.queue, query)
            link = f"?queue={row.queue.value}{query.replace('&', '&amp;')}"
            assert (f'href="{link}"' in body(page)) is bool(count)
    by_queue = {row.queue: row for row in page.context["queues"]}
    assert by_queue[Queue.UNIT_HEAD].count == by_queue[Queue.FIRST_PROOF].count == 2
    assert by_queue[Queue.FIRST_PROOF].late == 1
    for person in client.get(f"{URL}people/").context["rows"]:
        shown = client.get(f"{URL}?person={person.person}")
        assert shown.context["page"].paginator.count == person.slips
        for one in person.queues:
            shown = client.get(f"{URL}?person={person.person}&queue={one.queue.value}")
            assert shown.context["page"].paginator.count == one.count


def test_nothing_to_count_is_a_dash_and_an_empty_board_explains(client):
    login(client, make_user(Role.INSPECTOR))
    text = body(client.get(URL))
    assert "现在没有审查中的审查单。" in text
    assert "内容送审以后，会在这里看到它走到哪一步" in text
    assert '<td data-label="超时">—</td>' in text
    assert "现在没有等人办的审查单。" in body(client.get(f"{URL}people/"))
    pace = body(client.get(f"{URL}pace/?since=2001-01-01&until=2001-01-02&queue=office"))
    assert '<td data-label="中位数">—</td>' in pace
    assert "这段时间没有办结的。" in pace


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("queue=nowhere", "没有这一项，请从列表里另选"),
        ("unit=999999", "没有这一项，请从列表里另选"),
        ("unit=abc", "没有这一项，请从列表里另选"),
        ("person=999999", "现在没有等这个人办的"),
        ("kind=%00", "没有这一项，请从列表里另选"),
    ],
)
def test_a_filter_that_names_nothing_is_told_at_its_field(client, department, slip, query, told):
    login(client, department.office)
    answer = client.get(f"{URL}?{query}")
    text = body(answer)
    assert answer.status_code == 422
    assert told in text
    assert slip.title not in text
    assert client.get(f"{URL}?{query}&export=csv").status_code == 422


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=2026-11-20&until=2026-11-01", "截止日期早于起始日期"),
        ("since=&until=2026-11-01", "请填写起始日期"),
        ("since=昨天&until=2026-11-01", "起始日期没有填对"),
        ("since=9999-01-01&until=9999-12-31", "请核对年份"),
        ("queue=correction", "没有这个环节"),
        ("unit=999999", "没有这个单位"),
    ],
)
def test_a_period_that_cannot_be_is_told_at_its_field(client, department, query, told):
    login(client, department.office)
    answer = client.get(f"{URL}pace/?{query}")
    assert answer.status_code == 422
    assert told in body(answer)


def test_filters_and_the_table_agree(client, department, slip, other):
    theirs, foreign = other
    login(client, department.office)
    assert len(lines(client)) == 2
    assert [line["审查单号"] for line in lines(client, f"&unit={department.unit.pk}")] == [slip.number]
    assert [line["审查单号"] for line in lines(client, f"&person={theirs.head.pk}")] == [foreign.number]
    assert lines(client, "&kind=dataset") == []
    line = lines(client, f"&unit={department.unit.pk}")[0]
    assert (line["在等"], line["等谁"], line["已等（工作日）"], line["是否超时"]) == (
        "初审",
        "处长",
        "0",
        "否",
    )


def test_a_title_is_no_formula_in_the_table(client, department, column):
    page = make_document(department, column, title='=HYPERLINK("http://x","点这里")')
    submit(department, [(page, ItemRole.POLICY)])
    login(client, department.office)
    assert lines(client)[0]["标题"] == f"'{page.title}"


def test_what_nobody_may_take_is_shown_with_the_reasons_of_each(client, department, slip):
    BasePage.objects.get(pk=slip.items.get().object_id).specific.save_revision(user=department.head)
    login(client, department.office)
    text = body(client.get(URL))
    assert "有 1 张审查单，现在没有人能接。" in text
    only = body(client.get(f"{URL}?stuck=on"))
    assert "初审没有人能接：处长都不能办这一件。" in only
    assert "编辑过该内容的人，不得审查它" in only


def test_a_page_of_many_costs_as_much_as_a_page_of_one(client, department, column):
    ask_for_rounds(3)

    def send(count: int) -> None:
        for _ in range(count):
            submit(department, [(make_document(department, column), ItemRole.POLICY)])

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            body(client.get(url))
        return len(captured)

    send(1)
    login(client, department.office)
    before = [cost(url) for url in SCREENS]
    send(4)
    assert [cost(url) for url in SCREENS] == before


def test_thirty_one_slips_stand_on_two_pages(client, department, column):
    for _ in range(31):
        submit(department, [(make_document(department, column), ItemRole.POLICY)])
    login(client, department.office)
    pages = [client.get(f"{URL}?queue=unit_head&p={number}") for number in (1, 2)]
    assert [len(page.context["rows"]) for page in pages] == [30, 1]
    assert "queue=unit_head&amp;p=2" in body(pages[0])


# -- 催一下 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "allowed"), role_cases(READ_SLIPS))
def test_who_reminds(client, department, slip, role, allowed):
    """The office for any unit; others for their own alone, so nobody of these accounts, which sit in none."""
    user = sign_in(client, role)
    answer = client.post(reverse("clearance:remind", args=[slip.pk]))
    assert answer.status_code < 500
    told = ReviewReminder.objects.filter(slip=slip).exists()
    assert told is (role == Role.OFFICE)
    if allowed and user is not None and role != Role.OFFICE:
        assert answer.status_code == 409
        assert "不是起草单位的人员" in answer.content.decode()


@pytest.mark.parametrize("role", sorted(REMIND.roles))
def test_people_of_the_unit_remind(client, department, slip, role):
    colleague = make_colleague(department, Role(role))
    login(client, colleague)
    assert "催一下" in body(client.get(URL))
    done = client.post(reverse("clearance:remind", args=[slip.pk]), follow=True)
    assert f"已催办审查单 {slip.number}，通知了 1 人。" in body(done)
    again = body(client.get(URL))
    assert "催一下" not in again
    assert "催过" in again
    assert client.post(reverse("clearance:remind", args=[slip.pk])).status_code == 409


def test_opening_the_address_reminds_nobody(client, department, slip):
    login(client, department.drafter)
    assert client.get(reverse("clearance:remind", args=[slip.pk])).status_code == 302
    assert not ReviewReminder.objects.exists()


# -- what must not be read ---------------------------------------------------------------------------


def test_what_was_purged_since_it_was_sent_shows_no_title(client, department, slip):
    """Of personal data the staff copy is not sealed, but its title may be what had to go."""
    item = slip.items.get()
    Suppression.objects.create(
        content_type=ContentType.objects.get_for_model(BasePage),
        object_id=item.object_id,
        path="/x/",
        cause=PurgeCause.PERSONAL,
        by=department.office,
        at=timezone.now(),
        signature="x",
    )
    for person, sees in ((department.drafter, False), (department.head, False), (department.office, True)):
        login(client, person)
        text = body(client.get(URL)) + body(client.get(f"{URL}?export=csv")) + body(client.get(f"{URL}pace/"))
        assert (slip.title in text, PURGED_TITLE in text) == (sees, not sees)
        assert client.get(f"{URL}?queue=unit_head").context["page"].paginator.count == int(sees)


def test_what_is_sealed_shows_no_title_and_no_holder(client):
    """A purge ends the reviews of what it seals; one that a restored backup brings back is masked all the same."""
    leak = make_leak()
    purge_document(by=leak.department.office, target=fresh(leak.page), cause=PurgeCause.SECRET)
    slip = ReviewSlip.objects.create(
        number="SC-1",
        title=TITLE,
        kind="policy",
        unit=leak.department.unit,
        submitted_by=leak.department.drafter,
        submitted_at=timezone.now(),
    )
    item = leak.slip.items.get()
    item.pk, item.slip, item.is_open = None, slip, True
    item.save()
    login(client, leak.department.drafter)
    text = body(client.get(URL)) + body(client.get(f"{URL}?export=csv"))
    assert TITLE not in text
    assert "SC-1" in text
    assert "〈已封存〉" in text
    for name in ("proofread", "remind"):
        assert client.get(reverse(f"clearance:{name}", args=[slip.pk])).status_code == 403


def test_head_of_two_units_sees_both(client, department, slip, other):
    theirs, foreign = other
    post(department.head, theirs.unit, PostKind.DEPUTY)
    text = body(login(client, department.head).get(URL))
    assert slip.number in text
    assert foreign.number in text
    assert make_unit().name not in text


def test_who_stands_in_today_is_named_on_both_sides(client, department, slip):
    """Something that waits for a head waits for who stands in for them too, and is counted as such."""
    deputy = make_user(Role.UNIT_HEAD, name="副处长")
    today = timezone.localdate()
    Delegation.objects.create(
        grantor=department.head,
        delegate=deputy,
        scope="clearance.review_unit",
        valid_from=today,
        valid_until=today,
        grounds="出差",
    )
    login(client, department.office)
    rows = {row.name: row for row in client.get(f"{URL}people/").context["rows"]}
    assert rows["处长"].stand_ins == (("副处长", "处室初审", today),)
    assert rows["副处长"].stands_in_for == (("处长", "处室初审", today),)
    (queue,) = rows["副处长"].queues
    assert (queue.queue, queue.count, queue.stood_in) == (Queue.UNIT_HEAD, 1, 1)
    text = body(client.get(f"{URL}people/"))
    assert f'副处长（处室初审，至 <time datetime="{today}">' in text
    assert "（代办 1）" in text
    assert lines(client)[0]["等谁"] == "处长、副处长（代处长）"
    login(client, deputy)
    assert slip.number in body(client.get(URL))
