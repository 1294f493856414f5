"""Groups that change, and debts that do not: who leaves stands alone, nobody is in two, no day moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease
from gongkai.clearance.queries import package_of
from gongkai.clearance.usecases.joint import approve_interpretation_debt, join_release
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_companions,
    make_document,
)
from tests.factories.people import make_unit, make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]
Group = tuple[PolicyDocument, Any, Any]


@pytest.fixture
def groups(department: Department, column: BasePage) -> tuple[Group, Group]:
    first, second = (make_document(department, column, kind=DocumentKind.NORMATIVE) for _ in range(2))
    return (first, *make_companions(department, first)), (second, *make_companions(department, second))


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def in_package(page: Any) -> set[int]:
    return {member.pk for member, _ in package_of(fresh(page))}


def test_whoever_is_replaced_stands_alone_and_is_free_again(
    department: Department, groups: tuple[Group, Group]
) -> None:
    (first, words, chart), (second, other_words, other_chart) = groups
    loose_words, loose_chart = make_companions(department, first)
    for left in (words, chart):
        assert fresh(left).joint_release_id is None
        assert package_of(fresh(left)) == [(left, ItemRole.PAGE)]
    assert in_package(first) == in_package(loose_words) == {first.pk, loose_words.pk, loose_chart.pk}

    join_release(by=department.drafter, policy=second, interpretation=words, infographic=chart)
    assert in_package(second) == in_package(words) == {second.pk, words.pk, chart.pk}
    assert in_package(other_words) == {other_words.pk}
    assert fresh(other_chart).joint_release_id is None
    assert BasePage.objects.exclude(joint_release=None).count() == 6


@pytest.mark.rule("clearance.joint.taken")
def test_a_companion_or_document_of_another_group_is_refused_by_every_route(
    department: Department, groups: tuple[Group, Group]
) -> None:
    (first, words, chart), (second, other_words, other_chart) = groups
    before = list(JointRelease.objects.values_list("policy", "interpretation", "infographic"))
    for trio in (
        (second, words, other_chart),
        (second, other_words, chart),
        (second, chart, other_chart),  # in another place of the group too
        (second, first, other_chart),
        (words, other_words, other_chart),
    ):
        with pytest.raises(Refused) as refused:
            join_release(by=department.drafter, policy=trio[0], interpretation=trio[1], infographic=trio[2])
        codes = set(refused.value.codes)
        assert {"clearance.joint.taken"} <= codes <= {"clearance.joint.taken", "clearance.joint.wrong_kind"}
        assert all(reason.remedy for reason in refused.value.reasons)
    assert list(JointRelease.objects.values_list("policy", "interpretation", "infographic")) == before


@pytest.mark.parametrize("place", ["interpretation", "infographic"])
def test_the_database_holds_a_companion_in_one_group(groups: tuple[Group, Group], place: str) -> None:
    (first, *_), (second, *_) = groups
    taken = getattr(JointRelease.objects.get(policy=first.pk), place)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointRelease.objects.filter(policy=second.pk).update(**{place: taken})


@pytest.mark.rule("clearance.joint.right")
def test_another_unit_may_not_tie_but_office_and_web_may(
    department: Department, groups: tuple[Group, Group]
) -> None:
    (policy, words, chart), _ = groups
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    with pytest.raises(Refused) as refused:
        join_release(by=stranger, policy=policy, interpretation=words, infographic=chart)
    assert refused.value.codes == ("clearance.joint.right",)
    for role in (Role.OFFICE, Role.WEB):
        join_release(by=make_user(role), policy=policy, interpretation=words, infographic=chart)


# -- debts -----------------------------------------------------------------------------------------


def owe(department: Department, policy: PolicyDocument, summary: str = "今晚封路。") -> InterpretationDebt:
    return approve_interpretation_debt(by=department.leader, policy=policy, emergency="暴雪", summary=summary)


@pytest.mark.rule("clearance.debt.open")
def test_an_open_debt_is_not_renewed(department: Department, column: BasePage) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    with time_machine.travel("2026-11-02 10:00+08:00", tick=False):
        debt = owe(department, policy)
    assert debt.due_on == date(2026, 11, 5)
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False), pytest.raises(Refused) as refused:
        owe(department, policy, "换个说法。")
    assert refused.value.codes == ("clearance.debt.open",)
    assert "2026-11-05" in refused.value.reasons[0].message
    assert InterpretationDebt.objects.values_list("due_on", "summary").get() == (debt.due_on, "今晚封路。")


def test_after_a_paid_debt_the_next_is_a_new_row_and_excuses_anew(
    department: Department, column: BasePage
) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    first = owe(department, policy)
    clear_and_release(department, [(fresh(policy), ItemRole.POLICY)])
    make_companions(department, policy)
    clear_and_release(department, package_of(fresh(policy)))
    first.refresh_from_db()
    paid_at = first.paid_at
    assert paid_at is not None
    withdraw_document(by=department.office, target=fresh(policy), reason="更正")

    second = owe(department, fresh(policy), "第二次。")
    first.refresh_from_db()
    assert (first.paid_at, first.summary) == (paid_at, "今晚封路。")
    assert second.pk != first.pk
    assert second.paid_at is None
    assert fresh(policy).interpretation_debt == second
    clear_and_release(department, [(fresh(policy), ItemRole.POLICY)])
    assert fresh(policy).live


def test_the_database_holds_one_open_debt(department: Department, column: BasePage) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    debt = owe(department, policy)
    values = {
        "policy_id": policy.pk,
        "emergency": "暴雪",
        "summary": "再批",
        "approved_by": department.leader,
        "approved_at": timezone.now(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        InterpretationDebt.objects.create(**values)
    InterpretationDebt.objects.filter(pk=debt.pk).update(paid_at=timezone.now())
    assert InterpretationDebt.objects.create(**values).pk != debt.pk


@pytest.mark.rule("clearance.joint.wrong_kind")
def test_only_an_interpretation_and_an_infographic_explain_a_document(
    department: Department, column: BasePage
) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    article = make_document(department, column)
    spare = make_document(department, column)
    words, chart = make_companions(department, spare)
    other = make_companions(department, spare)  # the first two stand alone again
    for pair in ((article, chart), (words, column), (chart, words), (article, column)):
        with pytest.raises(Refused) as refused:
            join_release(by=department.drafter, policy=policy, interpretation=pair[0], infographic=pair[1])
        assert set(refused.value.codes) == {"clearance.joint.wrong_kind"}
    join_release(by=department.drafter, policy=policy, interpretation=words, infographic=chart)
    assert in_package(policy) == {policy.pk, words.pk, chart.pk}
    assert in_package(other[0]) == {spare.pk, other[0].pk, other[1].pk}


@pytest.mark.rule("clearance.live.not_joint")
def test_the_group_of_another_document_excuses_nobody(
    department: Department, groups: tuple[Group, Group]
) -> None:
    """Rows from before pages were asked for their kind: a document stands where an interpretation belongs."""
    (carrier, words, chart), (victim, other_words, other_chart) = groups
    explained = [(words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, [(carrier, ItemRole.POLICY), *explained])
    own = fresh(victim).joint_release_id
    BasePage.objects.filter(pk=victim.pk).update(joint_release=fresh(carrier).joint_release_id)
    slip = clear(department, [(fresh(victim), ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert set(refused.value.codes) == {"clearance.live.not_joint"}
    BasePage.objects.filter(pk=victim.pk).update(joint_release=own)
    explained = [(other_words, ItemRole.INTERPRETATION), (other_chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, explained)
    release_slip(by=department.web, slip=slip)
    assert fresh(victim).live
