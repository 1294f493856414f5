"""A file is cleaned or masked, and its new bytes come in by the door; refused and done from one setup."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongkai.clearance.cleaning import Pick
from gongkai.clearance.enums import ItemRole, PurgeCause
from gongkai.clearance.models import Attachment, BasePage, FileCleaning, FileScan, RefusedBytes
from gongkai.clearance.queries.cleaning import hidden_in_file, mask_choices, scan_of_file
from gongkai.clearance.screening.parts import Hidden
from gongkai.clearance.screening.readers import Limits, read_parts
from gongkai.clearance.suppression import suppressed
from gongkai.clearance.usecases.cleaning import clean_file, preview_cleaning, redact_file
from gongkai.clearance.usecases.removing import remove_secret_file
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.cleaning import CLEAN, LIST, REVISED, clean_in_this_process
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_attachment,
    make_column,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tools.screening_samples.packing import ID

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.GONGKAI_SCAN_AT_ONCE = True
    clean_in_this_process(monkeypatch)


def bytes_in(file: Attachment) -> bytes:
    file.refresh_from_db()
    with file.file.storage.open(file.file.name, "rb") as stored:
        return bytes(stored.read())


@pytest.fixture
def file(department: Department) -> Attachment:
    return make_attachment(department.drafter, data=REVISED, name="修订稿.docx")


@pytest.mark.rule("clearance.clean.hidden")
def test_the_cleaned_file_takes_the_place_and_the_old_bytes_go(
    department: Department, file: Attachment, django_capture_on_commit_callbacks: Any
) -> None:
    before, name, storage = file.sha256, file.file.name, file.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        made = clean_file(by=department.drafter, file=file, sha256=before)
    assert made.file.pk == file.pk
    assert not made.record.is_new
    data = bytes_in(file)
    assert hashlib.sha256(data).hexdigest() == file.sha256 == made.record.sha256 != before
    assert not [one for one in read_parts("a.docx", data, limits=Limits()) if isinstance(one, Hidden)]
    assert not storage.exists(name), "what was hidden does not stay lying about"
    assert made.record.original_sha256 == before
    assert any("批注" in line for line in made.record.removed)
    event = Event.objects.get(action="clearance.clean_file")
    assert event.data["original"] == before
    assert ID not in str(event.data) + str(made.record.removed)


@pytest.mark.rule("clearance.clean.right")
@pytest.mark.rule("clearance.clean.same")
def test_not_by_others_and_not_other_bytes(department: Department, file: Attachment) -> None:
    stranger = make_user(Role.HOTLINE)
    with pytest.raises(Refused) as refused:
        clean_file(by=stranger, file=file, sha256="0" * 64)
    assert refused.value.codes == ("clearance.clean.right", "clearance.clean.same")
    with pytest.raises(Refused) as refused:
        preview_cleaning(by=stranger, file=file, sha256=file.sha256)
    assert refused.value.codes == ("clearance.clean.right",)
    assert not FileCleaning.objects.exists()
    assert clean_file(by=department.drafter, file=file, sha256=file.sha256).record.pk


@pytest.mark.rule("clearance.clean.nothing")
@pytest.mark.rule("clearance.clean.failed")
def test_a_clean_file_and_one_that_cannot_be_cleaned_stay(department: Department) -> None:
    for data, name, code in (
        (CLEAN, "干净.docx", "clearance.clean.nothing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20, "旧.doc", "clearance.clean.failed"),
    ):
        file = make_attachment(department.drafter, data=data, name=name)
        with pytest.raises(Refused) as refused:
            clean_file(by=department.drafter, file=file, sha256=file.sha256)
        assert refused.value.codes == (code,)
        assert refused.value.reasons[0].remedy
        assert bytes_in(file) == data
    assert not FileCleaning.objects.exists()


@pytest.mark.rule("clearance.clean.secret")
def test_nothing_is_made_of_a_file_that_may_be_secret(department: Department, file: Attachment) -> None:
    mark = {"kind": "classification_mark", "level": "block", "rule": "x", "excerpt": "", "place": "第1段"}
    FileScan.objects.filter(sha256=file.sha256).update(
        findings=[{**mark, "start": 0, "end": 0, "note": "", "suggestion": ""}]
    )
    with pytest.raises(Refused) as refused:
        redact_file(by=department.drafter, file=file, sha256=file.sha256, picks=[], words=["通知"])
    assert refused.value.codes == ("clearance.clean.secret",)
    assert bytes_in(file) == REVISED


@pytest.mark.rule("clearance.clean.redacted")
@pytest.mark.rule("clearance.clean.chosen")
def test_what_was_found_is_masked_as_proposed(department: Department) -> None:
    file = make_attachment(department.drafter, data=LIST, name="名单.csv")
    choices = mask_choices(scan_of_file(file))
    assert [one.label for one in choices][:1] == ["身份证号"]
    act = {"by": department.drafter, "file": file, "sha256": file.sha256}
    with pytest.raises(Refused) as refused:
        redact_file(**act, picks=[], words=[])
    assert refused.value.codes == ("clearance.clean.chosen",)
    with pytest.raises(Refused) as refused:
        redact_file(**act, picks=[Pick("id_card", "别处", 0, 18)], words=[])
    assert refused.value.codes == ("clearance.clean.redacted",)
    made = redact_file(**act, picks=[choices[0].pick], words=["甲某某"])
    text = bytes_in(file).decode("gb18030")
    assert ID not in text
    assert "甲某某" not in text
    assert "■■■" in text
    assert made.record.masked == 2
    said = str(Event.objects.get(action="clearance.redact_file").data) + str(made.record.removed)
    assert ID not in said
    assert "甲某某" not in said


def test_a_typed_mark_is_refused_and_leaves_its_trace(department: Department, file: Attachment) -> None:
    with pytest.raises(Refused) as refused:
        redact_file(by=department.drafter, file=file, sha256=file.sha256, picks=[], words=["机密★1年"])
    assert refused.value.codes == ("clearance.storing.secret_mark",)
    assert Event.objects.filter(action="clearance.secret_refused").count() == 1


def test_what_a_submitted_paper_uses_stays_and_a_new_file_is_made(
    department: Department, column: BasePage, file: Attachment
) -> None:
    document = make_document(department, column)
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    FileScan.objects.filter(sha256=file.sha256).update(findings=[], block=0, justify=0, hint=0)
    submit(department, [(document, ItemRole.POLICY)])
    made = clean_file(by=department.drafter, file=file, sha256=file.sha256)
    assert made.record.is_new
    assert made.file.pk != file.pk
    assert made.file.title.endswith("（已清理）")
    assert made.file.uploaded_by_user == department.drafter
    assert bytes_in(file) == REVISED
    assert hidden_in_file(scan_of_file(made.file)) == []


def test_a_record_is_only_added(department: Department, file: Attachment) -> None:
    record = clean_file(by=department.drafter, file=file, sha256=file.sha256).record
    with pytest.raises(DatabaseError), transaction.atomic():
        FileCleaning.objects.filter(pk=record.pk).update(masked=0, left=["x"])
    with pytest.raises(DatabaseError), transaction.atomic():
        record.delete()


def test_what_was_made_of_a_secret_file_goes_with_it(department: Department) -> None:
    file = make_attachment(department.drafter, data=LIST, name="名单.csv")
    original = file.sha256
    copy = make_attachment(department.drafter, data=LIST, name="同一份.csv")
    made = redact_file(by=department.drafter, file=copy, sha256=original, picks=[], words=["甲某某"])
    assert made.file.sha256 != original
    remove_secret_file(by=make_user(Role.SECRECY), file=file, sha256=original)
    rows = Attachment.objects.filter(pk__in=[file.pk, made.file.pk])
    assert {row.screen_state for row in rows} == {"removed"}
    assert set(RefusedBytes.objects.values_list("sha256", flat=True)) == {original, made.file.sha256}
    assert not FileScan.objects.exists()


def test_after_a_leak_what_was_made_of_its_files_is_barred_and_nothing_more_is_made(
    department: Department,
) -> None:
    column = make_column(department)
    document = make_document(department, column)
    file = make_attachment(
        department.drafter, data="站名,地址\n第一站,甲某某路1号\n".encode(), name="站名.csv"
    )
    document.attachments = [PolicyAttachment(attachment=file)]
    document.save_revision(user=department.drafter)
    clear_and_release(department, [(BasePage.objects.get(pk=document.pk).specific, ItemRole.POLICY)])
    act = {"by": department.drafter, "file": file, "sha256": file.sha256, "picks": [], "words": ["甲某某"]}
    made = redact_file(**act)
    assert made.record.is_new
    target = BasePage.objects.get(pk=document.pk).specific
    purge_document(by=department.office, target=target, cause=PurgeCause.SECRET)
    assert made.file.sha256 in suppressed()[1]
    with pytest.raises(Refused):
        redact_file(**act)
