"""What is under review, or cleared and waiting, stays where the reviewers saw it; what was ever sent is not deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.reasons import Refused
from gongkai.website.models import Announcement
from tests.factories.gate import Department, clear, make_column, make_department, make_document, submit
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db
WHO = ["drafter", "office", "web"]


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def draft(department: Department) -> Any:
    return make_document(department, make_column(department))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def place_of(page: Any) -> int:
    return int(BasePage.objects.get(pk=page.pk).get_parent().pk)


@pytest.mark.rule("clearance.move.under_review")
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("standing", ["under review", "cleared"])
def test_it_is_not_moved_to_another_column(
    department: Department, draft: Any, who: str, standing: str
) -> None:
    other, before = make_column(department), place_of(draft)
    members = [(draft, ItemRole.POLICY)]
    _ = submit(department, members) if standing == "under review" else clear(department, members)
    client = signed_in(getattr(department, who))
    for url in (
        reverse("wagtailadmin_pages:move", args=[draft.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, other.pk]),
    ):
        answer = client.post(url)
        assert answer.status_code == 409
        assert "已审定待上线，不能移动" in answer.content.decode()
    bulk = client.post(f"/admin/bulk/clearance/basepage/move/?id={draft.pk}", {"chooser": other.pk})
    assert bulk.status_code < 404
    assert place_of(draft) == before


def test_what_was_taken_back_may_be_moved(department: Department, draft: Any) -> None:
    other = make_column(department)
    cancel_slip(by=department.drafter, slip=submit(department, [(draft, ItemRole.POLICY)]))
    url = reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, other.pk])
    signed_in(department.drafter).post(url)
    assert place_of(draft) == other.pk


@pytest.mark.rule("clearance.delete.sent")
@pytest.mark.parametrize("who", WHO)
def test_what_was_sent_is_not_deleted_and_says_why(department: Department, draft: Any, who: str) -> None:
    slip = submit(department, [(draft, ItemRole.POLICY)])
    client = signed_in(getattr(department, who))
    url = reverse("wagtailadmin_pages:delete", args=[draft.pk])
    bulk = f"/admin/bulk/clearance/basepage/delete/?id={draft.pk}"
    for _ in range(2):
        for address in (url, bulk):
            answer = client.post(address)
            assert answer.status_code == 409, address
            assert "送审过，不能删除" in answer.content.decode()
        if slip.state == "in_review":
            slip = cancel_slip(by=department.drafter, slip=slip)  # its slip still carries it
    assert BasePage.objects.filter(pk=draft.pk).exists()


def test_a_draft_never_sent_is_deleted(department: Department, draft: Any) -> None:
    signed_in(department.web).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not BasePage.objects.filter(pk=draft.pk).exists()


def test_a_snippet_that_was_sent_stays_too(department: Department) -> None:
    notice = Announcement(text="停航通知", unit=department.unit, disclosure="proactive")
    notice.save()
    notice.save_revision(user=department.drafter)
    submit(department, [(notice, ItemRole.SNIPPET)], kind="article")
    with pytest.raises(Refused) as refused:
        notice.delete()
    assert refused.value.codes == ("clearance.delete.sent",)
    assert Announcement.objects.filter(pk=notice.pk).exists()
