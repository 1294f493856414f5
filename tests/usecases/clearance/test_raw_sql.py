"""What the database refuses to somebody who writes SQL past the code."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.clearance.enums import ItemRole, SlipState, Verdict
from gongkai.clearance.models import (
    BasePage,
    Clearance,
    Dataset,
    DatasetVersion,
    Proofreading,
    ProofreadItem,
    ReviewLook,
    ReviewSlip,
    SlipItem,
    UpkeepAct,
)
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.upkeep import confirm_page
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_companions,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.factories.proofreading import ask_for_rounds, make_colleague, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


@pytest.fixture
def draft(department: Department, column: BasePage) -> PolicyDocument:
    return make_document(department, column)


@pytest.fixture
def live(department: Department, draft: PolicyDocument) -> PolicyDocument:
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    return PolicyDocument.objects.get(pk=draft.pk)


def refused(sql: str, *values: Any) -> str:
    """What the database says against a statement; empty where it lets it pass."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return str(error)
    return ""


def test_nothing_but_the_root_is_exempt(draft: PolicyDocument) -> None:
    root = BasePage.objects.get(depth=1)
    up = "UPDATE clearance_basepage SET live = true, needs_joint = false, depth = 1 WHERE id = %s"
    assert "站点根页面" in refused(up, draft.pk)
    assert "站点根页面" in refused("UPDATE clearance_basepage SET path = '0009' WHERE id = %s", root.pk)
    assert "站点根页面" in refused("UPDATE clearance_basepage SET depth = 2 WHERE id = %s", root.pk)
    assert not refused("UPDATE clearance_basepage SET path = '00010099' WHERE id = %s", draft.pk)
    with pytest.raises(DatabaseError, match="站点根页面"), transaction.atomic():
        BasePage.objects.bulk_create([BasePage(title="根", slug="r", path="0002", depth=1, live=True)])


def test_a_live_policy_keeps_its_need_of_companions(department: Department, column: BasePage) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    alone = "UPDATE clearance_basepage SET needs_joint = false WHERE id = %s"
    assert not refused(alone, policy.pk)  # a draft
    BasePage.objects.filter(pk=policy.pk).update(needs_joint=True)
    clear_and_release(department, roles)
    assert "同步" in refused(alone, policy.pk)


def test_what_a_slip_carries_is_as_it_was_sent(
    department: Department, column: BasePage, draft: PolicyDocument
) -> None:
    slip = submit(department, [(draft, ItemRole.POLICY)])
    item = slip.items.get()
    assert "不能改写" in refused("UPDATE clearance_slipitem SET digest = %s WHERE id = %s", "0" * 64, item.pk)
    other = make_document(department, column)
    assert "不能改写" in refused(
        "UPDATE clearance_slipitem SET object_id = %s WHERE id = %s", str(other.pk), item.pk
    )
    assert not refused("UPDATE clearance_slipitem SET is_open = false WHERE id = %s", item.pk)


def test_the_first_day_in_public_stays(live: PolicyDocument) -> None:
    """It is shown to the public, and no digest covers it."""
    sql = "UPDATE clearance_basepage SET first_published_at = %s WHERE id = %s"
    assert "首次公开时间" in refused(sql, "2020-01-01 08:00:00", live.pk)
    assert "首次公开时间" in refused(sql, None, live.pk)


def test_a_slip_keeps_where_its_page_stood(department: Department, draft: PolicyDocument) -> None:
    item = submit(department, [(draft, ItemRole.PAGE)]).items.get()
    assert item.placement
    assert "不能改写" in refused("UPDATE clearance_slipitem SET placement = %s WHERE id = %s", "1", item.pk)


def test_a_frozen_revision_stays_that_of_its_object(
    live: PolicyDocument, department: Department, column: BasePage
) -> None:
    other = make_document(department, column)
    sql = "UPDATE wagtailcore_revision SET object_id = %s WHERE id = %s"
    assert "不能改写" in refused(sql, str(other.pk), live.live_revision_id)
    assert not refused(sql, str(live.pk), other.latest_revision_id)


def test_a_clearance_says_what_was_on_a_granted_slip(
    department: Department, column: BasePage, live: PolicyDocument
) -> None:
    other = make_document(department, column)
    insert = (
        "INSERT INTO clearance_clearance (revision_id, object_id, digest, granted_at, is_emergency, "
        "content_type_id, granted_by_id, slip_id) SELECT %s, %s, digest, granted_at, false, content_type_id, "
        "granted_by_id, %s FROM clearance_clearance WHERE revision_id = %s"
    )
    granted = Clearance.objects.get(revision=live.live_revision_id)
    mine = (other.latest_revision_id, str(other.pk))
    assert "审查单" in refused(insert, *mine, granted.slip_id, live.live_revision_id)
    waiting = submit(department, [(other, ItemRole.POLICY)])
    assert "审查单" in refused(insert, *mine, waiting.pk, live.live_revision_id)
    item = waiting.items.get()
    into = SlipItem(
        slip=granted.slip, role=item.role, content_type=item.content_type, object_id=item.object_id
    )
    into.revision_id, into.digest, into.is_open = item.revision_id, item.digest, False
    with pytest.raises(DatabaseError, match="已办结"), transaction.atomic():
        into.save()


def test_a_closed_slip_is_not_opened_again(department: Department, draft: PolicyDocument) -> None:
    slip = submit(department, [(draft, ItemRole.POLICY)])
    ReviewSlip.objects.filter(pk=slip.pk).update(state=SlipState.RETURNED)
    for state in ("granted", "in_review"):
        said = refused("UPDATE clearance_reviewslip SET state = %s WHERE id = %s", state, slip.pk)
        assert "不能改回" in said


def test_a_sealed_version_stays_sealed(department: Department) -> None:
    dataset = Dataset.objects.create(key="fees", title="收费", unit=department.unit)
    version = create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=[("a", {"value": "1"})])
    lift_seal = "UPDATE clearance_datasetversion SET sealed_at = NULL WHERE id = %s"
    assert not refused(lift_seal, version.pk)
    clear(department, [(dataset, ItemRole.DATASET)])
    assert DatasetVersion.objects.get(pk=version.pk).sealed_at is not None
    assert "启封" in refused(lift_seal, version.pk)


def test_readings_looks_and_acts_of_upkeep_are_only_ever_added(
    department: Department, column: BasePage, live: PolicyDocument
) -> None:
    confirm_page(by=department.drafter, page=live, note="依据、电话都对")
    withdraw_document(by=department.office, target=live, reason="写错了")
    ask_for_rounds(1)
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    read(make_colleague(department), slip)
    for model, column_name in (
        (Proofreading, "note"),
        (ProofreadItem, "digest"),
        (ReviewLook, "note"),
        (UpkeepAct, "reason"),
    ):
        assert model.objects.exists(), model
        table = model._meta.db_table
        assert "只能新增" in refused(f"UPDATE {table} SET {column_name} = '另一句话'"), table
        assert "只能新增" in refused(f"DELETE FROM {table}"), table
