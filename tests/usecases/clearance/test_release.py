"""Releasing a slip: what counts as being on it, and calling a set time off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.clearance.enums import Disclosure, ItemRole, ScheduleStatus
from gongkai.clearance.models import BasePage, Dataset, ReviewSlip, ScheduledRelease
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.release import cancel_schedule, release_slip, schedule_release
from gongkai.clearance.usecases.scheduling import SCHEDULE_FAILED, release_due
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.website.models import Announcement
from tests.factories.gate import (
    Department,
    add_page,
    clear,
    clear_and_release,
    make_column,
    make_companions,
    make_document,
)
from tests.factories.people import make_user
from tests.factories.screening import use_no_finders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


def is_live(page: Any) -> bool:
    return BasePage.objects.get(pk=page.pk).live


def test_a_dataset_with_a_companions_key_is_no_companion(department: Department, column: BasePage) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    companions = make_companions(department, policy)
    editor = make_user(Role.OFFICE)
    package: list[tuple[Any, ItemRole]] = [(policy, ItemRole.POLICY)]
    for page in companions:
        dataset = Dataset.objects.create(
            pk=page.pk, key=f"d{page.pk}", title=f"数据{page.pk}", unit=department.unit
        )
        create_dataset_version(by=editor, dataset=dataset, rows=[("a", {"value": "1"})])
        package.append((dataset, ItemRole.DATASET))
    slip = clear(department, package)
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert refused.value.codes == ("clearance.live.not_joint",)
    assert not is_live(policy)


def test_a_snippet_with_the_columns_key_does_not_put_the_column_live(department: Department) -> None:
    root = BasePage.objects.get(depth=1)
    column = add_page(root, PolicyIndexPage(title="栏目", slug="c", unit=department.unit), department.drafter)
    page = make_document(department, column)
    snippet = Announcement(
        pk=column.pk, text="国庆值班公告", unit=department.unit, disclosure=Disclosure.PROACTIVE
    )
    snippet.save()
    snippet.save_revision(user=department.drafter)
    slip = clear(department, [(page, ItemRole.POLICY), (snippet, ItemRole.SNIPPET)])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert refused.value.codes == ("clearance.release.parent_not_live",)

    both = clear(department, [(column, ItemRole.PAGE), (make_document(department, column), ItemRole.POLICY)])
    release_slip(by=department.web, slip=both)
    assert is_live(column)


@pytest.mark.rule("clearance.schedule.not_waiting", "clearance.release.no_right")
@pytest.mark.parametrize(
    ("status", "says"),
    [
        (None, "没有设定定时上线"),
        (ScheduleStatus.DONE, "已经按定时上线"),
        (ScheduleStatus.FAILED, "到点受阻"),
        (ScheduleStatus.CANCELLED, "已经取消"),
    ],
)
def test_only_what_still_waits_is_called_off(
    department: Department, column: BasePage, status: ScheduleStatus | None, says: str
) -> None:
    slip = clear(department, [(make_document(department, column), ItemRole.POLICY)])
    soon = timezone.now() + timedelta(minutes=5)
    if status is not None:
        schedule_release(by=department.web, slip=slip, due_at=soon)
        ScheduledRelease.objects.update(status=status)
    for person, codes in (
        (department.web, ("clearance.schedule.not_waiting",)),
        (department.drafter, ("clearance.release.no_right", "clearance.schedule.not_waiting")),
    ):
        with pytest.raises(Refused) as refused:
            cancel_schedule(by=person, slip=slip)
        assert refused.value.codes == codes
        assert says in refused.value.reasons[-1].message
        assert slip.number in refused.value.reasons[-1].message
    assert list(ScheduledRelease.objects.values_list("status", flat=True)) == ([status] if status else [])

    schedule_release(by=department.web, slip=slip, due_at=soon)
    cancel_schedule(by=department.web, slip=slip)
    assert ScheduledRelease.objects.get().status == ScheduleStatus.CANCELLED


@pytest.mark.rule("clearance.release.due_in_past")
def test_a_time_that_has_passed_is_refused_and_nothing_waits(
    department: Department, column: BasePage
) -> None:
    page = make_document(department, column)
    slip = clear(department, [(page, ItemRole.POLICY)])
    for past in (timezone.now(), timezone.now() - timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            schedule_release(by=department.web, slip=slip, due_at=past)
        assert refused.value.codes == ("clearance.release.due_in_past",)
        assert not ScheduledRelease.objects.exists()
    schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(minutes=1))
    assert ScheduledRelease.objects.get().status == ScheduleStatus.WAITING


def refused_at_its_time(department: Department, **fields: Any) -> ReviewSlip:
    """A slip whose set time came when its document had been withdrawn behind it."""
    page = make_document(department, make_column(department), **fields)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=page.pk)
    page.save_revision(user=department.drafter)
    slip = clear(department, [(page, ItemRole.POLICY)])
    schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(minutes=5))
    withdraw_document(by=department.office, target=page, reason="有误")
    ScheduledRelease.objects.update(status=ScheduleStatus.WAITING)
    assert release_due(now=timezone.now() + timedelta(minutes=6)) == ([], [slip.number])
    return slip


def test_a_refused_schedule_reaches_office_submitter_and_who_set_it(department: Department) -> None:
    other_office = make_user(Role.OFFICE)
    slip = refused_at_its_time(department)
    notices = Notice.objects.filter(kind=SCHEDULE_FAILED.code)
    told = {department.office, other_office, department.drafter, department.web}
    assert {notice.user for notice in notices} == told
    assert len(notices) == len(told)
    for notice in notices:
        assert notice.kind == "clearance.schedule_failed"
        assert notice.subject_url == f"/admin/clearance/slips/{slip.pk}/"
        assert slip.number in notice.text
        assert slip.title not in notice.text
    assert release_due(now=timezone.now() + timedelta(hours=1)) == ([], [])
    assert notices.count() == len(told)


@pytest.mark.parametrize("title", ["关于13812345678号码的通知", "很长的标题" * 30])
def test_a_title_that_may_not_go_out_does_not_stop_the_notice(
    department: Department, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_no_finders(monkeypatch)  # a number in a title is stopped long before
    slip = refused_at_its_time(department, title=title)
    text = Notice.objects.get(user=department.drafter, kind=SCHEDULE_FAILED.code).text
    assert slip.number in text
    assert "13812345678" not in text
    assert len(text) <= 100
