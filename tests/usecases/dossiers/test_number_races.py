"""People who number at once, each on a connection of their own: distinct numbers, none missing, none twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.models import IssuedNumber, RegisterEntry
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number
from gongkai.duties.dossiers.usecases.numbers_kept import unrecord_number, use_reserved
from gongkai.duties.dossiers.usecases.register import match_entry
from tests.factories.gate import Department, make_column, make_department, make_document
from tests.factories.numbers import make_entry, make_series, signed_dossier
from tests.usecases.clearance.test_races import codes, while_first_is_open

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


class Broken(Exception):
    """Something that goes wrong after a number was given."""


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run each in a thread, all let go together; what each answered or raised."""
    done: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int) -> None:
        try:
            gate.wait(30)
            done[place] = acts[place]()
        except Exception as error:
            done[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


def dossiers(department: Department, count: int, mode: Mode = Mode.FULL) -> list[Any]:
    return [signed_dossier(department, mode=mode) for _ in range(count)]


def test_numbers_given_at_once_are_distinct_and_without_gaps() -> None:
    department, series = make_department(), make_series()
    papers = dossiers(department, 8)
    done = at_once(
        [
            lambda paper=paper: issue_number(by=department.office, dossier=paper, series=series)
            for paper in papers
        ]
    )
    assert [repr(one) for one in done if isinstance(one, Exception)] == []
    assert sorted(one.serial for one in done) == list(range(1, 9))


def test_what_is_rolled_back_leaves_no_gap() -> None:
    department, series = make_department(), make_series()
    papers = dossiers(department, 6)

    def broken(paper: Any) -> None:
        with transaction.atomic():
            issue_number(by=department.office, dossier=paper, series=series)
            raise Broken

    acts: list[Callable[[], Any]] = [
        (lambda paper=paper: issue_number(by=department.office, dossier=paper, series=series))
        if at % 2
        else (lambda paper=paper: broken(paper))
        for at, paper in enumerate(papers)
    ]
    done = at_once(acts)
    assert [isinstance(one, Broken) for one in done] == [True, False] * 3
    assert sorted(IssuedNumber.objects.values_list("serial", flat=True)) == [1, 2, 3]


def test_one_number_recorded_twice_at_once_is_recorded_once() -> None:
    department = make_department()
    make_series()
    one, two = dossiers(department, 2, Mode.OA)
    done = at_once(
        [
            lambda paper=paper: record_number(by=department.office, dossier=paper, number="示交办[2026]9号")
            for paper in (one, two)
        ]
    )
    refused = [error for error in done if isinstance(error, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], Refused), repr(refused)
    assert refused[0].codes == ("dossiers.number.used",)


def test_one_paper_numbered_twice_at_once_gets_one_number() -> None:
    department, series = make_department(), make_series()
    (paper,) = dossiers(department, 1)
    done = at_once([lambda: issue_number(by=department.office, dossier=paper, series=series)] * 2)
    assert sum(isinstance(error, Refused) for error in done) == 1, repr(done)
    assert IssuedNumber.objects.count() == 1


@pytest.mark.parametrize("is_recorded_first", [True, False])
def test_a_number_taken_back_goes_to_one_paper_when_two_want_it(is_recorded_first: bool) -> None:
    department = make_department()
    make_series()
    wrong, one, two = dossiers(department, 3, Mode.OA)
    office = department.office
    number = record_number(by=office, dossier=wrong, number="示交办〔2026〕9号").number
    number = unrecord_number(by=office, number=number, reason="登记到另一件上了")
    record = partial(record_number, by=office, dossier=one, number="示交办〔2026〕9号")
    use = partial(use_reserved, by=office, number=number, dossier=two)
    acts = (record, use) if is_recorded_first else (use, record)
    _, refused = while_first_is_open(*acts)
    assert codes(refused) == ("dossiers.number.used",)
    assert IssuedNumber.objects.get().dossier == (one if is_recorded_first else two)


def test_a_page_is_matched_to_one_row_when_two_are_matched_at_once() -> None:
    department = make_department()
    page = make_document(department, make_column(department))
    one, two = (
        partial(match_entry, by=department.office, entry=make_entry(department.office), page=page)
        for _ in range(2)
    )
    _, refused = while_first_is_open(one, two)
    assert codes(refused) == ("dossiers.register.line",)
    assert RegisterEntry.objects.filter(page=page).count() == 1
