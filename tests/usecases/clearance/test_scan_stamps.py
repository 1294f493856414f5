"""What makes a scan old: what could add findings, never what is published; and what is done about it."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import FindingLevel, ItemRole, ScanState, ScheduleStatus, SlipState, Verdict
from gongkai.clearance.file_keys import FileKey, key_of
from gongkai.clearance.models import FileScan, FileTables, PublicOnce, PublishedPhone, ScheduledRelease
from gongkai.clearance.queries import knowledge
from gongkai.clearance.rules.screening import FILE_WAITS, STOPPED
from gongkai.clearance.scanning import known_now
from gongkai.clearance.screening import version as engine
from gongkai.clearance.tasks import release_what_is_due
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.knowledge_tables import set_phone
from gongkai.clearance.usecases.release import release_slip, schedule_release
from gongkai.clearance.usecases.reports import ask_for_scans, run_file_scan
from gongkai.clearance.usecases.scheduling import release_due
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.jobs.working import run_pending_jobs
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import approve_all, clear_and_release, make_attachment, make_document, submit
from tests.factories.knowledge import make_list
from tests.factories.people import make_user
from tests.factories.screening import note_all, screened
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
PHONE = "13812345678"
NUMBER = "示交办〔2026〕7001号"


def with_file(department: Any, column: Any, text: str, *, name: str = "a.txt", **given: Any) -> Any:
    """A document with a text as its attachment."""
    document = make_document(department, column, **given)
    draft = document.get_latest_revision_as_object()
    file = make_attachment(department.drafter, data=text.encode(), name=name)
    draft.attachments = [PolicyAttachment(attachment=file, title="附表")]
    draft.save_revision(user=department.drafter)
    return document


def file_of(document: Any) -> Any:
    latest = type(document).objects.get(pk=document.pk).get_latest_revision_as_object()
    return latest.attachments.all()[0].attachment


def new_secret_word(word: str) -> None:
    make_list(word, level=FindingLevel.BLOCK, is_closed=True)


def codes_of(act: Any, *args: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.codes


def publish_number(department: Any, column: Any) -> Any:
    page = make_document(department, column, doc_number=NUMBER)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    return page


def tell_phone() -> PublishedPhone:
    return set_phone(
        by=make_user(Role.OFFICE),
        phone=None,
        digits=PHONE,
        label="值班",
        unit=None,
        source="本厅公布",
        valid_from=date(2020, 1, 1),
        valid_until=None,
    )


def test_what_is_published_leaves_every_scan_as_it_is(department: Any, column: Any) -> None:
    document = with_file(department, column, "正文没有号码。")
    before = known_now()
    publish_number(department, column)
    after = known_now()
    assert (before.adds, before.told == after.told) == (after.adds, False)
    assert ask_for_scans(files=[key_of(file_of(document))]) == []
    assert screened(document).waiting(as_known=True) == []


def test_a_new_word_makes_every_scan_old(department: Any, column: Any, settings: Any) -> None:
    settings.GONGKAI_SCAN_AT_ONCE = False
    document = with_file(department, column, "里面有暗语甲。")
    run_pending_jobs()
    new_secret_word("暗语甲")
    assert [one.state for one in screened(document).waiting(as_known=True)] == [ScanState.DONE]
    assert ask_for_scans(files=[key_of(file_of(document))]) == [key_of(file_of(document))]


def test_another_engine_makes_every_scan_old(department: Any, column: Any, monkeypatch: Any) -> None:
    document = with_file(department, column, "正文")
    assert len(engine.engine_mark()) == 64
    monkeypatch.setattr("gongkai.clearance.queries.knowledge.engine_mark", lambda: "next")
    monkeypatch.setattr(knowledge, "_KNOWN", knowledge._Shelf())  # another process has built nothing yet
    assert screened(document).waiting(as_known=True)


@pytest.mark.rule("clearance.finding.file_waits")
def test_no_step_and_no_release_rests_on_a_scan_older_than_a_secret_word(
    client: Any, department: Any, column: Any, settings: Any
) -> None:
    document = with_file(department, column, "里面有暗语甲。")
    slip = submit(department, [(document, ItemRole.POLICY)])
    settings.GONGKAI_SCAN_AT_ONCE = False
    new_secret_word("暗语甲")
    step = {"verdict": Verdict.APPROVED, "opinion": "同意", "grounds": "第十七条"}
    assert codes_of(decide_step, by=department.head, slip=slip, **step) == (FILE_WAITS.code,)
    client.force_login(department.head, backend=BACKEND)
    assert "要再查一遍" in client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
    assert FileScan.objects.get(suffix=".txt").state == ScanState.WAITING  # asked for by looking
    run_pending_jobs()
    assert codes_of(decide_step, by=department.head, slip=slip, **step) == (STOPPED.code,)


@pytest.mark.parametrize("said", ["里面有暗语甲。", "里面没有。"])
def test_a_granted_slip_waits_for_the_scan_and_for_what_it_finds(
    client: Any, department: Any, column: Any, settings: Any, said: str
) -> None:
    document = with_file(department, column, said)
    slip = approve_all(department, submit(department, [(document, ItemRole.POLICY)]))
    assert slip.state == SlipState.GRANTED
    settings.GONGKAI_SCAN_AT_ONCE = False
    new_secret_word("暗语甲")
    assert FILE_WAITS.code in codes_of(release_slip, by=department.web, slip=slip)
    client.force_login(department.web, backend=BACKEND)
    assert "要再查一遍" in client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
    run_pending_jobs()
    if "没有" in said:
        assert release_slip(by=department.web, slip=slip).items.count() == 1
    else:
        assert STOPPED.code in codes_of(release_slip, by=department.web, slip=slip)


def test_a_scheduled_release_waits_a_minute_for_a_scan_and_does_not_fail(
    department: Any, column: Any, settings: Any
) -> None:
    document = with_file(department, column, "里面没有。")
    slip = approve_all(department, submit(department, [(document, ItemRole.POLICY)]))
    due = timezone.now() + timedelta(minutes=1)
    schedule_release(by=department.web, slip=slip, due_at=due)
    settings.GONGKAI_SCAN_AT_ONCE = False
    new_secret_word("暗语甲")
    assert release_due(now=due) == ([], [])
    assert ScheduledRelease.objects.get().status == ScheduleStatus.WAITING
    release_what_is_due.func()
    run_pending_jobs()
    assert release_due(now=due) == ([slip.number], [])


@pytest.mark.parametrize("text", [f"手机{PHONE}。", f"依据{NUMBER}办理。"])
def test_what_has_been_published_since_stops_nothing_and_is_looked_at_again(
    department: Any, column: Any, settings: Any, text: str
) -> None:
    document = with_file(department, column, text)
    settings.GONGKAI_SCAN_AT_ONCE = False
    kinds = [hit.kind for hit in screened(document).hits]
    assert len(kinds) == 1
    tell_phone() if PHONE in text else publish_number(department, column)
    waiting = [(document, ItemRole.POLICY)]
    if PHONE in text:
        assert codes_of(lambda: _send(department, document)) == (FILE_WAITS.code,)
    assert ask_for_scans(files=[key_of(file_of(document))]) == [key_of(file_of(document))]
    run_file_scan(file=key_of(file_of(document)))
    assert screened(document).hits == []
    assert submit(department, waiting).state == SlipState.IN_REVIEW


def _send(department: Any, document: Any) -> Any:
    from gongkai.clearance.enums import ContentKind
    from gongkai.clearance.usecases.submission import submit_for_review

    members = [(document, ItemRole.POLICY)]
    return submit_for_review(
        by=department.drafter, members=members, kind=ContentKind.POLICY, unit=department.unit
    )


def test_what_was_public_and_is_no_more_makes_old_what_rested_on_it(department: Any, column: Any) -> None:
    published = publish_number(department, column)
    document = with_file(department, column, f"依据{NUMBER}办理。")
    assert screened(document).hits == []
    assert PublicOnce.objects.filter(is_set=True).exists()
    assert NUMBER not in str(list(PublicOnce.objects.values_list("digest", flat=True)))
    withdraw_document(by=department.office, target=published, reason="内容有误，撤下更正")
    assert screened(document).waiting(as_known=True)
    run_file_scan(file=key_of(file_of(document)))
    assert [hit.kind for hit in screened(document).hits] == ["unknown_reference"]


def test_the_same_bytes_under_two_endings_are_two_files(department: Any, column: Any) -> None:
    rows = "姓名,单位,住址\n" + "".join(f"甲{n},运输处,某路{n}号\n" for n in range(6))
    documents = {
        ending: with_file(department, column, rows, name=f"a{ending}") for ending in (".txt", ".csv")
    }
    sha256 = {file_of(one).sha256 for one in documents.values()}
    assert len(sha256) == 1
    assert set(FileScan.objects.values_list("suffix", flat=True)) == {".txt", ".csv"}
    assert "person_table" not in [hit.kind for hit in screened(documents[".txt"]).hits]
    assert "person_table" in [hit.kind for hit in screened(documents[".csv"]).hits]
    told = {row.suffix: len(row.profiles) for row in FileTables.objects.all()}
    assert told == {".txt": 0, ".csv": 1}


def test_the_rows_of_before_stay_with_the_ending_of_their_file(department: Any) -> None:
    file = make_attachment(department.drafter, name="a.csv")
    FileScan.objects.update(suffix="")
    FileTables.objects.update(suffix="")
    FileScan.objects.create(sha256="0" * 64, asked_at=timezone.now(), seen_at=timezone.now())
    migration = import_module("gongkai.clearance.migrations.0030_two_stamps_of_scans")
    migration.name_the_endings(apps, None)
    assert FileScan.objects.get(sha256=file.sha256).suffix == ".csv"
    assert FileTables.objects.get().suffix == ".csv"
    assert FileScan.objects.get(sha256="0" * 64).suffix == ""
    key = FileKey(file.sha256, ".txt")
    FileScan.objects.create(**key._asdict(), asked_at=timezone.now(), seen_at=timezone.now())
    migration.keep_one_of_each(apps, None)
    assert FileScan.objects.filter(sha256=file.sha256).get().suffix == ".csv"


@pytest.mark.rule("clearance.screen.unread_tables")
def test_tables_that_were_not_read_to_their_end_are_explained_in_writing(
    client: Any, department: Any, column: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("gongkai.clearance.queries.aggregation_contents.MAX_FILE", 1)
    document = with_file(department, column, "姓名,单位\n甲一,运输处\n", name="a.csv")
    refused = codes_of(submit, department, [(document, ItemRole.POLICY)])
    assert refused == ("clearance.finding.unexplained",)
    note_all(department.drafter, document, "已逐行看过，没有个人信息。")
    slip = submit(department, [(document, ItemRole.POLICY)])
    client.force_login(department.head, backend=BACKEND)
    page = client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
    assert "没有读完的表" in page
    assert "a.csv" in page


def test_a_reading_that_was_stopped_is_tried_again(department: Any, column: Any, monkeypatch: Any) -> None:
    from gongkai.clearance.usecases.file_tables import keep_missing_tables

    monkeypatch.setattr("gongkai.clearance.queries.aggregation_contents.MAX_FILE", 1)
    with_file(department, column, "姓名,单位\n甲一,运输处\n", name="a.csv")
    assert [keep_missing_tables() for _ in range(4)] == [1, 1, 0, 0]
    assert FileTables.objects.get().attempts == 3
    monkeypatch.setattr("gongkai.clearance.usecases.file_tables.engine_mark", lambda: "next")
    monkeypatch.setattr("gongkai.clearance.queries.aggregation_contents.MAX_FILE", 10_000)
    assert keep_missing_tables() == 1
    kept = FileTables.objects.get()
    assert (kept.is_stopped, kept.is_whole, kept.attempts, kept.engine) == (False, True, 1, "next")
    assert keep_missing_tables() == 0
