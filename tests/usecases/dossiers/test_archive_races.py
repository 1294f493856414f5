"""Offices that close at once, each on a connection of their own; and a paper made void while the archive takes over."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.models import Archive, Paper
from gongkai.duties.dossiers.usecases.archiving import receive_archive
from gongkai.duties.dossiers.usecases.papers import void_paper
from tests.factories.archive import close, finished_dossier, packed, receipt
from tests.factories.gate import make_department
from tests.usecases.dossiers.test_number_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_numbers_of_archives_closed_at_once_are_distinct_and_without_gaps() -> None:
    department = make_department()
    papers = [finished_dossier(department) for _ in range(6)]
    done = at_once([partial(close, paper, department.office) for paper in papers])
    assert sorted(one.serial for one in done) == [1, 2, 3, 4, 5, 6]


def test_one_dossier_is_closed_once() -> None:
    department = make_department()
    dossier = finished_dossier(department)
    done = at_once([partial(close, dossier, department.office) for _ in range(4)])
    assert sum(isinstance(one, Archive) for one in done) == 1
    assert sum(isinstance(one, Refused) for one in done) == 3


def test_nothing_changes_while_the_archive_takes_over() -> None:
    """Either the paper is void and the package no longer fits, or the dossier is received and the paper stands."""
    department = make_department()
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    packed(archive, department.office)
    paper = dossier.papers.get()
    take = partial(
        receive_archive,
        by=department.office,
        archive=archive,
        receiver="赵某",
        received_on=timezone.localdate(),
        file=receipt(),
    )
    done = at_once([take, partial(void_paper, by=department.office, paper=paper, reason="传错了")])
    assert sum(isinstance(one, Refused) for one in done) == 1
    archive.refresh_from_db()
    assert archive.is_received is (Paper.objects.get(pk=paper.pk).void_at is None)
