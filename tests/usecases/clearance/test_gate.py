"""Cleared or not public: every route in code and in the database (dossier style.md 4.3, design invariant 1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Revision

from gongkai.clearance.digest import digest_of
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage, Clearance
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_attachment,
    make_column,
    make_document,
    submit,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture
def draft(department: Department, column: Any) -> PolicyDocument:
    return make_document(department, column)


@pytest.fixture
def live(department: Department, draft: PolicyDocument) -> PolicyDocument:
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    return PolicyDocument.objects.get(pk=draft.pk)


def is_live(page: BasePage) -> bool:
    return BasePage.objects.get(pk=page.pk).live


@pytest.mark.rule("clearance.live.uncleared")
def test_uncleared_revision_cannot_be_published_and_cleared_one_can(department, draft):
    with pytest.raises(Refused) as refused:
        draft.get_latest_revision().publish()
    assert refused.value.codes == ("clearance.live.uncleared",)
    assert not is_live(draft)

    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    assert page.live
    assert page.cleared_revision_id == page.live_revision_id


def test_publishing_by_save_is_refused(draft):
    draft.live = True
    draft.live_revision = draft.get_latest_revision()
    with pytest.raises(Refused):
        draft.save()
    with pytest.raises(Refused):
        draft.save(update_fields=["live", "live_revision"])
    assert not is_live(draft)


def test_adding_a_live_page_is_refused(department, column):
    page = PolicyDocument(title="直接上线", slug="direct", kind="work_plan", live=True, unit=department.unit)
    with pytest.raises(Refused):
        column.add_child(instance=page)


def test_superuser_cannot_publish_either(draft, django_user_model):
    boss = django_user_model.objects.create_superuser("root", password="x", full_name="系统")
    with pytest.raises(PermissionDenied):
        draft.get_latest_revision().publish(user=boss)
    with pytest.raises(Refused):
        draft.get_latest_revision().publish(user=boss, skip_permission_checks=True)


def refuses(action) -> None:
    """The database itself refuses."""
    with pytest.raises(DatabaseError), transaction.atomic():
        action()


def test_database_refuses_live_without_clearance(draft):
    revision = draft.latest_revision_id
    pages = BasePage.objects.filter(pk=draft.pk)
    refuses(lambda: pages.update(live=True))
    refuses(lambda: pages.update(live=True, live_revision=revision))
    refuses(lambda: pages.update(live=True, cleared_revision=None, live_revision=revision))
    with connection.cursor() as cursor:
        refuses(
            lambda: cursor.execute(
                "UPDATE clearance_basepage SET live = %s, live_revision_id = %s WHERE id = %s",
                [True, revision, draft.pk],
            )
        )
    assert not is_live(draft)


def test_database_refuses_another_pages_clearance(department, column, live):
    other = make_document(department, column)
    pages = BasePage.objects.filter(pk=other.pk)
    refuses(
        lambda: pages.update(
            live=True, live_revision=live.live_revision_id, cleared_revision=live.cleared_revision_id
        )
    )


def test_database_refuses_swapping_the_live_revision(department, live):
    revision = live.save_revision(user=department.drafter)
    refuses(lambda: BasePage.objects.filter(pk=live.pk).update(live_revision=revision))


def test_direct_save_of_changed_live_content_is_refused(live):
    live.body = text("<p>偷偷改了。</p>")
    with pytest.raises(Refused) as refused:
        live.save()
    assert refused.value.codes == ("clearance.live.changed",)
    assert "偷偷" not in str(PolicyDocument.objects.get(pk=live.pk).body)


def test_saving_live_content_unchanged_is_fine(live):
    live.save()
    assert is_live(live)


def test_changing_a_live_page_through_its_base_row_is_refused(live):
    base = BasePage.objects.get(pk=live.pk)
    base.title = "换了标题"
    with pytest.raises(Refused):
        base.save()


def test_partial_save_of_live_content_is_refused(live):
    live.body = text("<p>换了</p>")
    with pytest.raises(Refused):
        live.save(update_fields=["body"])


def test_draft_edits_of_a_live_page_do_not_touch_what_is_public(department, live):
    before = digest_of(PolicyDocument.objects.get(pk=live.pk))
    live.body = text("<p>下一版</p>")
    revision = live.save_revision(user=department.drafter)
    assert digest_of(PolicyDocument.objects.get(pk=live.pk)) == before
    with pytest.raises(Refused):
        revision.publish()


def test_autosave_never_overwrites_what_was_submitted(department, draft):
    revision = draft.get_latest_revision()
    slip = submit(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    page.body = text("<p>另一个标签页里的自动保存</p>")
    made = page.save_revision(user=department.drafter, overwrite_revision=revision)
    assert made.pk != revision.pk
    assert slip.items.get().revision_id == revision.pk


def test_autosave_never_overwrites_what_was_cleared(department, draft):
    clear(department, [(draft, ItemRole.POLICY)])
    revision = Clearance.objects.get(object_id=str(draft.pk)).revision
    page = PolicyDocument.objects.get(pk=draft.pk)
    page.body = text("<p>审定后的自动保存</p>")
    made = page.save_revision(user=department.drafter, overwrite_revision=revision)
    assert made.pk != revision.pk
    revision.refresh_from_db()
    assert "自动保存" not in revision.content["body"]


def test_autosave_still_overwrites_a_free_draft(department, draft):
    revision = draft.get_latest_revision()
    made = draft.save_revision(user=department.drafter, overwrite_revision=revision)
    assert made.pk == revision.pk


def test_database_refuses_to_rewrite_a_cleared_revision(department, draft):
    clear(department, [(draft, ItemRole.POLICY)])
    revision = Clearance.objects.get(object_id=str(draft.pk)).revision
    content = {**revision.content, "title": "改写"}
    refuses(lambda: Revision.objects.filter(pk=revision.pk).update(content=content))
    revision.object_str = "这不是内容"
    revision.save()


def test_clearance_rows_are_only_added(department, draft):
    clear(department, [(draft, ItemRole.POLICY)])
    rows = Clearance.objects.filter(object_id=str(draft.pk))
    refuses(lambda: rows.update(digest="0" * 64))
    refuses(rows.delete)


def test_a_cleared_page_and_its_revision_cannot_be_deleted(live):
    with pytest.raises(Refused) as refused:
        live.delete()
    assert refused.value.codes == ("clearance.delete.kept_for_record",)
    with pytest.raises(ProtectedError):
        live.live_revision.delete()
    with pytest.raises((ProtectedError, DatabaseError, Refused)):
        PolicyDocument.objects.filter(pk=live.pk).delete()
    assert is_live(live)


def test_an_alias_cannot_ride_on_its_sources_clearance(live, column):
    with pytest.raises(Refused):
        live.create_alias(parent=column, update_slug="alias")


def test_a_live_copy_cannot_ride_on_its_sources_clearance(live, column, department):
    with pytest.raises(Refused):
        live.copy(to=column, update_attrs={"slug": "copy"}, keep_live=True, user=department.drafter)
    copy = live.copy(to=column, update_attrs={"slug": "copy2"}, keep_live=False, user=department.drafter)
    assert not copy.live


@pytest.mark.rule("clearance.move.live")
def test_a_live_page_keeps_its_address(department, live):
    elsewhere = make_column_beside(department)
    with pytest.raises(Refused) as refused:
        live.move(elsewhere, pos="last-child")
    assert refused.value.codes == ("clearance.move.live",)


def make_column_beside(department: Department) -> BasePage:
    return make_column(department)


def with_attachment(department: Department, column: Any) -> tuple[PolicyDocument, Any]:
    file = make_attachment(department.drafter)
    page = make_document(department, column)
    page.attachments = [PolicyAttachment(attachment=file, title="收费表")]
    page.save_revision(user=department.drafter)
    return page, file


@pytest.mark.rule("clearance.live.changed")
def test_a_file_replaced_under_the_same_id_undoes_the_clearance(department, column):
    page, file = with_attachment(department, column)
    slip = clear(department, [(page, ItemRole.POLICY)])
    file.file.save("b.csv", ContentFile(b"name,fee\nA,999\n"), save=False)
    file.save()
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert "clearance.live.changed" in refused.value.codes
    assert not is_live(page)


def test_bytes_changed_on_the_disk_undo_the_clearance(department, column):
    page, file = with_attachment(department, column)
    slip = clear(department, [(page, ItemRole.POLICY)])
    with open(file.file.path, "wb") as handle:
        handle.write(b"name,fee\nA,999\n")
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert "clearance.live.changed" in refused.value.codes


def test_a_child_row_edited_behind_the_page_shows_in_the_digest(department, column):
    page, _ = with_attachment(department, column)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    public = PolicyDocument.objects.get(pk=page.pk)
    cleared = public.granted_clearance()
    assert digest_of(public) == cleared.digest
    row = public.attachments.first()
    row.title = "换了名称"
    row.save()
    assert digest_of(PolicyDocument.objects.get(pk=page.pk)) != cleared.digest
    with pytest.raises(Refused):
        PolicyDocument.objects.get(pk=page.pk).save()


@pytest.mark.parametrize("field", ["title", "body", "doc_number", "effective_on", "disclosure", "slug"])
def test_every_field_of_content_is_in_the_digest(department, draft, field):
    before = digest_of(draft)
    value = {"effective_on": timezone.localdate(), "body": text("<p>换了</p>")}.get(field, "changed")
    setattr(draft, field, value)
    assert digest_of(draft) != before


def test_housekeeping_is_not_in_the_digest(draft):
    before = digest_of(draft)
    draft.locked = True
    draft.draft_title = "另一个"
    draft.has_unpublished_changes = True
    draft.public_since = timezone.now()
    assert digest_of(draft) == before


def test_an_empty_value_is_as_good_as_none(draft):
    before = digest_of(draft)
    draft.contact = ""
    draft.points = []
    assert digest_of(draft) == before


def test_a_revision_and_the_row_it_was_published_to_have_one_digest(department, column):
    page, _ = with_attachment(department, column)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    public = PolicyDocument.objects.get(pk=page.pk)
    assert digest_of(public) == digest_of(public.live_revision.as_object())
