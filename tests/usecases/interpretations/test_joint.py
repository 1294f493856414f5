"""Three-sync (design invariant 3): together or not at all, by any route."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from wagtail.actions.publish_revision import PublishRevisionAction

from gongkai.clearance.enums import Disclosure, ItemRole
from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease, ReleaseBatch
from gongkai.clearance.queries import package_of
from gongkai.clearance.usecases.joint import approve_interpretation_debt, join_release
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_companions,
    make_document,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]
Trio = tuple[PolicyDocument, Any, Any]


@pytest.fixture
def policy(department: Department, column: BasePage) -> PolicyDocument:
    return make_document(department, column, kind=DocumentKind.NORMATIVE)


@pytest.fixture
def trio(department: Department, policy: PolicyDocument) -> Trio:
    return (policy, *make_companions(department, policy))


def live(*pages: Any) -> list[bool]:
    rows = dict(BasePage.objects.filter(pk__in=[p.pk for p in pages]).values_list("pk", "live"))
    return [rows[page.pk] for page in pages]


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def release_together(department: Department, trio: Trio) -> None:
    clear_and_release(department, package_of(fresh(trio[0])))


@pytest.mark.rule("clearance.live.not_joint")
def test_alone_it_is_refused_and_together_all_go_live_in_one_batch(
    department: Department, policy: PolicyDocument
) -> None:
    with pytest.raises(Refused) as refused:
        submit(department, [(policy, ItemRole.POLICY)])
    assert any("解读" in reason.message for reason in refused.value.reasons)
    assert live(policy) == [False]

    trio = (policy, *make_companions(department, policy))
    before = ReleaseBatch.objects.count()
    release_together(department, trio)
    assert live(*trio) == [True, True, True]
    batch = ReleaseBatch.objects.first()
    assert ReleaseBatch.objects.count() == before + 1
    assert {int(item.object_id) for item in batch.items.all()} == {page.pk for page in trio}


@pytest.mark.rule("clearance.live.not_joint")
def test_with_an_uncleared_companion_nothing_goes_live(department: Department, trio: Trio) -> None:
    slip = clear(department, [(trio[0], ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert refused.value.codes == ("clearance.live.not_joint",)
    assert refused.value.reasons[0].remedy
    assert live(*trio) == [False, False, False]


def test_with_one_companion_of_two_nothing_goes_live(department: Department, trio: Trio) -> None:
    policy, words, _ = trio
    slip = clear(department, [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION)])
    with pytest.raises(Refused):
        release_slip(by=department.web, slip=slip)
    assert live(*trio) == [False, False, False]


def test_companions_cleared_and_live_before_may_be_joined_by_the_document(
    department: Department, trio: Trio
) -> None:
    policy, words, chart = trio
    clear_and_release(department, [(words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)])
    clear_and_release(department, [(policy, ItemRole.POLICY)])
    assert live(*trio) == [True, True, True]


@pytest.mark.parametrize("breaks_at", [1, 2, 3])
def test_a_crash_between_members_leaves_none_live(
    department: Department, trio: Trio, monkeypatch: pytest.MonkeyPatch, breaks_at: int
) -> None:
    slip = clear(department, package_of(fresh(trio[0])))
    batches, calls, execute = ReleaseBatch.objects.count(), [], PublishRevisionAction.execute

    def crash(self: Any, *args: Any, **kwargs: Any) -> Any:
        calls.append(self)
        if len(calls) == breaks_at:
            raise OSError("disk full")
        return execute(self, *args, **kwargs)

    monkeypatch.setattr(PublishRevisionAction, "execute", crash)
    with pytest.raises(OSError):
        release_slip(by=department.web, slip=slip)
    assert live(*trio) == [False, False, False]
    assert ReleaseBatch.objects.count() == batches

    monkeypatch.undo()
    release_slip(by=department.web, slip=slip)
    assert live(*trio) == [True, True, True]


def test_the_database_refuses_a_live_document_without_its_group(department: Department, trio: Trio) -> None:
    release_together(department, trio)

    def refuses(statement: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [trio[0].pk])

    refuses("UPDATE clearance_basepage SET joint_release_id = NULL WHERE id = %s")
    lone = make_document(department, trio[0].get_parent(), signature=Signature.PROVINCE)
    clear_and_release(department, [(lone, ItemRole.POLICY)])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_basepage SET needs_joint = %s WHERE id = %s", [True, lone.pk])
    for column in ("interpretation_id", "infographic_id"):
        refuses(f"UPDATE clearance_jointrelease SET {column} = NULL WHERE policy_id = %s")
        refuses(f"UPDATE clearance_jointrelease SET {column} = policy_id WHERE policy_id = %s")
    with pytest.raises(ProtectedError):
        JointRelease.objects.filter(policy=trio[0].pk).delete()
    assert live(*trio, lone) == [True] * 4


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": DocumentKind.WORK_PLAN},
        {"signature": Signature.PROVINCE_OFFICE},
    ],
)
def test_what_is_not_our_own_goes_alone(
    department: Department, column: BasePage, fields: dict[str, Any]
) -> None:
    values = {"kind": DocumentKind.NORMATIVE, **fields}
    page = make_document(department, column, **values)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    assert live(page) == [True]


def test_not_public_never_goes_live_however_joined(department: Department, column: BasePage) -> None:
    page = make_document(
        department,
        column,
        kind=DocumentKind.NORMATIVE,
        disclosure=Disclosure.ON_REQUEST,
    )
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)])
    assert "clearance.submit.not_for_release" in refused.value.codes


@pytest.mark.rule("clearance.joint.three_different")
def test_three_different_pages(department: Department, trio: Trio) -> None:
    policy, words, _ = trio
    with pytest.raises(Refused) as refused:
        join_release(by=department.drafter, policy=policy, interpretation=words, infographic=words)
    assert "clearance.joint.three_different" in refused.value.codes


@pytest.mark.rule("clearance.joint.under_review", "clearance.joint.right")
def test_no_regrouping_under_review_nor_without_the_right(department: Department, trio: Trio) -> None:
    policy, words, chart = trio
    submit(department, package_of(fresh(policy)))
    with pytest.raises(Refused) as refused:
        join_release(by=department.leader, policy=policy, interpretation=words, infographic=chart)
    assert refused.value.codes.count("clearance.joint.under_review") == 3
    assert "clearance.joint.right" in refused.value.codes


@pytest.mark.rule("clearance.withdraw.breaks_sync")
def test_a_companion_is_not_withdrawn_alone_but_goes_with_its_document(
    department: Department, trio: Trio
) -> None:
    release_together(department, trio)
    for companion in trio[1:]:
        with pytest.raises(Refused) as refused:
            withdraw_document(by=department.office, target=fresh(companion), reason="有误")
        assert refused.value.codes == ("clearance.withdraw.breaks_sync",)
    assert live(*trio) == [True, True, True]
    withdraw_document(by=department.office, target=fresh(trio[0]), reason="文件已废止")
    assert live(*trio) == [False, False, False]


def debt_for(department: Department, policy: PolicyDocument, **fields: str) -> InterpretationDebt:
    values = {"emergency": "暴雪橙色预警", "summary": "高速公路今晚封闭，请勿前往。", **fields}
    return approve_interpretation_debt(by=department.leader, policy=policy, **values)


@pytest.mark.rule("clearance.debt.typed")
def test_a_debt_is_typed_and_approved_by_a_leader(department: Department, policy: PolicyDocument) -> None:
    with pytest.raises(Refused) as refused:
        approve_interpretation_debt(by=department.drafter, policy=policy, emergency=" ", summary="")
    assert refused.value.codes == ("clearance.debt.typed",) * 3
    assert InterpretationDebt.objects.count() == 0
    assert debt_for(department, policy).approved_by == department.leader


@pytest.mark.rule("clearance.debt.unneeded")
def test_no_debt_where_nothing_is_owed(department: Department, column: BasePage) -> None:
    page = make_document(department, column)
    with pytest.raises(Refused) as refused:
        debt_for(department, page)
    assert refused.value.codes == ("clearance.debt.unneeded",)


@time_machine.travel("2026-11-19 10:00+08:00", tick=False)
def test_an_emergency_goes_ahead_owes_three_working_days_and_is_paid_by_both(
    department: Department, policy: PolicyDocument
) -> None:
    debt = debt_for(department, policy)
    assert debt.due_on == date(2026, 11, 24)  # Friday, Monday, Tuesday; the weekend does not count
    clear_and_release(department, [(fresh(policy), ItemRole.POLICY)])
    assert live(policy) == [True]

    words, chart = make_companions(department, policy)
    clear_and_release(department, [(words, ItemRole.INTERPRETATION)])
    debt.refresh_from_db()
    assert debt.paid_at is None  # half is not enough

    clear_and_release(department, [(chart, ItemRole.INFOGRAPHIC)])
    debt.refresh_from_db()
    assert debt.paid_at is not None


def test_a_paid_debt_excuses_nothing_more(department: Department, policy: PolicyDocument) -> None:
    debt_for(department, policy)
    clear_and_release(department, [(fresh(policy), ItemRole.POLICY)])
    trio = (policy, *make_companions(department, policy))
    release_together(department, trio)
    withdraw_document(by=department.office, target=fresh(policy), reason="文件有误，更正后再公开")
    slip = clear(department, [(fresh(policy), ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert refused.value.codes == ("clearance.live.not_joint",)


def test_a_live_document_is_not_tied_to_drafts(department: Department, trio: Trio) -> None:
    release_together(department, trio)
    policy = fresh(trio[0])
    with pytest.raises(Refused):
        make_companions(department, policy)
    assert JointRelease.objects.get(policy=policy.pk).interpretation_id == trio[1].pk
