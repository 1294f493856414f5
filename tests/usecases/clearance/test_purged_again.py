"""What was purged, and a file that was, is stopped where it is sent, approved and released, not by the publisher alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.clearance.enums import ContentKind, ItemRole, PurgeCause, SlipState, Verdict
from gongkai.clearance.models import Attachment, BasePage, Dataset, ReviewSlip
from gongkai.clearance.packaging import package_of, reasons_against_package
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    clear_and_release,
    make_attachment,
    make_document,
    submit,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
FILE, CONTENT = ("clearance.purge.same_file",), ("clearance.purge.same_content",)


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


def use(department: Department, page: Any, *files: Attachment) -> Any:
    page = fresh(page).get_latest_revision_as_object()
    page.attachments = [PolicyAttachment(attachment=file) for file in files]
    page.save_revision(user=department.drafter)
    return fresh(page)


def members(page: Any) -> list[tuple[Any, ItemRole]]:
    return [(fresh(page), ItemRole.POLICY)]


def refused(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        act()
    for reason in refusal.value.reasons:
        assert reason.remedy
        assert reason.basis.citation
    return refusal.value.codes


@pytest.fixture
def leaked(department: Department, column: BasePage) -> tuple[Any, Attachment]:
    """A public document with a file, before somebody purges it for personal data, which seals nothing."""
    file = make_attachment(department.drafter, data=b"name,phone\n", name="list.csv")
    page = use(department, make_document(department, column), file)
    clear_and_release(department, members(page))
    return page, file


@pytest.fixture
def other(department: Department, column: BasePage, leaked: tuple[Any, Attachment]) -> Any:
    """A draft of somebody else with the same file."""
    return use(department, make_document(department, column), leaked[1])


def purge(department: Department, page: Any) -> None:
    purge_document(by=department.office, target=fresh(page), cause=PurgeCause.PERSONAL)


@pytest.mark.rule("clearance.purge.same_file")
def test_a_page_with_a_purged_file_is_not_sent(department: Department, leaked: Any, other: Any) -> None:
    purge(department, leaked[0])
    shown = reasons_against_package(
        by=department.drafter,
        package=package_of(members(other)),
        kind=ContentKind.POLICY,
        unit=department.unit,
    )
    assert tuple(reason.code for reason in shown) == FILE
    assert refused(lambda: submit(department, members(other))) == FILE
    use(department, other)
    assert submit(department, members(other)).state == SlipState.IN_REVIEW


def test_a_page_with_a_file_purged_since_is_returned_and_not_approved(
    department: Department, leaked: Any, other: Any
) -> None:
    slip = submit(department, members(other))
    purge(department, leaked[0])

    def decide(verdict: Verdict) -> ReviewSlip:
        return decide_step(by=department.head, slip=slip, verdict=verdict, opinion="看过", grounds="第十七条")

    assert tuple(reason.code for reason in reasons_against_decision_for(department.head, slip)) == FILE
    assert refused(lambda: decide(Verdict.APPROVED)) == FILE
    assert decide(Verdict.RETURNED).state == SlipState.RETURNED
    use(department, other)
    assert approve_all(department, submit(department, members(other))).state == SlipState.GRANTED


def test_a_page_with_a_file_purged_since_is_not_released(
    department: Department, leaked: Any, other: Any
) -> None:
    slip = clear(department, members(other))
    purge(department, leaked[0])
    assert refused(lambda: release_slip(by=department.web, slip=slip)) == FILE
    assert not fresh(other).live
    use(department, other)
    clear_and_release(department, members(other))
    assert fresh(other).live


@pytest.mark.rule("clearance.purge.same_content")
def test_what_was_purged_is_not_sent_again_as_it_was(department: Department, column: BasePage) -> None:
    page = make_document(department, column)
    clear_and_release(department, members(page))
    purge(department, page)
    assert refused(lambda: submit(department, members(page))) == CONTENT
    page = fresh(page)
    page.title += "（更正）"
    page.save_revision(user=department.drafter)
    clear_and_release(department, members(page))
    assert fresh(page).live


def test_nor_is_a_data_set_with_the_same_rows(department: Department) -> None:
    dataset = Dataset.objects.create(key="people", title="名单", unit=department.unit)
    editor = make_user(Role.OFFICE)

    def send(value: str) -> ReviewSlip:
        create_dataset_version(by=editor, dataset=dataset, rows=[("phone", {"value": value})])
        return submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)

    release_slip(by=department.web, slip=approve_all(department, send("12345")))
    dataset.refresh_from_db()
    purge_document(by=department.office, target=dataset, cause=PurgeCause.PERSONAL)
    assert refused(lambda: send("12345")) == CONTENT
    assert send("12328").state == SlipState.IN_REVIEW
