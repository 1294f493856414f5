"""封存 of files: those of drafts and earlier versions too, whatever the purge saw, less what anybody has anyway."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from gongkai.clearance.enums import ItemRole, PurgeCause
from gongkai.clearance.models import Attachment, BasePage
from gongkai.clearance.queries.sealing import is_sealed_for, sealed_ids
from gongkai.clearance.usecases.sealing import lift_seal
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import Department, clear_and_release, make_attachment, make_document, submit
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def use(department: Department, page: Any, *files: Attachment) -> Any:
    """A new version of a page that uses these files and no others."""
    page = fresh(page).get_latest_revision_as_object()
    page.attachments = [PolicyAttachment(attachment=file) for file in files]
    page.save_revision(user=department.drafter)
    return fresh(page)


def release(department: Department, page: Any) -> None:
    clear_and_release(department, [(fresh(page), ItemRole.POLICY)])


def purge(department: Department, page: BasePage) -> None:
    purge_document(by=department.office, target=fresh(page), cause=PurgeCause.SECRET)


def files_of(department: Department, *names: str) -> list[Attachment]:
    return [
        make_attachment(department.drafter, data=f"{name},1\n".encode(), name=f"{name}.csv") for name in names
    ]


def sealed_from(user: User) -> set[int]:
    return set(sealed_ids(anew(user), Attachment))


def test_files_of_drafts_and_earlier_versions_are_sealed(department: Department, column: BasePage) -> None:
    public, earlier, newest, on_slip, other = files_of(department, "a", "b", "c", "d", "e")
    page = use(department, make_document(department, column), public)
    release(department, page)
    use(department, page, earlier)
    use(department, page, on_slip)
    submit(department, [(fresh(page), ItemRole.POLICY)])
    draft = use(department, make_document(department, column), other)
    purge(department, page)
    assert sealed_from(department.drafter) == {public.pk, earlier.pk, on_slip.pk}
    use(department, page, newest)  # those who may purge go on writing behind the seal
    assert sealed_from(department.drafter) == {public.pk, earlier.pk, on_slip.pk, newest.pk}
    assert sealed_from(department.office) == set()
    assert not is_sealed_for(anew(department.drafter), fresh(draft))


def test_files_of_a_draft_below_and_of_an_autosaved_version_are_sealed(
    department: Department, column: BasePage
) -> None:
    below, saved_over = files_of(department, "a", "b")
    draft = use(department, make_document(department, column))
    purge(department, column)
    assert sealed_from(department.drafter) == set()
    use(department, draft, below)
    assert sealed_from(department.drafter) == {below.pk}
    page = fresh(draft).get_latest_revision_as_object()
    page.attachments = [PolicyAttachment(attachment=saved_over)]
    page.save_revision(user=department.drafter, overwrite_revision=page.latest_revision)
    assert sealed_from(department.drafter) == {saved_over.pk}


def test_a_copy_of_the_file_under_another_name_is_sealed_too(
    department: Department, column: BasePage
) -> None:
    (file,) = files_of(department, "a")
    copy = make_attachment(department.drafter, data=b"a,1\n", name="other.csv")
    page = make_document(department, column)
    release(department, page)
    use(department, page, file)
    use(department, make_document(department, column), copy)
    purge(department, page)
    assert sealed_from(department.drafter) == {file.pk, copy.pk}


def test_bytes_of_a_draft_that_something_public_uses_are_open_until_that_goes(
    department: Department, column: BasePage
) -> None:
    (file,) = files_of(department, "a")
    page, other = (make_document(department, column) for _ in range(2))
    release(department, page)
    use(department, page, file)
    release(department, use(department, other, file))
    ReferenceIndex.create_or_update_for_object(fresh(other))  # as the worker does
    purge(department, page)
    assert sealed_from(department.drafter) == set()
    withdraw_document(by=department.office, target=fresh(other), reason="内容过时")
    assert sealed_from(department.drafter) == {file.pk}
    lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason="经鉴定不涉密")
    assert sealed_from(department.drafter) == set()


def test_files_of_a_draft_without_any_version_are_sealed(department: Department, column: BasePage) -> None:
    (file,) = files_of(department, "a")
    page = PolicyDocument(title="只有一行", slug="row", unit=department.unit, live=False, kind="work_plan")
    page.attachments = [PolicyAttachment(attachment=file)]
    column.add_child(instance=page)
    purge(department, column)
    assert sealed_from(department.drafter) == {file.pk}


def test_nobody_sends_a_page_with_a_file_of_a_sealed_draft(department: Department, column: BasePage) -> None:
    """Such a file was never public, so that no list of purges knows it."""
    (file,) = files_of(department, "a")
    page, other = (make_document(department, column) for _ in range(2))
    release(department, page)
    use(department, page, file)
    use(department, other, file)
    purge(department, page)
    with pytest.raises(Refused) as refused:
        submit(department, [(fresh(other), ItemRole.POLICY)])
    assert refused.value.codes == ("clearance.purge.same_file",)
    use(department, other)
    assert submit(department, [(fresh(other), ItemRole.POLICY)]).pk
