"""What one 紧急清除 takes with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Site

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import ItemRole, PurgeCause, SlipState
from gongkai.clearance.models import (
    Attachment,
    BasePage,
    BatchItem,
    ReleaseBatch,
    ReviewSlip,
    Suppression,
    Withdrawal,
)
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.usecases.joint import approve_interpretation_debt
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_attachment,
    make_companions,
    make_document,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


def test_a_column_takes_what_is_public_below_it_and_its_companions(
    department: Department, column: BasePage
) -> None:
    plain = make_document(department, column)
    clear_and_release(department, [(plain, ItemRole.POLICY)])
    draft = make_document(department, column)
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, roles)
    batch = purge_document(by=department.office, target=fresh(column), cause="secret")
    gone = [column, plain, policy, words, chart]
    assert not any(fresh(page).live for page in gone)
    assert set(Suppression.objects.values_list("object_id", flat=True)) == {str(page.pk) for page in gone}
    in_batch = BatchItem.objects.filter(batch=batch).values_list("object_id", flat=True)
    assert set(in_batch) == {str(page.pk) for page in gone}
    assert not Suppression.objects.filter(object_id=str(draft.pk)).exists()


def test_the_home_page_and_the_root_are_not_purged_whole(department: Department, column: BasePage) -> None:
    root = BasePage.objects.get(depth=1)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": column, "hostname": "localhost"}
    )
    for page in (root, column):
        with pytest.raises(Refused) as refused:
            purge_document(by=department.office, target=fresh(page), cause="secret")
        assert refused.value.codes == ("clearance.purge.whole_site",)
    assert fresh(column).live
    assert not Suppression.objects.exists()
    Site.objects.update(root_page=root)
    purge_document(by=department.office, target=fresh(column), cause="secret")
    assert not fresh(column).live


def test_a_purge_knows_the_bytes_that_were_public_before_a_file_was_replaced(
    department: Department, column: BasePage
) -> None:
    file = make_attachment(department.drafter, data=b"leaked,1\n")
    document = make_document(department, column)
    document.attachments = [PolicyAttachment(attachment=file)]
    document.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(document), ItemRole.POLICY)])
    file = Attachment.objects.get(pk=file.pk)
    old = file.sha256
    file.file.save("b.csv", ContentFile(b"clean,1\n"), save=False)
    file.save()
    assert file.sha256 != old
    purge_document(by=department.office, target=fresh(document), cause="secret")
    assert {old, file.sha256} <= set(Suppression.objects.get().digests)


def test_a_purge_knows_the_address_of_before(department: Department, column: BasePage) -> None:
    document = make_document(department, column)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=document.pk)
    before = public_path_of(page)
    page.slug = "moved"
    page.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(page), ItemRole.POLICY)])
    after = public_path_of(fresh(page))
    purge_document(by=department.office, target=fresh(page), cause="secret")
    assert set(Suppression.objects.values_list("path", flat=True)) == {before, after}


def test_a_leak_reaches_what_is_not_public_any_more_or_not_yet(
    department: Department, column: BasePage
) -> None:
    """Withdrawn: on the list, for its bytes lie in releases kept. Never public: sealed, its review ended, on no list."""
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, roles)
    withdraw_document(by=department.office, target=fresh(policy), reason="内容过时")
    addresses = {public_path_of(fresh(page)) for page in (policy, words, chart)}
    draft, granted = (make_document(department, column) for _ in range(2))
    sent = submit(department, [(draft, ItemRole.POLICY)])
    waiting = clear(department, [(granted, ItemRole.POLICY)])
    other = make_document(department, fresh(words).get_parent().specific)
    purge_document(by=department.office, target=fresh(column), cause=PurgeCause.SECRET)
    listed = {str(page.pk) for page in (column, policy, words, chart)}
    assert set(Suppression.objects.values_list("object_id", flat=True)) == listed
    assert addresses <= set(Suppression.objects.values_list("path", flat=True))
    assert {slip.state for slip in ReviewSlip.objects.filter(pk=sent.pk)} == {SlipState.CANCELLED}
    assert {slip.state for slip in ReviewSlip.objects.filter(pk=waiting.pk)} == {SlipState.WITHDRAWN}
    sealed = {column.pk, policy.pk, words.pk, chart.pk, draft.pk, granted.pk}
    assert set(sealed_ids(None, BasePage)) == sealed
    assert not Withdrawal.objects.filter(
        object_id__in=[str(draft.pk), str(granted.pk), str(other.pk)]
    ).exists()


def test_a_document_takes_the_drafts_that_explain_it_along(department: Department, column: BasePage) -> None:
    policy = make_document(department, column)
    clear_and_release(department, [(policy, ItemRole.POLICY)])
    words, chart = make_companions(department, policy)
    sent = submit(department, [(words, ItemRole.INTERPRETATION)])
    purge_document(by=department.office, target=fresh(policy), cause=PurgeCause.SECRET)
    sent.refresh_from_db()
    assert sent.state == SlipState.CANCELLED
    assert set(sealed_ids(None, BasePage)) == {policy.pk, words.pk, chart.pk}
    assert set(Suppression.objects.values_list("object_id", flat=True)) == {str(policy.pk)}


def test_personal_data_leaves_alone_what_is_not_public(department: Department, column: BasePage) -> None:
    gone, draft = (make_document(department, column) for _ in range(2))
    clear_and_release(department, [(gone, ItemRole.POLICY)])
    withdraw_document(by=department.office, target=fresh(gone), reason="内容过时")
    sent = submit(department, [(draft, ItemRole.POLICY)])
    purge_document(by=department.office, target=fresh(column), cause=PurgeCause.PERSONAL)
    sent.refresh_from_db()
    assert sent.state == SlipState.IN_REVIEW
    assert set(Suppression.objects.values_list("object_id", flat=True)) == {str(column.pk)}


@pytest.mark.parametrize("place", [0, 1])
def test_a_document_does_not_stay_alone_when_what_explains_it_is_purged(
    department: Department, column: BasePage, place: int
) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    companions = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (companions[0], ItemRole.INTERPRETATION)]
    clear_and_release(department, [*roles, (companions[1], ItemRole.INFOGRAPHIC)])
    purged, other = companions[place], companions[1 - place]
    purge_document(by=department.office, target=fresh(purged), cause=PurgeCause.PERSONAL)
    assert not any(fresh(page).live for page in (policy, *companions))
    assert set(Suppression.objects.values_list("object_id", flat=True)) == {str(purged.pk)}
    notices = Withdrawal.objects.filter(object_id__in=[str(policy.pk), str(other.pk)])
    assert len(notices) == 2
    for notice in notices:
        assert notice.title
        assert "清除" not in notice.reason
        assert purged.title not in notice.reason
    kinds = ReleaseBatch.objects.order_by("pk").values_list("kind", flat=True)
    assert set(list(kinds)[-2:]) == {"purge", "withdrawal"}


def test_a_document_that_may_go_ahead_stays_when_what_explains_it_is_purged(
    department: Department, column: BasePage
) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    approve_interpretation_debt(
        by=department.leader, policy=policy, emergency="汛情紧急", summary="汛期绕行，详见文件。"
    )
    clear_and_release(department, [(fresh(policy), ItemRole.POLICY)])
    clear_and_release(department, [(words, ItemRole.INTERPRETATION)])
    purge_document(by=department.office, target=fresh(words), cause=PurgeCause.PERSONAL)
    assert fresh(policy).live
    assert not fresh(words).live
    assert not fresh(chart).live
