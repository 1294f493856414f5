"""The wizard for changes of units: what it asks, what it lists and what it says was done."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.models import Change, Move, Unit
from gongkai.core.organisation.usecases.changes import draw_up_change
from tests.factories.organisation import plan_of, tasks_on
from tests.factories.people import make_user
from tests.factories.supervision import make_notice, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return load_demo_organisation()


def client_of(user: User) -> Client:
    """A signed-in browser."""
    for group in user.groups.all():
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    """An address of the organisation's screens."""
    return reverse(f"organisation:{name}", args=args)


RENAME = {"targets": "法治与政策处", "instrument": "示编〔2026〕5号", "effective_on": "2026-01-01"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "现用简称“公路处”，更名后的简称没有填"),
        ({"short_name": "法治处", "drops_short_name": "on"}, "二者只能取一个"),
    ],
)
def test_an_empty_short_name_is_asked_about(units: dict[str, Unit], given: dict[str, str], says: str) -> None:
    client = client_of(make_user(Role.OFFICE))
    answer = client.post(url("change_new", "rename"), {**RENAME, "source": units["glc"].pk, **given})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text
    assert "法治与政策处" in text, "what was typed stays"
    assert not Change.objects.exists()


def test_renaming_a_unit_starts_from_its_short_name(units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.ADMIN))
    page = client.get(f"{url('change_new', 'rename')}?unit={units['glc'].pk}")
    assert page.context["form"]["short_name"].value() == "公路处"
    assert client.get(f"{url('change_new', 'rename')}?unit=x").status_code == 200


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ({"drops_short_name": "on"}, "公路处 → 不再使用"),
        ({"short_name": "法治处"}, "公路处 → 法治处"),
        ({"short_name": "公路处"}, "公路处<span"),
    ],
)
def test_a_renaming_says_what_became_of_both_names(
    units: dict[str, Unit], given: dict[str, str], short: str
) -> None:
    client, unit = client_of(make_user(Role.OFFICE)), units["glc"]
    old = unit.name
    address = client.post(url("change_new", "rename"), {**RENAME, "source": unit.pk, **given}).url
    draft = client.get(address)
    done = client.post(address, {"act": "confirm", "seen": draft.context["seen"]}, follow=True)
    later = {**RENAME, "targets": "综合法治处", "short_name": "综法处", "effective_on": "2026-02-01"}
    again = client.post(url("change_new", "rename"), {**later, "source": unit.pk}).url
    client.post(again, {"act": "confirm", "seen": client.get(again).context["seen"]})
    assert Unit.objects.get(pk=unit.pk).name == "综合法治处"
    for page in (draft, done, client.get(address)):
        text = page.content.decode()
        assert f"{old} → 法治与政策处" in text
        assert short in text
        assert "名下事项已移交" not in text
    assert "都不用移动" in done.content.decode()
    assert f"{old} → 法治与政策处" in client.get(url("changes")).content.decode()


def test_carrying_out_says_how_much_moved(units: dict[str, Unit]) -> None:
    client = client_of(make_user(Role.OFFICE))
    paper = {"instrument": "示编〔2026〕1号", "effective_on": "2026-01-01", "kind": "division"}
    with tasks_on({"1": units["kjc"], "2": units["kjc"]}):
        for source, says in (("kjc", "移交 2 项"), ("glc", "没有需要移交的事项")):
            data = {**paper, "sources": units[source].pk, "targets": f"新设{source}"}
            address = client.post(url("change_new", "end"), data).url
            seen = client.get(address).context["seen"]
            text = client.post(address, {"act": "confirm", "seen": seen}, follow=True).content.decode()
            assert says in text
            assert f"{units[source].name} → 新设{source}" in text


def test_the_list_of_changes_takes_as_many_queries_for_many(units: dict[str, Unit]) -> None:
    office = make_user(Role.OFFICE)
    client = client_of(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(url("changes"))
        return len(caught)

    def draw(*sources: str) -> None:
        plan = plan_of([units[code] for code in sources], "公路水运处")
        draw_up_change(
            by=office, kind="merge", instrument="示编1号", effective_on=date(2099, 1, 1), plan=plan
        )

    draw("glc", "syc")
    client.get(url("changes"))
    few = queries()
    for _ in range(5):
        draw("glc", "kjc")
    assert queries() == few


def test_tasks_of_a_merger_stand_under_their_notices(units: dict[str, Unit]) -> None:
    client, (first, second) = client_of(make_user(Role.OFFICE)), (units["glc"], units["syc"])
    plan_notice, draft_notice = make_notice(is_confirmed=True), make_notice()
    for notice in (draft_notice, plan_notice):
        make_task(notice, first, second)
        make_task(notice, first)
    data = {"sources": [first.pk, second.pk], "targets": "公路水运处", "kind": "division"}
    paper = {"instrument": "示编〔2026〕1号", "effective_on": "2026-11-01"}
    address = client.post(url("change_new", "merge"), {**data, **paper}).url
    page = client.get(address)
    confirmed = f"《{plan_notice.title}》（{plan_notice.doc_number}）"
    waiting = f"《{draft_notice.title}》（{draft_notice.doc_number}）"
    for kind in page.context["kinds"]:
        heads = list(kind["groups"])
        assert [head.name for head in heads] == [confirmed, waiting], kind["label"]
        assert [bool(head.note) for head in heads] == [False, True], kind["label"]
    text = page.content.decode()
    assert text.index(confirmed) < text.index(waiting)
    assert "以免确认后落在原单位名下" in text
    assert client.post(address, {"act": "confirm", "seen": page.context["seen"]}).status_code == 302
    labels = set(Move.objects.filter(holding="supervision.tasks").values_list("label", flat=True))
    assert f"1. 任务1（牵头），{confirmed}" in labels


def test_the_wizard_takes_as_many_queries_for_many_tasks(units: dict[str, Unit]) -> None:
    office, (first, second) = make_user(Role.OFFICE), (units["glc"], units["syc"])
    client = client_of(office)
    change = draw_up_change(
        by=office,
        kind="merge",
        instrument="示编1号",
        effective_on=date(2026, 1, 1),
        plan=plan_of([first, second], "公路水运处"),
    )

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("change", change.pk)).status_code == 200
        return len(caught)

    make_task(make_notice(is_confirmed=True), first, second)
    client.get(url("change", change.pk))
    few = queries()
    for _ in range(4):
        notice = make_notice(is_confirmed=True)
        make_task(notice, first, second)
        make_task(notice, second)
    assert queries() == few
