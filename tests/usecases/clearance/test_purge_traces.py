"""What goes inside the house with a purge, what is not made again, and what the database lets be emptied."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.admin.models import FormState

from gongkai.clearance.enums import CleaningAct, ItemRole, PurgeCause
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import (
    BasePage,
    FileCleaning,
    FileScan,
    FileTables,
    ScreeningReport,
    Suppression,
    UpkeepAct,
    Withdrawal,
)
from gongkai.clearance.queries import base_type_of
from gongkai.clearance.queries.cleaning import is_scanned, scan_of_file
from gongkai.clearance.queries.purge_list import purges_of_objects
from gongkai.clearance.suppression import write_suppression_file
from gongkai.clearance.usecases import purging
from gongkai.clearance.usecases.file_tables import keep_missing_tables, keep_tables
from gongkai.clearance.usecases.purging import erase_purged_anew
from gongkai.clearance.usecases.reports import ask_for_scans
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import Department, clear_and_release, make_attachment, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
TITLE = "柘木岭竖井参数表"
SEEN = [{"kind": "metadata", "level": "hint", "excerpt": TITLE, "file": ""}]


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


@pytest.fixture
def file(department: Department) -> Any:
    """A file out of which something was cleaned."""
    attachment = make_attachment(department.drafter, data="项目,数\n甲,1\n".encode(), name="shaft.csv")
    FileCleaning.objects.create(
        original_sha256=attachment.sha256,
        sha256="e" * 64,
        act=CleaningAct.CLEAN,
        removed=[TITLE],
        basis="clearance.cleaning",
        by=department.drafter,
        at=timezone.now(),
    )
    return attachment


@pytest.fixture
def page(department: Department, column: BasePage, file: Any) -> Any:
    """A public document with that file."""
    page = make_document(department, column, title=TITLE)
    page.attachments = [PolicyAttachment(attachment=file)]
    page.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(page), ItemRole.POLICY)])
    FileScan.objects.filter(sha256=file.sha256).update(findings=SEEN)
    report(page)
    return fresh(page)


def report(page: BasePage, *, at: datetime | None = None) -> None:
    ScreeningReport.objects.update_or_create(
        content_type=base_type_of(page),
        object_id=str(page.pk),
        digest="d" * 64,
        defaults={"at": at or timezone.now(), "findings": SEEN, "hint": 1},
    )


def reported(page: BasePage) -> Any:
    return ScreeningReport.objects.get(object_id=str(page.pk), digest="d" * 64)


def purge(department: Department, page: BasePage, cause: PurgeCause) -> None:
    purge_document(by=department.office, target=fresh(page), cause=cause)


@pytest.mark.parametrize("cause", PurgeCause.values)
def test_what_was_computed_goes(department: Department, page: Any, file: Any, cause: PurgeCause) -> None:
    assert FileTables.objects.filter(sha256=file.sha256).exists()
    purge(department, page, cause)
    scan = FileScan.objects.get(sha256=file.sha256)
    assert (scan.findings, scan.knowledge) == ([], "")
    assert (reported(page).findings, reported(page).hint) == ([], 1)
    assert not FileTables.objects.filter(sha256=file.sha256).exists()
    assert FileCleaning.objects.get().removed == []
    assert Event.objects.get(action="clearance.purge").data["erased"] is True


@pytest.mark.parametrize("cause", [PurgeCause.SECRET, PurgeCause.PERSONAL])
def test_tables_of_purged_bytes_are_not_made_again(
    department: Department, page: Any, file: Any, cause: PurgeCause
) -> None:
    other = make_attachment(department.drafter, data="项目,数\n乙,2\n".encode(), name="other.csv")
    FileTables.objects.all().delete()
    purge(department, page, cause)
    assert keep_tables(file=key_of(file)) == 0
    keep_missing_tables()
    assert list(FileTables.objects.values_list("sha256", flat=True)) == [other.sha256]


@pytest.mark.parametrize(("cause", "asked"), [(PurgeCause.SECRET, False), (PurgeCause.PERSONAL, True)])
def test_only_what_is_to_be_mended_is_scanned_again(
    department: Department, page: Any, file: Any, cause: PurgeCause, *, asked: bool
) -> None:
    purge(department, page, cause)
    assert not is_scanned(scan_of_file(file))
    assert ask_for_scans(files=[key_of(file)]) == ([key_of(file)] if asked else [])


def test_forms_that_nobody_saved_go(department: Department, page: Any, column: BasePage) -> None:
    kind = ContentType.objects.get_for_model(page)
    other = make_document(department, column)
    forms = [(page, "无关"), (other, f"参见{TITLE}"), (column, "无关")]
    for target, said in forms:
        FormState.objects.create(
            user=department.drafter,
            content_type=kind,
            object_id=str(target.pk),
            data=urlencode({"body": said}),
            last_updated_at=timezone.now(),
        )
    purge(department, page, PurgeCause.PERSONAL)
    assert list(FormState.objects.values_list("object_id", flat=True)) == [str(column.pk)]


def test_what_goes_wrong_does_not_hold_a_purge_up_and_is_done_at_night(
    department: Department, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(purging, "_erase_reports", lambda objects, until: 1 / 0)
        purge(department, page, PurgeCause.SECRET)
    assert Suppression.objects.filter(object_id=str(page.pk)).exists()
    assert not fresh(page).live
    assert reported(page).findings == SEEN
    assert Event.objects.get(action="clearance.purge").data["erased"] is False
    assert erase_purged_anew() == 1
    assert reported(page).findings == []


def test_what_a_restored_database_brings_back_is_erased_at_night(department: Department, page: Any) -> None:
    purge(department, page, PurgeCause.PERSONAL)
    write_suppression_file()
    with triggers_lifted():
        Suppression.objects.all().delete()
    report(page, at=timezone.now() - timedelta(hours=1))
    UpkeepAct.objects.create(
        kind=MotionAct.RESTORE,
        content_type=base_type_of(page),
        object_id=str(page.pk),
        title=TITLE,
        reason=TITLE,
        by=department.office,
        at=timezone.now() - timedelta(hours=1),
    )
    assert erase_purged_anew() == 1
    assert reported(page).findings == []


def test_what_was_corrected_since_keeps_its_own_records(department: Department, page: Any) -> None:
    purge(department, page, PurgeCause.PERSONAL)
    report(page, at=timezone.now() + timedelta(hours=1))
    assert erase_purged_anew() == 1
    assert reported(page).findings == SEEN


def test_what_bears_the_key_of_something_purged_is_not_it(
    department: Department, page: Any, column: BasePage
) -> None:
    purge(department, page, PurgeCause.PERSONAL)
    write_suppression_file()
    assert {key for _, key, _ in purges_of_objects()} == {str(page.pk)}
    other = make_document(department, column)
    with triggers_lifted():
        Suppression.objects.all().delete()
        page.get_latest_revision().clearance.__class__.objects.filter(object_id=str(page.pk)).update(
            digest="a" * 64
        )
    report(other)
    assert purges_of_objects() == []
    assert erase_purged_anew() == 0


def withdrawal(department: Department, page: Any) -> Withdrawal:
    return Withdrawal.objects.create(
        content_type=base_type_of(page),
        object_id=str(page.pk),
        title=TITLE,
        path="/old/",
        reason=f"{TITLE}有误",
        grounds="依据",
        by=department.office,
        at=timezone.now(),
    )


EMPTY = {"title": "", "reason": "该内容已撤下。", "grounds": "", "replaced_by": ""}


def refused(**change: Any) -> bool:
    try:
        with transaction.atomic():
            Withdrawal.objects.filter(path="/old/").update(**change)
    except IntegrityError:
        return True
    return False


def test_records_are_emptied_for_a_purge_alone_and_in_no_other_way(
    department: Department, page: Any, column: BasePage
) -> None:
    row = withdrawal(department, page)
    assert refused(**EMPTY)
    purge(department, page, PurgeCause.PERSONAL)
    row.refresh_from_db()
    assert (row.title, row.reason, row.grounds) == ("", "该内容已撤下。", "")
    for change in ({"title": "改写"}, {**EMPTY, "path": "/new/"}, {**EMPTY, "by": department.head}):
        assert refused(**change), change
    other = withdrawal(department, make_document(department, column))
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.filter(pk=other.pk).update(**EMPTY)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_records_of_cleaning_are_emptied_for_a_purge_alone(department: Department, file: Any) -> None:
    for change in ({"removed": [], "left": []}, {"removed": ["改写"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FileCleaning.objects.update(**change)


@pytest.mark.parametrize(("title", "also"), [("年审指南", "年审指南要点（无关的另一件）"), (TITLE, "")])
def test_a_short_title_takes_only_notices_that_name_it(
    department: Department, column: BasePage, title: str, also: str
) -> None:
    page = make_document(department, column, title=title)
    clear_and_release(department, [(fresh(page), ItemRole.POLICY)])
    Notice.objects.all().delete()
    for text in filter(None, (f"《{title}》等您审查。", f"{also}等您审查。" if also else "")):
        Notice.objects.create(user=department.head, kind="x", text=text, subject_url="/admin/")
    purge(department, fresh(page), PurgeCause.SECRET)
    left = Notice.objects.filter(kind="x").values_list("text", flat=True)
    assert list(left) == ([f"{also}等您审查。"] if also else [])
