"""People who number at once, each on a connection of their own: distinct numbers, none missing, none twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.models import IssuedNumber
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number
from tests.factories.gate import Department, make_department
from tests.factories.numbers import make_series, signed_dossier

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
