"""The organisation's screens: role by verb, refusals in place, fixed query counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Change, Delegation, Handover, Post, Unit, UnitGroup, UnitName
from gongkai.core.organisation.usecases.changes import draw_up_change
from tests.factories.organisation import SCOPE, plan_of, signing_right, tasks_on
from tests.factories.people import make_unit, make_user, post
from tests.factories.website import make_article, make_home, make_news_column

pytestmark = pytest.mark.django_db
STAFF = [role for role in Role if role != Role.OPERATOR]
KEEPERS = {Role.OFFICE, Role.ADMIN}
READERS = KEEPERS | {Role.INSPECTOR}


@pytest.fixture(autouse=True)
def _right() -> Iterator[None]:
    with signing_right(Role.LEADER):
        yield


@pytest.fixture
def units() -> dict[str, Unit]:
    return load_demo_organisation()


def client_of(user: User) -> Client:
    """A signed-in browser; every staff role may enter the admin."""
    for group in user.groups.all():
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user, backend="gongkai.core.accounts.backends.AccountBackend")
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"organisation:{name}", args=args)


GETS = {
    "units": set(STAFF),
    "people": set(STAFF),
    "delegations": set(STAFF),
    "names": set(STAFF),
    "delegation_new": set(STAFF),
    "groups": READERS,
    "changes": READERS,
    "unit_new": KEEPERS,
    "group_new": KEEPERS,
}


@pytest.mark.parametrize("role", STAFF)
def test_each_role_reaches_its_screens_and_no_other(role: Role, units: dict[str, Unit]) -> None:
    client = client_of(make_user(role))
    for name, roles in GETS.items():
        expected = 200 if role in roles else 403
        assert client.get(url(name)).status_code == expected, name


@pytest.mark.parametrize("role", STAFF)
def test_each_role_on_one_unit(role: Role, units: dict[str, Unit]) -> None:
    user = make_user(role)
    client, unit = client_of(user), units["csc"]
    leaver = make_user(Role.DRAFTER)
    for name, args, roles in [
        ("unit", [unit.pk], READERS),
        ("unit_edit", [unit.pk], KEEPERS),
        ("alias_new", [unit.pk], KEEPERS),
        ("post_new", [unit.pk], KEEPERS),
        ("change_new", ["merge"], KEEPERS),
        ("leaving", [leaver.pk], KEEPERS),
        ("group", [UnitGroup.objects.first().pk], KEEPERS),
    ]:
        refused = 409 if name == "unit" else 403  # who may look at units at all is told: only at their own
        expected = 200 if role in roles else refused
        assert client.get(url(name, *args)).status_code == expected, name
    post(user, unit)
    assert client.get(url("unit", unit.pk)).status_code == 200


@pytest.mark.parametrize("role", STAFF)
def test_only_keepers_write(role: Role, units: dict[str, Unit]) -> None:
    client = client_of(make_user(role))
    data = {"name": "法制处", "code": "fzc", "kind": "division", "parent": units["jtt"].pk, "position": 5}
    answer = client.post(url("unit_new"), data)
    assert answer.status_code == (302 if role in KEEPERS else 403)
    assert Unit.objects.filter(code="fzc").exists() == (role in KEEPERS)


def test_people_without_the_wider_right_see_their_own(units: dict[str, Unit]) -> None:
    user = make_user(Role.DRAFTER)
    post(user, units["kjc"])
    client = client_of(user)
    text = client.get(url("units")).content.decode()
    assert "科技信息处" in text
    assert "财务审计处" not in text
    other = make_user(Role.LEADER, name="郑立")
    assert other.full_name not in client.get(url("people")).content.decode()


@pytest.mark.rule("units.code_taken")
def test_a_taken_name_is_said_at_its_field(units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.OFFICE))
    data = {"name": "财审处", "code": "csc", "kind": "division", "parent": units["jtt"].pk, "position": 5}
    answer = client.post(url("unit_new"), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "名称“财审处”在该时段已由“财审处”使用" in text
    assert "单位代码已被使用" in text
    assert 'value="财审处"' in text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("valid_from", "明天", "valid_from"),
        ("code", "中文 代码", "code"),
        ("parent", "99999", "parent"),
        ("kind", "planet", "kind"),
        ("position", "-1", "position"),
        ("name", "", "name"),
    ],
)
def test_bad_input_is_answered_at_its_field(
    units: dict[str, Unit], field: str, value: str, says: str
) -> None:
    client = client_of(make_user(Role.OFFICE))
    good = {"name": "法制处", "code": "fzc", "kind": "division", "parent": units["jtt"].pk, "position": 5}
    answer = client.post(url("unit_new"), {**good, field: value})
    assert answer.status_code == 422
    assert says in answer.context["form"].errors
    assert not Unit.objects.filter(code="fzc").exists()


@pytest.mark.parametrize("on", ["2026-13-45", "x", "0000-00-00", ""])
def test_a_bad_day_in_the_address_means_today(units: dict[str, Unit], on: str) -> None:
    client = client_of(make_user(Role.OFFICE))
    for name in ("units", "names", "groups"):
        assert client.get(url(name), {"on": on, "text": "财审处"}).status_code == 200


def test_a_unit_cannot_stand_below_itself(units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.ADMIN))
    child = Unit.objects.create(code="x", name="科", kind="division", parent=units["csc"])
    data = {"kind": "division", "parent": child.pk, "position": 1}
    answer = client.post(url("unit_edit", units["csc"].pk), data)
    assert answer.status_code == 422
    assert "上级单位不能是本单位或其下级单位" in answer.content.decode()


@pytest.mark.rule("names.dates")
def test_aliases_and_posts_are_kept(units: dict[str, Unit]) -> None:
    client, unit, person = client_of(make_user(Role.OFFICE)), units["csc"], make_user(Role.UNIT_HEAD)
    assert client.post(url("alias_new", unit.pk), {"text": "审计处"}).status_code == 302
    assert client.post(url("alias_new", unit.pk), {"text": "科技处"}).status_code == 422
    alias = UnitName.objects.create(unit=unit, text="审计科", kind="alias", valid_from=date(2026, 1, 2))
    assert client.post(url("alias_end", alias.pk), {"last_day": "2026-01-01"}).status_code == 422
    alias = UnitName.objects.get(text="审计处")
    assert client.post(url("alias_end", alias.pk), {"last_day": date.today()}).status_code == 302  # noqa: DTZ011
    data = {"user": person.pk, "kind": "head", "valid_from": "2026-01-01"}
    assert client.post(url("post_new", unit.pk), data).status_code == 302
    twice = client.post(url("post_new", unit.pk), data)
    assert twice.status_code == 422
    assert "已有同类任职" in twice.content.decode()
    row = Post.objects.get(user=person)
    ending = client.post(url("post_end", row.pk), {"last_day": "2026-10-01"})
    assert ending.status_code == 422
    assert "单位唯一的负责人离任" in ending.content.decode()


def test_a_group_is_made_and_changed(units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.OFFICE))
    data = {"name": "安全专班", "other_names": "专班\n安全组\n", "listed": [units["ajc"].pk]}
    assert client.post(url("group_new"), data).status_code == 302
    group = UnitGroup.objects.get(name="安全专班")
    assert {other.text for other in group.other_names.all()} == {"专班", "安全组"}
    data["listed"] = [units["ajc"].pk, units["glc"].pk]
    assert client.post(url("group", group.pk), data).status_code == 302
    assert group.members.count() == 2
    empty = client.post(url("group_new"), {"name": "空组"})
    assert empty.status_code == 422
    clash = client.post(url("group_new"), {"name": "财审处", "kinds": ["division"]})
    assert "已由“财审处”使用" in clash.content.decode()
    both = client.post(url("group", group.pk), {**data, "excepted": [units["ajc"].pk]})
    assert both.status_code == 422


def test_a_leader_grants_and_takes_back(units: dict[str, Unit]) -> None:
    leader, deputy, stranger = make_user(Role.LEADER), make_user(Role.UNIT_HEAD), make_user(Role.UNIT_HEAD)
    today = date.today()  # noqa: DTZ011
    data = {
        "delegate": deputy.pk,
        "scope": SCOPE,
        "valid_from": today + timedelta(days=1),
        "valid_until": today + timedelta(days=7),
        "grounds": "出差",
    }
    client = client_of(leader)
    assert client.post(url("delegation_new"), data).status_code == 302
    row = Delegation.objects.get()
    assert row.grantor == leader
    again = client.post(url("delegation_new"), data)
    assert again.status_code == 422
    assert "已有授权" in again.content.decode()
    forged = client_of(deputy).post(
        url("delegation_new"), {**data, "grantor": leader.pk, "delegate": stranger.pk}
    )
    assert forged.status_code == 422
    assert Delegation.objects.count() == 1
    assert client_of(stranger).get(url("delegation_revoke", row.pk)).status_code == 404
    assert client_of(deputy).post(url("delegation_revoke", row.pk), {}).status_code == 422
    assert client.post(url("delegation_revoke", row.pk), {"because": "已返回"}).status_code == 302
    row.refresh_from_db()
    assert row.revoked_by == leader


def test_the_office_sees_every_delegation_and_others_none(units: dict[str, Unit]) -> None:
    leader, deputy = make_user(Role.LEADER, name="郑立"), make_user(Role.UNIT_HEAD)
    day = date(2026, 1, 1)
    Delegation.objects.create(
        grantor=leader, delegate=deputy, scope=SCOPE, grounds="出差", valid_from=day, valid_until=day
    )
    for role in STAFF:
        text = client_of(make_user(role)).get(url("delegations")).content.decode()
        assert ("郑立 →" in text) == (role in READERS), role


def test_the_wizard_previews_assigns_and_carries_out(units: dict[str, Unit]) -> None:
    office, kjc = make_user(Role.OFFICE), units["kjc"]
    client = client_of(office)
    data = {
        "sources": kjc.pk,
        "goes_on": "on",
        "name_1": "数据处",
        "instrument": "示编〔2026〕1号",
        "effective_on": "2026-01-01",
    }
    with tasks_on({"1": kjc, "2": kjc}) as tasks:
        first = client.post(url("change_new", "split"), data)
        change = Change.objects.get()
        assert first.url == url("change", change.pk)
        page = client.get(first.url)
        assert [kind["label"] for kind in page.context["kinds"]] == ["任务"]
        assert page.context["against"] == []
        moved = {"act": "assign", "all:tests.tasks": "0", "to:tests.tasks:2": "1"}
        assert client.post(first.url, moved).status_code == 302
        late = client.post(first.url, {"act": "confirm", "seen": "an older list"})
        assert late.status_code == 409
        assert "清单有变化" in late.content.decode()
        seen = client.get(first.url).context["seen"]
        assert client.post(first.url, {"act": "confirm", "seen": seen}).status_code == 302
        assert tasks == {"1": kjc, "2": Unit.objects.get(name="数据处")}
    done = client.get(first.url)
    assert "移交记录" in done.content.decode()
    assert client.post(first.url, {"act": "confirm", "seen": seen}).status_code == 409
    assert client.post(first.url, {"act": "burn"}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("merge", {"sources": ["glc"], "targets": "新处"}, "sources"),
        ("merge", {"sources": ["glc", "syc"]}, "targets"),
        ("merge", {"sources": ["glc", "syc"], "targets": "科技处"}, "targets"),
        ("end", {"sources": "glc", "target": "glc"}, "targets"),
        ("rename", {"source": "glc", "targets": "公路管理处", "short_name": "公路处"}, "targets"),
        ("rename", {"source": "glc", "targets": "财务审计处"}, "targets"),
        ("split", {"sources": "glc", "name_1": "甲处"}, None),
    ],
)
def test_wrong_input_of_the_wizard_is_answered(
    units: dict[str, Unit], kind: str, data: dict[str, Any], field: str | None
) -> None:
    def pk(value: Any) -> Any:
        if isinstance(value, list):
            return [pk(one) for one in value]
        return units[value].pk if value in units else value

    client = client_of(make_user(Role.OFFICE))
    paper = {"instrument": "示编〔2026〕1号", "effective_on": "2026-01-01", "kind": "division"}
    answer = client.post(url("change_new", kind), {**paper, **{key: pk(v) for key, v in data.items()}})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.refusal if field is None else field in form.errors
    assert not Change.objects.exists()
    assert client.get(url("change_new", "explode")).status_code == 404


def test_the_wizard_says_what_follows_without_being_moved(units: dict[str, Unit]) -> None:
    client, (first, second) = client_of(make_user(Role.OFFICE)), (units["kjc"], units["glc"])
    column = make_news_column(make_home(), unit=first)
    make_article(column, unit=first)
    data = {
        "sources": [first.pk, second.pk],
        "targets": "科技公路处",
        "kind": "division",
        "instrument": "示编〔2026〕1号",
        "effective_on": "2026-01-01",
    }
    page = client.get(client.post(url("change_new", "merge"), data).url)
    assert page.context["following"] == ["栏目和页面 2 件，其中正在公开 2 件"]
    assert "自动由“科技公路处”接着办" in page.content.decode()


def test_a_future_change_waits_as_a_draft(units: dict[str, Unit]) -> None:
    office = make_user(Role.OFFICE)
    change = draw_up_change(
        by=office,
        kind="merge",
        instrument="示编〔2099〕1号",
        effective_on=date(2099, 1, 1),
        plan=plan_of([units["glc"], units["syc"]], "公路水运处"),
    )
    client = client_of(office)
    page = client.get(url("change", change.pk))
    assert "还没有到" in page.content.decode()
    refused = client.post(url("change", change.pk), {"act": "confirm", "seen": page.context["seen"]})
    assert refused.status_code == 409
    assert client.post(url("change", change.pk), {"act": "drop"}).status_code == 302
    inspector = client_of(make_user(Role.INSPECTOR))
    assert inspector.get(url("change", change.pk)).status_code == 200
    assert inspector.post(url("change", change.pk), {"act": "drop"}).status_code == 409


def test_leaving_in_the_browser(units: dict[str, Unit]) -> None:
    head, heir, office = make_user(Role.UNIT_HEAD), make_user(Role.UNIT_HEAD), make_user(Role.OFFICE)
    post(head, units["csc"], PostKind.HEAD)
    client, address = client_of(office), url("leaving", head.pk)
    today = date.today().isoformat()  # noqa: DTZ011
    inside = client_of(head)
    with tasks_on({"1": head, "2": head}) as tasks:
        refused = client.post(address, {"left_on": today, "grounds": "调令"})
        text = refused.content.decode()
        assert refused.status_code == 409
        for says in ("任务1", "任务2", "只有这一位负责人"):
            assert says in text
        assert client.post(address, {"left_on": "someday"}).status_code == 422
        forged = {f"head:{units['csc'].pk}": "999999", "rest": "x", "left_on": today, "grounds": "调令"}
        assert client.post(address, forged).status_code == 409
        good = {f"head:{units['csc'].pk}": heir.pk, "rest": heir.pk, "left_on": today, "grounds": "调令"}
        done = client.post(address, good)
        assert done.url == url("handover", Handover.objects.get().pk)
        assert set(tasks.values()) == {heir}
    assert "移交事项" in client.get(done.url).content.decode()
    assert inside.get(url("units")).status_code == 302, "the session of whoever left has ended"


@pytest.mark.parametrize("name", ["units", "people", "delegations", "groups", "changes"])
def test_lists_take_the_same_queries_for_few_and_many(name: str, units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.OFFICE))
    leader = make_user(Role.LEADER)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(url(name)).status_code == 200
        return len(caught)

    def more(number: int) -> None:
        user = make_user(Role.UNIT_HEAD)
        post(user, units["csc"], PostKind.HEAD)
        day = date(2026, 1, number)
        Delegation.objects.create(
            grantor=leader, delegate=user, scope=SCOPE, grounds="x", valid_from=day, valid_until=day
        )
        group = UnitGroup.objects.create(name=f"组{number}")
        group.members.create(unit=units["csc"])
        Change.objects.create(
            kind="merge",
            instrument="x",
            effective_on=day,
            created_by=leader,
            plan={"sources": [units["csc"].pk]},
        )

    more(1)
    count()
    few = count()
    for number in (2, 3, 4):
        more(number)
    assert count() == few


def test_leaving_offers_each_kind_of_work_to_who_may_take_it_by_unit(units: dict[str, Unit]) -> None:
    leaver, peer, outside = make_user(Role.LEADER), make_user(Role.LEADER), make_user(Role.OPERATOR)
    clerk = make_user(Role.DRAFTER)
    post(peer, units["jtt"], PostKind.LEADER)
    Unit.objects.filter(pk__in=[units["csc"].pk, units["kjc"].pk]).update(supervised_by=leaver)
    html = client_of(make_user(Role.OFFICE)).get(url("leaving", leaver.pk)).content.decode()
    whole, of_kind = html.split('name="work:分管单位"')[0], html.split('name="work:分管单位"')[1]
    of_kind = of_kind.split("</select>")[0]
    assert f"<optgroup label='示例省交通运输厅'><option value='{peer.pk}'>" in of_kind
    assert f"value='{clerk.pk}'" not in of_kind
    assert f"value='{clerk.pk}'" in whole
    for stranger in (outside, leaver):
        assert f"value='{stranger.pk}'" not in html


def test_a_delegation_is_offered_to_people_of_its_level_by_unit(units: dict[str, Unit]) -> None:
    stranger, peer = make_user(Role.HOTLINE), make_user(Role.UNIT_HEAD)  # nothing a head may hand on
    head = make_user(Role.UNIT_HEAD)
    for one in (head, peer):
        post(one, units["csc"], PostKind.HEAD)
    html = client_of(head).get(url("delegation_new")).content.decode()
    assert '<optgroup label="财务审计处">' in html
    assert f'<option value="{peer.pk}">' in html
    for other in (stranger, head):
        assert f'<option value="{other.pk}">' not in html


def test_a_title_given_under_an_old_name_is_shown_with_the_present_one() -> None:
    unit, person = make_unit("财务处"), make_user(name="某甲")
    held = post(person, unit, PostKind.HEAD)
    type(held).objects.filter(pk=held.pk).update(title="财审处处长")
    yesterday = timezone.localdate() - timedelta(days=1)
    unit.names.create(text="财审处", kind="full", valid_until=yesterday)
    client = client_of(make_user(Role.OFFICE))
    for url in (reverse("organisation:unit", args=[unit.pk]), reverse("organisation:people")):
        shown = client.get(url).content.decode()
        assert "财务处处长" in shown
        assert "（原财审处处长）" in shown
