"""Files are scanned once for their bytes in the background; what uses them waits, and nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.clearance.enums import FindingKind, FindingLevel, ItemRole, ScanState, SlipState
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import FileScan, FindingDecision
from gongkai.clearance.queries.files import unread_files
from gongkai.clearance.rules.screening import FILE_WAITS, MOST_ATTEMPTS, STOPPED, WAIVE_NEVER
from gongkai.clearance.rules.storing import UNREAD
from gongkai.clearance.scanning import Known
from gongkai.clearance.screening import Knowledge
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.tasks import take_up_file_scans
from gongkai.clearance.usecases.looking import look_at_file
from gongkai.clearance.usecases.removing import remove_secret_file
from gongkai.clearance.usecases.reports import ask_for_scans, run_file_scan
from gongkai.clearance.usecases.waiving import waive_findings
from gongkai.core.accounts.enums import Role
from gongkai.core.jobs.working import run_pending_jobs
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import GROUNDS, marks_of, screened, use_file_findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]

HIDDEN = found(FindingKind.HIDDEN_DATA, 0, 0, "隐藏工作表", place="工作表第2张")


@pytest.fixture
def queued(settings: Any) -> None:
    settings.GONGKAI_SCAN_AT_ONCE = False


def document_with(department: Any, column: Any, *files: Any) -> Any:
    document = make_document(department, column)
    draft = document.get_latest_revision_as_object()
    draft.attachments = [PolicyAttachment(attachment=file, title="表") for file in files]
    draft.save_revision(user=department.drafter)
    return document


def send(department: Any, document: Any) -> Any:
    return submit(department, [(document, ItemRole.POLICY)])


@pytest.mark.rule("clearance.finding.file_waits")
@pytest.mark.usefixtures("queued")
def test_what_uses_a_file_waits_until_it_is_scanned(department: Any, column: Any) -> None:
    document = document_with(department, column, make_attachment(department.drafter))
    with pytest.raises(Refused) as refused:
        send(department, document)
    assert refused.value.codes == (FILE_WAITS.code,)
    assert run_pending_jobs() >= 1
    assert send(department, document).state == SlipState.IN_REVIEW


@pytest.mark.usefixtures("queued")
def test_the_same_bytes_are_scanned_once(department: Any, monkeypatch: Any) -> None:
    first, second = make_attachment(department.drafter), make_attachment(department.drafter, name="b.csv")
    assert first.sha256 == second.sha256
    second.title = "改了名"
    second.save()
    assert DBTaskResult.objects.filter(task_path__endswith="tasks.scan_file").count() == 1
    assert run_file_scan(file=key_of(first)) is True
    assert run_file_scan(file=key_of(first)) is False
    known = Known(Knowledge(on=timezone.localdate()), "later", "later", "")
    monkeypatch.setattr("gongkai.clearance.usecases.reports.known_now", lambda: known)
    assert ask_for_scans(files=[key_of(first)]) == [key_of(first)]
    assert ask_for_scans(files=[key_of(first)]) == []
    assert run_file_scan(file=key_of(first)) is True
    assert FileScan.objects.get().knowledge == "later"


def test_findings_of_a_file_stop_and_are_waived_for_these_bytes(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    use_file_findings(monkeypatch, HIDDEN)
    document = document_with(department, column, make_attachment(department.drafter))
    with pytest.raises(Refused) as refused:
        send(department, document)
    assert refused.value.codes == (STOPPED.code,)
    assert "工作表第2张" in str(refused.value)
    secrecy = make_user(Role.SECRECY)
    waive_findings(by=secrecy, target=document, marks=marks_of(document), grounds=GROUNDS)
    assert send(department, document).state == SlipState.IN_REVIEW


def test_other_bytes_are_asked_for_anew(department: Any, column: Any, monkeypatch: Any) -> None:
    use_file_findings(monkeypatch, HIDDEN)
    file = make_attachment(department.drafter)
    document = document_with(department, column, file)
    secrecy = make_user(Role.SECRECY)
    waive_findings(by=secrecy, target=document, marks=marks_of(document), grounds=GROUNDS)
    draft = document.get_latest_revision_as_object()
    draft.attachments = [PolicyAttachment(attachment=make_attachment(department.drafter, data=b"other\n"))]
    draft.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        send(department, document)
    assert refused.value.codes == (STOPPED.code,)


@pytest.mark.rule("clearance.waive.never")
def test_what_no_machine_read_is_looked_through_and_never_waived(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    unread = found(FindingKind.UNREADABLE, 0, 0, "第3页没有识别", place="第3页")
    use_file_findings(monkeypatch, unread, is_readable=False)
    file = make_attachment(department.drafter)
    document = document_with(department, column, file)
    secrecy = make_user(Role.SECRECY)
    with pytest.raises(Refused) as refused:
        send(department, document)
    assert refused.value.codes == (UNREAD.code,)
    with pytest.raises(Refused) as never:
        waive_findings(by=secrecy, target=document, marks=marks_of(document), grounds=GROUNDS)
    assert WAIVE_NEVER.code in never.value.codes
    assert not FindingDecision.objects.exists()
    look_at_file(by=secrecy, file=file, note="逐页看过，不涉密", sha256=file.sha256)
    assert send(department, document).state == SlipState.IN_REVIEW


@pytest.mark.rule("clearance.waive.never")
def test_of_a_mark_in_a_file_nothing_is_kept_and_it_is_never_waived(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    mark = found(FindingKind.CLASSIFICATION_MARK, 3, 7, "机＊★", place="第1页")
    use_file_findings(monkeypatch, mark)
    document = document_with(department, column, make_attachment(department.drafter))
    kept = FileScan.objects.get().findings[0]
    assert (kept["excerpt"], kept["start"], kept["end"]) == ("", 0, 0)
    with pytest.raises(Refused) as never:
        waive_findings(by=make_user(Role.SECRECY), target=document, marks=marks_of(document), grounds=GROUNDS)
    assert WAIVE_NEVER.code in never.value.codes


def test_places_inside_files_keep_no_numbers(department: Any, monkeypatch: Any) -> None:
    use_file_findings(
        monkeypatch, found(FindingKind.MOBILE, 0, 11, "138****", place="工作表“13800001234”!B2")
    )
    make_attachment(department.drafter)
    assert "13800001234" not in str(FileScan.objects.get().findings)


def test_the_gravest_findings_are_kept_and_the_rest_counted(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    hints = [found(FindingKind.METADATA, 0, 0, f"属性{n}") for n in range(600)]
    stops = [found(FindingKind.HIDDEN_DATA, 0, 0, f"第{n}行", place=f"第{n}行") for n in range(510)]
    use_file_findings(monkeypatch, *hints, *stops)
    document = document_with(department, column, make_attachment(department.drafter))
    scan = FileScan.objects.get()
    assert (len(scan.findings), scan.left_out, scan.block, scan.hint) == (500, 10, 510, 600)
    assert {one["level"] for one in scan.findings} == {FindingLevel.BLOCK}
    waive_findings(by=make_user(Role.SECRECY), target=document, marks=marks_of(document), grounds=GROUNDS)
    with pytest.raises(Refused) as refused:
        send(department, document)
    assert refused.value.codes == (STOPPED.code,)


@pytest.mark.usefixtures("queued")
def test_a_scan_cut_off_in_the_middle_is_done_again(department: Any) -> None:
    """The worker died: the task is given back and runs anew, over the state that was left."""
    file = make_attachment(department.drafter)
    left = {"state": ScanState.RUNNING, "attempts": 1, "done": 12, "total": 200, "what": "页"}
    FileScan.objects.update(**left)
    assert run_file_scan(file=key_of(file))
    scan = FileScan.objects.get()
    assert (scan.state, scan.attempts) == (ScanState.DONE, 2)


@pytest.mark.usefixtures("queued")
def test_a_lost_scan_is_taken_up_and_in_the_end_given_to_a_person(department: Any) -> None:
    file = make_attachment(department.drafter)
    DBTaskResult.objects.all().delete()
    assert take_up_file_scans.func() == 0  # it waits for a moment only
    long_ago = timezone.now() - timedelta(hours=2)
    FileScan.objects.update(seen_at=long_ago)
    assert take_up_file_scans.func() == 1
    FileScan.objects.update(seen_at=long_ago, state=ScanState.RUNNING, attempts=MOST_ATTEMPTS)
    assert take_up_file_scans.func() == 0
    scan = FileScan.objects.get()
    assert (scan.state, scan.is_readable) == (ScanState.DONE, False)
    assert unread_files(type(file)).filter(pk=file.pk).exists()


@pytest.mark.usefixtures("queued")
def test_a_failure_is_noted_and_seen(department: Any, monkeypatch: Any) -> None:
    def fail(*args: Any) -> Any:
        raise OSError("disk")

    monkeypatch.setattr("gongkai.clearance.usecases.reports.scan_stored", fail)
    file = make_attachment(department.drafter)
    with pytest.raises(OSError, match="disk"):
        run_file_scan(file=key_of(file))
    scan = FileScan.objects.get()
    assert (scan.state, scan.attempts, scan.finished_at) == (ScanState.FAILED, 1, None)
    monkeypatch.undo()
    FileScan.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    assert take_up_file_scans.func() == 1


@pytest.mark.usefixtures("queued")
def test_files_from_before_are_taken_up(department: Any) -> None:
    make_attachment(department.drafter)
    FileScan.objects.all().delete()
    assert take_up_file_scans.func() == 1
    assert FileScan.objects.get().state == ScanState.WAITING


def test_progress_is_told(department: Any, column: Any, monkeypatch: Any) -> None:
    from gongkai.clearance.queries.screening import progress_of

    document = document_with(department, column, make_attachment(department.drafter))
    FileScan.objects.update(state=ScanState.RUNNING, done=12, total=200, what="页", finished_at=None)
    (_, scan) = screened(document).files[0]
    assert scan is not None
    assert progress_of(scan) == "第 12 页，共 200 页"


def test_of_a_removed_secret_file_no_finding_stays(department: Any, column: Any, monkeypatch: Any) -> None:
    from gongkai.clearance.models import ScreeningReport
    from gongkai.clearance.usecases.reports import record_report

    use_file_findings(monkeypatch, HIDDEN)
    file = make_attachment(department.drafter)
    document = document_with(department, column, file)
    record_report(screening=screened(document))
    remove_secret_file(by=make_user(Role.SECRECY), file=file, sha256=file.sha256)
    assert not FileScan.objects.exists()
    assert ScreeningReport.objects.get(object_id=str(document.pk)).findings == []


def test_what_was_found_stays_where_a_later_scan_does_not_come_to_its_end(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    use_file_findings(monkeypatch, HIDDEN)
    file = make_attachment(department.drafter)
    unread = found(FindingKind.UNREADABLE, 0, 0, "超过时间")
    use_file_findings(monkeypatch, unread, is_readable=False)
    FileScan.objects.update(knowledge="older")
    assert run_file_scan(file=key_of(file))
    scan = FileScan.objects.get()
    assert {one["kind"] for one in scan.findings} == {HIDDEN.kind, "unreadable"}
    assert scan.is_readable is False
    use_file_findings(monkeypatch)
    FileScan.objects.update(knowledge="older")
    assert run_file_scan(file=key_of(file))
    assert FileScan.objects.get().findings == []
