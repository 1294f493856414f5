"""Papers in a dossier, what was dropped, and who sees it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    PaperKind,
    Step,
)
from gongkai.duties.dossiers.models import Paper
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.usecases.opening import change_dossier, drop_dossier
from gongkai.duties.dossiers.usecases.papers import add_paper, void_paper
from gongkai.duties.dossiers.usecases.returning import return_dossier
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_unit, make_user, post
from tests.usecases.dossiers.walking import codes, decided, scan

pytestmark = [pytest.mark.django_db]


def test_a_paper_is_screened_kept_once_and_struck_not_removed(department: Department) -> None:
    dossier = make_dossier(department)
    with pytest.raises(Refused):
        add_paper(
            by=department.drafter,
            dossier=dossier,
            kind=PaperKind.OTHER,
            file=SimpleUploadedFile("a.txt", "秘密★2年".encode()),
        )
    with pytest.raises(Refused) as refusal:
        add_paper(by=department.web, dossier=dossier, kind=PaperKind.OTHER, file=scan())
    assert codes(refusal) == ["dossiers.paper.right"]
    assert not Paper.objects.exists()
    first = add_paper(by=department.drafter, dossier=dossier, kind=PaperKind.OTHER, file=scan())
    again = add_paper(by=department.drafter, dossier=dossier, kind=PaperKind.OTHER, file=scan())
    assert first.pk == again.pk
    assert first.file.name.startswith("dossiers/")
    with pytest.raises(Refused):
        void_paper(by=department.drafter, paper=first, reason="")
    void_paper(by=department.drafter, paper=first, reason="传错了。")
    assert add_paper(by=department.drafter, dossier=dossier, kind=PaperKind.OTHER, file=scan()).pk != first.pk


def test_what_was_dropped_is_only_looked_at(department: Department) -> None:
    dossier = make_dossier(department)
    with pytest.raises(Refused):
        drop_dossier(by=department.drafter, dossier=dossier, reason="")
    drop_dossier(by=department.drafter, dossier=dossier, reason="上级已经发文。")
    for act in (
        lambda: add_paper(by=department.drafter, dossier=dossier, kind=PaperKind.OTHER, file=scan()),
        lambda: change_dossier(by=department.drafter, dossier=dossier, decided=decided()),
        lambda: return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="重办。"),
        lambda: drop_dossier(by=department.drafter, dossier=dossier, reason="再来。"),
    ):
        with pytest.raises(Refused):
            act()


def test_a_person_sees_the_dossiers_of_their_units(department: Department) -> None:
    dossier = make_dossier(department)
    today = timezone.localdate()
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("规划处"))
    for person, is_seen in (
        (department.drafter, True),
        (department.head, True),
        (department.office, True),
        (department.leader, True),
        (department.web, False),
        (stranger, False),
        (make_user(Role.LEGALITY), True),
        (make_user(Role.OPERATOR), False),
        (make_user(Role.ADMIN), False),
    ):
        assert dossiers_seen_by(person, today).filter(pk=dossier.pk).exists() is is_seen, person
