"""The directory from the database, and the real notice's units in the demonstration's organisation."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from gongkai.core.organisation.demo import Placement, load_demo_organisation
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Post, Unit, UnitGroup, UnitName
from gongkai.core.organisation.queries import directory_on, heads_of, name_on, resolve_names
from gongkai.core.organisation.rules import Expanded, Resolved, read_list
from tests.factories.people import make_unit, make_user

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "000_820f42fe4d9a515f.txt"
DAY = date(2023, 8, 2)
pytestmark = pytest.mark.django_db


def _count(*models: type[Model]) -> list[int]:
    return [model._default_manager.count() for model in models]


def test_the_demonstration_loads_once() -> None:
    head = make_user()
    people = {"bgs": [Placement(head, PostKind.HEAD, "主任")]}
    units = load_demo_organisation(people=people, supervisors={"bgs": head})
    before = _count(Unit, UnitName, UnitGroup, Post)
    Unit.objects.filter(code="bgs").update(short_name="厅办")
    load_demo_organisation(people=people)
    assert _count(Unit, UnitName, UnitGroup, Post) == before
    assert Unit.objects.get(code="bgs").short_name == "厅办", "what was edited stays"
    assert list(heads_of(units["bgs"], DAY)) == [head]


@pytest.mark.parametrize("extra", [0, 20])
def test_the_directory_takes_five_queries(
    extra: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_demo_organisation()
    for _ in range(extra):
        make_unit()
    with django_assert_num_queries(5):
        directory_on(DAY)


def test_a_unit_without_recorded_names_goes_by_its_present_one() -> None:
    unit = make_unit("临时处")
    (found,) = resolve_names(["临时处"], DAY)
    assert isinstance(found, Resolved)
    assert found.unit_ids == (unit.pk,)
    assert name_on(unit, DAY) == "临时处"


def test_names_on_another_day() -> None:
    units = load_demo_organisation()
    assert name_on(units["kjc"], date(2018, 10, 31)) == "科技教育处"
    assert name_on(units["kjc"], date(2018, 11, 1)) == "科技信息处"


@pytest.mark.skipif(not SEED.exists(), reason="the real notice is not part of the repository")
def test_every_unit_of_the_real_notice_resolves() -> None:
    load_demo_organisation()
    directory = directory_on(DAY)
    text = SEED.read_text(encoding="utf-8")
    lines = re.findall(r"(?:牵头单位|责任单位)：([^；）]*?)(?=，责任单位|；|）)", text)
    lines += re.findall(r"（([^（）：]*等)按职责分工负责", text)
    assert len(lines) == 12 + 1 + 12 + 1, lines
    read = [read_list(line, DAY, directory) for line in lines]
    unread = [one for reading in read for one in reading.items if not isinstance(one, Resolved | Expanded)]
    assert unread == []
    assert [reading.is_open for reading in read].count(True) == 1
    everyone = read_list("省交通运输事业发展中心、事务服务中心，厅机关各处室", DAY, directory).items
    codes = {unit.pk: unit.code for unit in Unit.objects.all()}
    assert [codes[one.unit_ids[0]] for one in everyone[:2]] == ["fzzx", "fwzx"]
    assert len(everyone[2].unit_ids) == 14
