"""Changes of units carried out: names, posts, tasks, groups, delegations, statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.organisation import holdings
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.enums import ChangeStatus, NameKind, PostKind
from gongkai.core.organisation.models import Change, Delegation, Move, Succession, Unit, UnitGroupMember
from gongkai.core.organisation.queries import heads_of, name_on, resolve_names, units_of
from gongkai.core.organisation.queries.changes import (
    held_by,
    line_of_units,
    main_successors,
    predecessors_of,
    successors_of,
    unit_on,
)
from gongkai.core.organisation.rules import Expanded, Resolved, Unknown
from gongkai.core.organisation.rules.change import Plan, Target
from gongkai.core.organisation.usecases.changes import (
    carry_out_change,
    digest_of_rows,
    draw_up_change,
    drop_change,
)
from gongkai.core.reasons import Refused
from tests.factories.organisation import plan_of, tasks_on
from tests.factories.people import make_user, post

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
EVE = DAY - timedelta(days=1)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-22 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def office() -> User:
    return make_user(Role.OFFICE)


@pytest.fixture
def units() -> dict[str, Unit]:
    return load_demo_organisation()


def draw(by: User, kind: str, plan: Plan, **other: Any) -> Change:
    return draw_up_change(
        by=by, kind=kind, instrument="示编〔2026〕1号", effective_on=DAY, plan=plan, **other
    )


def carry(by: User, change: Change) -> Change:
    sources = Unit.objects.filter(pk__in=change.plan["sources"])
    rows = [] if change.kind == "rename" else held_by(sources, change.effective_on)
    return carry_out_change(by=by, change=change, seen=digest_of_rows(rows))


def test_a_renaming_keeps_the_unit_and_dates_its_names(office: User, units: dict[str, Unit]) -> None:
    kjc = units["kjc"]
    plan = Plan((kjc.pk,), (Target(kjc.pk, name="数字交通处", short_name="数字处"),))
    with tasks_on({"1": kjc}) as tasks:
        carry(office, draw(office, "rename", plan))
    kjc.refresh_from_db()
    assert tasks["1"] == kjc
    assert (kjc.name, kjc.short_name, kjc.valid_until) == ("数字交通处", "数字处", None)
    assert (name_on(kjc, EVE), name_on(kjc, DAY)) == ("科技信息处", "数字交通处")
    assert name_on(kjc, DAY, NameKind.SHORT) == "数字处"
    (before,), (after,) = resolve_names(["厅科技处"], EVE), resolve_names(["厅科技处"], DAY)
    assert isinstance(before, Resolved)
    assert isinstance(after, Unknown)
    assert "数字处" in after.suggestions[0].remark
    assert not Succession.objects.exists()


def test_a_merger_moves_everything_and_ends_the_old_units(office: User, units: dict[str, Unit]) -> None:
    glc, syc = units["glc"], units["syc"]
    head, clerk = make_user(Role.UNIT_HEAD), make_user()
    post(head, glc, PostKind.HEAD)
    post(clerk, syc)
    UnitGroupMember.objects.create(group_id=_group().pk, unit=syc)
    given = Delegation.objects.create(
        grantor=head, delegate=clerk, scope="x", unit=glc, grounds="y", valid_from=DAY, valid_until=TODAY
    )
    with tasks_on({"1": glc, "2": syc, "3": units["bgs"]}) as tasks:
        change = carry(office, draw(office, "merge", plan_of([glc, syc], "公路水运处")))
        new = Unit.objects.get(code="new-0")
        assert tasks == {"1": new, "2": new, "3": units["bgs"]}
    given.refresh_from_db()
    glc.refresh_from_db()
    assert given.unit == new
    assert (glc.valid_until, new.valid_from, new.parent) == (DAY, DAY, units["jtt"])
    assert list(heads_of(glc, EVE)) == [head]
    assert list(heads_of(new, DAY)) == [head]
    assert list(units_of(clerk, EVE)) == [syc]
    assert list(units_of(clerk, DAY)) == [new]
    assert not heads_of(glc, DAY).exists()
    (group,) = resolve_names(["厅机关各处室"], DAY)
    assert isinstance(group, Expanded)
    assert new.pk in group.unit_ids
    assert glc.pk not in group.unit_ids
    assert {row.label for row in Move.objects.filter(change=change)} >= {"任务1", "任务2"}
    assert change.status == ChangeStatus.DONE
    event = Event.objects.get(action="organisation.carry_out_change")
    assert (event.actor_id, event.data["moved"]) == (office.pk, 6)


def _group() -> Any:
    from gongkai.core.organisation.models import UnitGroup

    return UnitGroup.objects.create(name="交通建设专班")


def test_a_listed_group_follows_the_merger(office: User, units: dict[str, Unit]) -> None:
    group = _group()
    UnitGroupMember.objects.create(group=group, unit=units["glc"])
    UnitGroupMember.objects.create(group=group, unit=units["syc"])
    carry(office, draw(office, "merge", plan_of([units["glc"], units["syc"]], "公路水运处")))
    (before,), (after,) = resolve_names(["交通建设专班"], EVE), resolve_names(["交通建设专班"], DAY)
    assert isinstance(before, Expanded)
    assert isinstance(after, Expanded)
    assert set(before.unit_ids) == {units["glc"].pk, units["syc"].pk}
    assert after.unit_ids == (Unit.objects.get(code="new-0").pk,)


def test_a_merger_into_one_of_the_units_keeps_it(office: User, units: dict[str, Unit]) -> None:
    glc, syc = units["glc"], units["syc"]
    with tasks_on({"1": glc, "2": syc}) as tasks:
        carry(office, draw(office, "merge", plan_of([glc, syc], glc)))
    glc.refresh_from_db()
    assert tasks == {"1": glc, "2": glc}
    assert glc.valid_until is None
    assert successors_of(syc, TODAY) == [glc]
    assert predecessors_of(glc) == [syc]


def test_a_split_sends_each_thing_where_it_was_put(office: User, units: dict[str, Unit]) -> None:
    kjc = units["kjc"]
    plan = plan_of([kjc], kjc, "数据处", defaults={"tests.tasks": 1}, choices={"tests.tasks:1": 0})
    with tasks_on({"1": kjc, "2": kjc}) as tasks:
        carry(office, draw(office, "split", plan))
        new = Unit.objects.get(code="new-1")
        assert tasks == {"1": kjc, "2": new}
    kjc.refresh_from_db()
    assert kjc.valid_until is None
    assert unit_on(new, EVE) == [kjc]
    assert successors_of(kjc, TODAY) == [kjc]
    assert main_successors([kjc.pk, new.pk], TODAY) == {kjc.pk: kjc.pk, new.pk: new.pk}


def test_a_split_that_ends_the_unit_has_one_main_successor(office: User, units: dict[str, Unit]) -> None:
    kjc = units["kjc"]
    carry(office, draw(office, "split", plan_of([kjc], "科技处新", "数据处")))
    first, second = Unit.objects.get(code="new-0"), Unit.objects.get(code="new-1")
    assert successors_of(kjc, TODAY) == [first, second]
    assert main_successors([kjc.pk], TODAY) == {kjc.pk: first.pk}
    assert main_successors([kjc.pk], EVE) == {kjc.pk: kjc.pk}


def test_chains_of_changes_are_followed(office: User, units: dict[str, Unit]) -> None:
    glc, syc, ysc = units["glc"], units["syc"], units["ysc"]
    carry(office, draw(office, "merge", plan_of([glc, syc], "公路水运处")))
    road = Unit.objects.get(code="new-0")
    plan = Plan((road.pk,), (Target(ysc.pk),))
    later = draw_up_change(
        by=office, kind="end", instrument="示编〔2026〕2号", effective_on=date(2026, 11, 10), plan=plan
    )
    carry(office, later)
    assert successors_of(glc, date(2026, 11, 9)) == [road]
    assert successors_of(glc, TODAY) == [ysc]
    assert predecessors_of(ysc) == [road, glc, syc]
    line = line_of_units()
    assert line.current(road.pk, EVE) == (glc.pk, syc.pk)


def test_nothing_happens_when_the_list_is_another_by_now(office: User, units: dict[str, Unit]) -> None:
    glc, syc = units["glc"], units["syc"]
    change = draw(office, "merge", plan_of([glc, syc], "公路水运处"))
    with tasks_on({}) as tasks:
        seen = digest_of_rows(held_by([glc, syc], DAY))
        tasks["late"] = glc
        with pytest.raises(Refused) as refused:
            carry_out_change(by=office, change=change, seen=seen)
        assert refused.value.codes == ("change.moved_on",)
        assert tasks == {"late": glc}
        carry(office, change)


@pytest.mark.rule("change.not_draft")
def test_a_draft_opened_before_it_was_carried_out_stays_as_carried_out(
    office: User, units: dict[str, Unit]
) -> None:
    plan = plan_of([units["glc"], units["syc"]], "公路水运处")
    old = draw(office, "merge", plan)
    draw(office, "merge", plan, change=old)
    carry(office, Change.objects.get(pk=old.pk))
    assert old.status == ChangeStatus.DRAFT
    with pytest.raises(Refused) as refused:
        draw(office, "merge", plan, change=old, note="改写")
    assert "change.not_draft" in refused.value.codes
    assert Change.objects.get(pk=old.pk).note == ""


def test_a_failing_move_undoes_everything(
    office: User, units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise RuntimeError("broken")

    post(make_user(), units["glc"])
    broken = holdings.Holding("zz", "损坏", lambda unit, day: [holdings.Held("1", "坏")], fail)
    monkeypatch.setitem(holdings.HOLDINGS, "zz", broken)
    change = draw(office, "merge", plan_of([units["glc"], units["syc"]], "公路水运处"))
    with pytest.raises(RuntimeError):
        carry(office, change)
    change.refresh_from_db()
    assert change.status == ChangeStatus.DRAFT
    assert not Unit.objects.filter(code="new-0").exists()
    assert not Unit.objects.exclude(valid_until=None).exists()


def test_done_and_dropped_changes_are_closed(office: User, units: dict[str, Unit]) -> None:
    change = draw(office, "end", Plan((units["glc"].pk,), (Target(units["syc"].pk),)))
    dropped = drop_change(by=office, change=change)
    assert dropped.status == ChangeStatus.DROPPED
    with pytest.raises(Refused) as refused:
        carry(office, change)
    assert "change.not_draft" in refused.value.codes
    assert Unit.objects.get(code="glc").valid_until is None


@pytest.mark.rule("organisation.not_allowed")
@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER])
def test_others_may_not_change_units(role: Role, units: dict[str, Unit]) -> None:
    with pytest.raises(Refused) as refused:
        draw(make_user(role), "merge", plan_of([units["glc"], units["syc"]], "公路水运处"))
    assert refused.value.codes == ("organisation.not_allowed",)
    assert not Change.objects.exists()


def test_a_name_of_another_unit_cannot_be_taken_but_ones_own_can(
    office: User, units: dict[str, Unit]
) -> None:
    with pytest.raises(Refused) as refused:
        draw(office, "merge", plan_of([units["glc"], units["syc"]], "科技处"))
    assert refused.value.codes == ("change.name_taken",)
    change = draw(office, "merge", plan_of([units["glc"], units["syc"]], "公路处"))
    carry(office, change)
    (found,) = resolve_names(["厅公路处"], DAY)
    assert isinstance(found, Resolved)
    assert found.unit_ids == (Unit.objects.get(code="new-0").pk,)
