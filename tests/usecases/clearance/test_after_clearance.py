"""Release, schedule, withdrawal, purge; data sets; uploads."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, ContentKind, ItemRole, ScheduleStatus
from gongkai.clearance.models import (
    Attachment,
    BasePage,
    Dataset,
    DatasetRow,
    ReleaseBatch,
    ScheduledRelease,
    Suppression,
    Withdrawal,
)
from gongkai.clearance.suppression import read_suppression_file, suppressed
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.release import cancel_schedule, release_slip, schedule_release
from gongkai.clearance.usecases.scheduling import release_due
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.basis import Certainty
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    clear,
    clear_and_release,
    make_attachment,
    make_document,
    submit,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture
def draft(department: Department, column: Any) -> PolicyDocument:
    return make_document(department, column)


def codes_of(refused: Any) -> set[str]:
    return {code.removeprefix("clearance.") for code in refused.value.codes}


def is_live(page: Any) -> bool:
    return BasePage.objects.get(pk=page.pk).live


def test_clearing_and_releasing_are_separate_rights(department, draft):
    slip = clear(department, [(draft, ItemRole.POLICY)])
    assert not is_live(draft)
    for person in (department.leader, department.drafter, department.head):
        with pytest.raises(Refused) as refused:
            release_slip(by=person, slip=slip)
        assert codes_of(refused) == {"release.no_right"}
    batch = release_slip(by=department.web, slip=slip)
    assert is_live(draft)
    assert batch.kind == BatchKind.RELEASE
    assert [item.object_id for item in batch.items.all()] == [str(draft.pk)]


def test_releasing_twice_and_releasing_the_unreviewed_is_refused(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert {"release.not_granted", "live.uncleared"} <= codes_of(refused)
    other = make_document(department, draft.get_parent().specific)
    slip = clear(department, [(other, ItemRole.POLICY)])
    release_slip(by=department.web, slip=slip)
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert codes_of(refused) == {"release.already_live"}


@pytest.mark.rule("clearance.release.due_in_past")
def test_a_time_in_the_past_is_refused(department, draft):
    slip = clear(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        schedule_release(by=department.web, slip=slip, due_at=timezone.now() - timedelta(minutes=1))
    assert codes_of(refused) == {"release.due_in_past"}


def test_one_refused_release_does_not_hold_up_the_others(department, column):
    file = make_attachment(department.drafter)
    broken = make_document(department, column)
    broken.attachments = [PolicyAttachment(attachment=file)]
    broken.save_revision(user=department.drafter)
    sound = make_document(department, column)
    soon = timezone.now() + timedelta(minutes=5)
    for page in (broken, sound):
        slip = clear(department, [(page, ItemRole.POLICY)])
        schedule_release(by=department.web, slip=slip, due_at=soon)
    Path(file.file.path).write_bytes(b"changed on the disk")
    assert release_due() == ([], [])
    released, refused = release_due(now=soon + timedelta(seconds=1))
    assert (len(released), len(refused)) == (1, 1)
    assert (is_live(sound), is_live(broken)) == (True, False)
    failed = ScheduledRelease.objects.get(status=ScheduleStatus.FAILED)
    assert failed.failure[0]["code"] == "clearance.live.changed"
    assert release_due(now=soon + timedelta(hours=1)) == ([], [])


def test_a_schedule_called_off_does_nothing(department, draft):
    slip = clear(department, [(draft, ItemRole.POLICY)])
    soon = timezone.now() + timedelta(minutes=5)
    schedule_release(by=department.web, slip=slip, due_at=soon)
    with pytest.raises(Refused):
        cancel_schedule(by=department.drafter, slip=slip)
    cancel_schedule(by=department.web, slip=slip)
    assert release_due(now=soon + timedelta(hours=1)) == ([], [])
    assert not is_live(draft)


@pytest.mark.rule("clearance.withdraw.right")
def test_withdrawing_leaves_a_notice_and_coming_back_needs_a_new_review(department, draft):
    slip = clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    with pytest.raises(Refused) as refused:
        withdraw_document(by=department.drafter, target=page, reason="过时")
    assert codes_of(refused) == {"withdraw.right"}
    with pytest.raises(Refused) as refused:
        withdraw_document(by=department.office, target=page, reason=" ")
    assert codes_of(refused) == {"withdraw.no_reason"}
    row = withdraw_document(by=department.office, target=page, reason="内容已被新文件代替")
    assert not is_live(page)
    assert (row.title, row.reason) == (str(page), "内容已被新文件代替")
    assert ReleaseBatch.objects.filter(kind=BatchKind.WITHDRAWAL).count() == 1
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert codes_of(refused) == {"release.withdrawn_since"}
    clear_and_release(department, [(PolicyDocument.objects.get(pk=draft.pk), ItemRole.POLICY)])
    assert is_live(page)


def test_a_column_with_public_pages_is_not_withdrawn(department, column, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        withdraw_document(by=department.office, target=column, reason="合并栏目")
    assert codes_of(refused) == {"withdraw.has_children"}


@pytest.mark.rule("clearance.purge.right")
def test_purging_reaches_everything_and_survives_a_restore(
    department, draft, django_capture_on_commit_callbacks
):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    with pytest.raises(Refused) as refused:
        purge_document(by=department.drafter, target=page, cause="secret")
    assert codes_of(refused) == {"purge.right"}
    with django_capture_on_commit_callbacks(execute=True):
        batch = purge_document(by=department.office, target=page, cause="secret")
    assert not is_live(page)
    assert batch.kind == BatchKind.PURGE
    row = Suppression.objects.get()
    assert page.granted_clearance() is None or page.granted_clearance().digest in row.digests
    notice = Withdrawal.objects.get(object_id=str(page.pk))
    assert (notice.title, notice.reason) == ("", "该内容已撤下。")
    paths, _ = suppressed()
    assert row.path in paths
    assert [line["path"] for line in read_suppression_file()] == [row.path]


def test_a_tampered_suppression_is_not_believed(department, draft, django_capture_on_commit_callbacks):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    with django_capture_on_commit_callbacks(execute=True):
        purge_document(by=department.office, target=PolicyDocument.objects.get(pk=draft.pk), cause="other")
    path = Path(settings.HOME) / "suppressed.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("doc-", "dog-"), encoding="utf-8")
    assert read_suppression_file() == []


# -- the second shape ------------------------------------------------------------------------------


@pytest.fixture
def dataset(department: Department) -> Dataset:
    return Dataset.objects.create(key="phones", title="公开电话", unit=department.unit)


@pytest.mark.rule("clearance.dataset.right")
@pytest.mark.rule("clearance.dataset.no_rows")
@pytest.mark.rule("clearance.dataset.repeated_key")
@pytest.mark.rule("clearance.dataset.under_review")
def test_a_dataset_goes_live_version_by_version(department, dataset):
    editor = make_user(Role.OFFICE)
    rows = [("phone", {"value": "000-0001"})]
    for by, given, code in (
        (department.drafter, rows, "dataset.right"),
        (editor, [], "dataset.no_rows"),
        (editor, rows * 2, "dataset.repeated_key"),
    ):
        with pytest.raises(Refused) as refused:
            create_dataset_version(by=by, dataset=dataset, rows=given)
        assert codes_of(refused) == {code}
    version = create_dataset_version(by=editor, dataset=dataset, rows=rows)
    slip = submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)
    with pytest.raises(Refused) as refused:
        create_dataset_version(by=editor, dataset=dataset, rows=rows)
    assert codes_of(refused) == {"dataset.under_review"}
    with pytest.raises(DatabaseError), transaction.atomic():
        DatasetRow.objects.filter(version=version).update(values={"value": "改了"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Dataset.objects.filter(pk=dataset.pk).update(live_version=version)
    from tests.factories.gate import approve_all

    release_slip(by=department.web, slip=approve_all(department, slip))
    dataset.refresh_from_db()
    assert dataset.live_version == version
    assert dataset.cleared_version_id == version.pk


def test_the_database_refuses_an_uncleared_dataset_version(department, dataset):
    version = create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=[("a", {"value": "1"})])
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(
            "UPDATE clearance_dataset SET live_version_id = %s WHERE id = %s", [version.pk, dataset.pk]
        )


# -- uploads ---------------------------------------------------------------------------------------


def docx_with(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document><w:p>正文</w:p></w:document>")
        archive.writestr("word/header1.xml", f"<w:hdr><w:p><w:r>{text}</w:r></w:p></w:hdr>")
    return buffer.getvalue()


def upload(name: str, data: bytes) -> Attachment:
    attachment = Attachment(title=name)
    attachment.file = ContentFile(data, name=name)
    attachment.save()
    return attachment


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "机密★1年\n关于某事".encode()),
        ("a.txt", "机密★1年".encode("gb18030")),
        ("a.docx", docx_with("秘密★长期")),
        ("机密★.txt", b"nothing"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + "绝密★30年".encode("utf-16-le")),
        ("odd.doc", b"\xd0\xcf\x11\xe0\x00" + "绝密★30年".encode("utf-16-le")),
        ("photo.jpg", b"\xff\xd8\xff" + "秘密★1年".encode()),
    ],
)
def test_a_marked_upload_leaves_nothing_behind(name, data):
    before = stored_files()
    with pytest.raises(Refused) as refused:
        upload(name, data)
    assert codes_of(refused) == {"storing.secret_mark"}
    assert stored_files() == before
    assert not Attachment.objects.exists()


def test_writing_straight_to_storage_is_screened_too():
    attachment = Attachment(title="旁路")
    with pytest.raises(Refused):
        attachment.file.save("a.txt", ContentFile("机密★1年".encode()), save=False)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"\0" * (40 * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.rule("clearance.storing.unreadable")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.docx", b"PK\x03\x04 this is no archive"),
        ("broken.pdf", b"%PDF-1.7 this is no document"),
        ("bomb.zip", bomb()),
    ],
)
def test_what_cannot_be_checked_is_not_taken(name, data):
    with pytest.raises(Refused) as refused:
        upload(name, data)
    assert codes_of(refused) == {"storing.unreadable"}


@pytest.mark.rule("clearance.storing.empty")
def test_an_empty_file_is_refused_by_our_own_rule():
    with pytest.raises(Refused) as refused:
        upload("empty.txt", b"")
    assert codes_of(refused) == {"storing.empty"}
    assert refused.value.reasons[0].basis.certainty == Certainty.HOUSE


def test_a_clean_upload_is_kept_with_its_hash():
    attachment = upload("a.csv", b"name,fee\n")
    assert len(attachment.sha256) == 64
    assert attachment.screen_state == "clean"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    assert upload("old.doc", old).screen_state == "manual"
