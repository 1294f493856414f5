"""A page purged for a suspected leak takes its title along: in the registers, the lists of work and what forms answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, PurgeCause
from gongkai.clearance.models import BasePage
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.reasons import Refused
from gongkai.core.workbench import todos_for
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.finders_numbers import find_entries, find_numbers
from gongkai.duties.dossiers.forms_numbers import UseForm
from gongkai.duties.dossiers.models import ClauseComment, Dossier, RegisterEntry
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.todos_review import load_review_todos
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners
from gongkai.duties.dossiers.usecases.numbering import record_number
from tests.factories.gate import Department, clear_and_release, make_document
from tests.factories.legality import Asked, make_asked, make_ready, send
from tests.factories.numbers import make_entry, make_series, signed_dossier
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLE, NUMBER = "三号竖井内部参数表", "示交办〔2026〕9号"


@dataclass
class Scene:
    """A numbered paper that is public and in the register, and another one under review; both about one page's words."""

    department: Department
    dossier: Dossier
    entry: RegisterEntry
    page: Any

    def purge(self) -> None:
        page = BasePage.objects.get(pk=self.page.pk).specific
        purge_document(by=self.department.office, target=page, cause=PurgeCause.SECRET)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(department: Department, column: BasePage) -> Scene:
    make_series()
    page = make_document(department, column, title=TITLE, doc_number=NUMBER)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    dossier = signed_dossier(department, title=TITLE)
    record_number(by=department.office, dossier=dossier, number=NUMBER)
    Dossier.objects.filter(page=page).update(page=None)  # the one in which the page was cleared
    Dossier.objects.filter(pk=dossier.pk).update(page=page)
    entry = make_entry(
        department.office, NUMBER, title=TITLE, note=TITLE, unit=department.unit, written_on=date(2026, 1, 5)
    )
    return Scene(department, dossier, entry, page)


def text_of(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8-sig")
    return response.content.decode()


SCREENS = [
    ("dossiers_numbers", ""),
    ("dossiers_numbers", f"?q={NUMBER}"),
    ("dossiers_numbers", "?series=all&year=all"),
    ("dossiers_numbers", "?export=csv"),
    ("dossiers_register", ""),
    ("dossiers_register", f"?q={NUMBER}"),
    ("dossiers_register", "?export=csv"),
    ("dossiers_reconcile", ""),
    ("dossiers_reconcile", "?export=csv"),
]


@pytest.mark.parametrize(("name", "asked"), SCREENS)
def test_the_registers_say_only_that_it_is_sealed(
    client: Client, scene: Scene, name: str, asked: str
) -> None:
    client.force_login(scene.department.drafter)
    url = f"{reverse(name)}{asked}"
    before = text_of(client.get(url))
    assert TITLE in before or name == "dossiers_reconcile", "what agrees is not among the findings"
    scene.purge()
    text = text_of(client.get(url))
    assert TITLE not in text
    assert NUMBER in text, "the number itself is no gap"
    assert SEALED_TITLE in text
    assert reverse("dossiers_register_entry", args=[scene.entry.pk]) not in text
    client.force_login(scene.department.office)
    assert TITLE in text_of(client.get(url)), "who may purge sees what it was"


def test_its_words_find_nothing_and_its_row_does_not_open(client: Client, scene: Scene) -> None:
    scene.purge()
    drafter = scene.department.drafter
    client.force_login(drafter)
    for name in ("dossiers_numbers", "dossiers_register"):
        assert NUMBER not in text_of(client.get(f"{reverse(name)}?q=竖井"))
    entry = reverse("dossiers_register_entry", args=[scene.entry.pk])
    assert client.get(entry).status_code == 404
    assert not [*find_numbers(drafter, ["竖井"], 5), *find_entries(drafter, ["竖井"], 5)]
    found = [*find_numbers(drafter, [NUMBER], 5), *find_entries(drafter, [NUMBER], 5)]
    assert [one.title for one in found] == [NUMBER]
    assert TITLE not in f"{found}"
    client.force_login(scene.department.office)
    assert client.get(entry).status_code == 200
    assert len(list(find_entries(scene.department.office, ["竖井"], 5))) == 1


def test_the_form_of_use_knows_only_dossiers_that_the_person_may_open(scene: Scene) -> None:
    scene.purge()
    drafter, today = scene.department.drafter, timezone.localdate()
    form = UseForm({"code": scene.dossier.code}, seen=dossiers_seen_by(drafter, today))
    assert "没有办文编号" in str(form.errors)
    assert TITLE not in str(form.errors)


def test_a_refusal_names_no_sealed_title(scene: Scene) -> None:
    scene.purge()
    other = signed_dossier(scene.department, mode=Mode.OA)
    with pytest.raises(Refused) as refused:
        record_number(by=scene.department.drafter, dossier=other, number=NUMBER)
    assert TITLE not in "".join(reason.message for reason in refused.value.reasons)
    with pytest.raises(Refused) as refused:
        record_number(by=scene.department.office, dossier=other, number=NUMBER)
    assert TITLE in "".join(reason.message for reason in refused.value.reasons)


def under_review(scene: Scene, reviewer: User, asked: Asked) -> Dossier:
    """A dossier of which everything waits: an opinion, a review, a comment; made public under the same page."""
    dossier = make_ready(scene.department, reviewer, title=TITLE)
    ask_countersigners(by=dossier.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note="")
    ClauseComment.objects.create(
        version=dossier.versions.get(), anchor="a1", label="第一条", text="不妥", by=asked.member
    )
    return dossier


def test_work_on_what_is_sealed_waits_for_nobody_who_may_not_see_it(scene: Scene) -> None:
    reviewer, asked, today = make_user(Role.LEGALITY), make_asked(), timezone.localdate()
    dossier = under_review(scene, reviewer, asked)
    send(dossier)
    people = (reviewer, asked.head, scene.department.drafter)
    for person in people:
        assert any(TITLE in todo.title for todo in load_review_todos(person, today)), person
    Dossier.objects.filter(pk=scene.dossier.pk).update(page=None, title="别的事")
    Dossier.objects.filter(pk=dossier.pk).update(page=scene.page)
    scene.purge()
    for person in people:
        seen = User.objects.get(pk=person.pk)  # what is sealed from a person is kept with their object
        assert not [todo for todo in todos_for(seen, today) if TITLE in f"{todo}"], person
