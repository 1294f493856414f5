"""Two people at the same findings at once, each on a connection of their own."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import DatasetVersion, FileScan, FindingDecision, ScreeningReport
from gongkai.clearance.rules.screening import WAIVE_NEEDLESS
from gongkai.clearance.usecases.reports import ask_for_scans, record_report, run_file_scan
from gongkai.clearance.usecases.waiving import waive_findings
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from tests.factories.gate import make_attachment, make_column, make_department, make_document
from tests.factories.people import make_user
from tests.factories.screening import GROUNDS, STOP, body_with, marks_of, screened, use_invented_finders
from tests.usecases.clearance.test_races import while_first_is_open

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


def test_of_two_waivers_at_once_one_counts() -> None:
    department = make_department()
    document = make_document(department, make_column(department), body=body_with(STOP))
    marks = marks_of(document)
    reviewers = [make_user(Role.SECRECY), make_user(Role.SECRECY)]

    def waive(place: int) -> Any:
        return waive_findings(by=reviewers[place], target=document, marks=marks, grounds=GROUNDS)

    first, second = while_first_is_open(lambda: waive(0), lambda: waive(1))
    assert len(first) == 1
    assert isinstance(second, Refused), repr(second)
    assert second.codes == (WAIVE_NEEDLESS.code,)
    assert FindingDecision.objects.count() == 1


def test_two_saves_at_once_leave_one_report() -> None:
    department = make_department()
    document = make_document(department, make_column(department), body=body_with(STOP))
    screening = screened(document)

    def save() -> Any:
        return record_report(screening=screening)

    done = while_first_is_open(save, save)
    assert [isinstance(one, ScreeningReport) for one in done] == [True, True], done
    assert ScreeningReport.objects.filter(object_id=str(document.pk)).count() == 1
    assert not DatasetVersion.objects.exists()


def test_bytes_asked_for_twice_at_once_are_queued_once(settings: Any) -> None:
    settings.GONGKAI_SCAN_AT_ONCE = False
    file = make_attachment(make_user(Role.DRAFTER))
    FileScan.objects.all().delete()
    ask = lambda: ask_for_scans(files=[key_of(file)])  # noqa: E731
    first, second = while_first_is_open(ask, ask)
    assert (first, second) == ([key_of(file)], [])
    run = lambda: run_file_scan(file=key_of(file))  # noqa: E731
    assert while_first_is_open(run, run)[0] is True
    assert FileScan.objects.get().attempts == 1
