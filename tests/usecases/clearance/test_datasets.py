"""The second shape goes the whole way: sent, cleared, released, withdrawn, back again, purged."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import (
    BatchKind,
    ContentKind,
    ItemRole,
    PurgeCause,
    SlipState,
    Urgency,
)
from gongkai.clearance.models import (
    Dataset,
    DatasetVersion,
    ReleaseBatch,
    ReviewSlip,
    Suppression,
    Withdrawal,
)
from gongkai.clearance.queries import purged
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.sealing import lift_seal
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.publishing.recheck import failures_of
from gongkai.website.facts import load_facts
from tests.factories.gate import Department, approve_all, clear_and_release, submit
from tests.factories.people import make_user
from tests.factories.website import scope
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
ROWS = [("phone", {"label": "电话", "value": "000-0001"}), ("name", {"label": "名称", "value": "某厅"})]


@pytest.fixture
def dataset(department: Department) -> Dataset:
    return Dataset.objects.create(key="site", title="网站信息", unit=department.unit)


@pytest.fixture
def editor() -> Any:
    return make_user(Role.OFFICE)


@pytest.fixture
def public(department: Department, dataset: Dataset, editor: Any) -> Dataset:
    create_dataset_version(by=editor, dataset=dataset, rows=ROWS)
    release(department, dataset)
    return Dataset.objects.get(pk=dataset.pk)


def release(department: Department, dataset: Dataset) -> ReviewSlip:
    return clear_and_release(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)


def is_public(dataset: Dataset) -> bool:
    row = Dataset.objects.get(pk=dataset.pk)
    assert (row.live_version_id is None) == (row.cleared_version_id is None)
    return row.live_version_id is not None


def sees_nothing(dataset: Dataset) -> bool:
    """What the publisher shows of it, and whether its recheck finds anything left to judge."""
    return load_facts(scope())["phone"] == "" and failures_of([f"dataset:{dataset.key}"]) == {}


def test_a_dataset_without_a_version_is_not_sent(department, dataset):
    with pytest.raises(Refused) as refused:
        submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)
    assert "clearance.submit.no_content" in refused.value.codes


def test_withdrawing_takes_a_dataset_down_and_coming_back_needs_a_new_review(department, public, editor):
    assert load_facts(scope())["phone"] == "000-0001"
    with pytest.raises(Refused) as refused:
        withdraw_document(by=department.drafter, target=public, reason="号码停用")
    assert refused.value.codes == ("clearance.withdraw.right",)
    version = public.live_version_id
    row = withdraw_document(by=department.office, target=public, reason="号码停用")
    assert (row.title, row.path, row.revision_id) == ("网站信息", "", version)
    assert not is_public(public)
    assert sees_nothing(public)
    batch = ReleaseBatch.objects.get(kind=BatchKind.WITHDRAWAL)
    assert [item.object_id for item in batch.items.all()] == [str(public.pk)]
    with pytest.raises(Refused) as refused:
        withdraw_document(by=department.office, target=public, reason="再撤一次")
    assert refused.value.codes == ("clearance.withdraw.not_live",)

    slip = release(department, public)
    assert is_public(public)
    copy: Any = slip.items.get().dataset_version
    assert (copy.number, copy.created_by) == (2, department.drafter)
    assert list(copy.rows.order_by("position").values_list("key", "values")) == ROWS


@pytest.mark.parametrize("cause", PurgeCause.values)
def test_purging_takes_a_dataset_out_of_everything(department, public, cause, monkeypatch):
    digest = public.cleared_version.digest
    with pytest.raises(Refused) as refused:
        purge_document(by=department.drafter, target=public, cause=PurgeCause(cause))
    assert refused.value.codes == ("clearance.purge.right",)
    with pytest.raises(Refused) as refused:
        purge_document(by=department.office, target=public, cause="把泄露的内容写在这里")
    assert refused.value.codes == ("clearance.purge.cause",)
    batch = purge_document(by=department.office, target=public, cause=PurgeCause(cause))
    assert batch.kind == BatchKind.PURGE
    assert not is_public(public)
    assert sees_nothing(public)
    row = Suppression.objects.get()
    assert (row.digests, row.cause) == ([digest], cause)
    notice = Withdrawal.objects.get()
    assert (notice.title, notice.reason) == ("", "该内容已撤下。")
    if cause == PurgeCause.SECRET:  # sealed besides
        lift_seal(by=make_user(Role.SECRECY), target=public, reason="经鉴定不涉密")
    # the same rows under a new version are the same content: they are not sent, and the publisher lets them out by no way
    with pytest.raises(Refused) as refused:
        release(department, public)
    assert refused.value.codes == ("clearance.purge.same_content",)
    monkeypatch.setattr(purged, "reasons_against_purged", lambda items: [])
    release(department, public)
    assert failures_of(["dataset:site"], frozenset(row.digests)) != {}


def test_withdrawing_lets_go_of_the_next_version_that_waits_for_release(department, public, editor):
    create_dataset_version(by=editor, dataset=public, rows=[("phone", {"value": "000-0002"})])
    slip = approve_all(department, submit(department, [(public, ItemRole.DATASET)], kind=ContentKind.DATASET))
    withdraw_document(by=department.office, target=public, reason="号码停用")
    slip.refresh_from_db()
    assert slip.state == SlipState.WITHDRAWN
    with pytest.raises(Refused):
        release_slip(by=department.web, slip=slip)


def test_numbers_of_a_dataset_are_no_typo(department, public, editor):
    create_dataset_version(
        by=editor, dataset=public, rows=[("phone", {"label": "电话", "value": "000-0002"}), ROWS[1]]
    )
    with pytest.raises(Refused) as refused:
        submit(department, [(public, ItemRole.DATASET)], kind=ContentKind.DATASET, urgency=Urgency.TYPO)
    assert set(refused.value.codes) == {"clearance.typo.too_much"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("withdraw", {"reason": "号码停用"}), ("purge", {"cause": "personal", "confirm": "on"})],
)
def test_a_dataset_is_taken_down_on_the_screens(department, public, name, data):
    client = Client()
    client.force_login(department.office, backend=BACKEND)
    url = reverse(f"clearance:{name}", args=["clearance.Dataset", public.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, data).status_code == 302
    assert not is_public(public)
    assert client.get(reverse("clearance:submit", args=["clearance.Dataset", public.pk])).status_code == 200
    assert DatasetVersion.objects.count() == 1
