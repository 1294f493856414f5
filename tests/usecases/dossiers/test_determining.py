"""认定 in the database: proposed by one, decided by another, only added."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.dossiers.models import Determination, Dossier
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import answers, reasons
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
YES, NO = DeterminationResult.YES, DeterminationResult.NO


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.LEGALITY)


@pytest.fixture
def dossier(department: Department) -> Dossier:
    return make_dossier(department)


def _propose(dossier: Dossier, by: User | None = None, *, yes: bool = True) -> Determination:
    return propose_determination(
        by=by or dossier.drafter, dossier=dossier, answers=answers(yes=yes), reasons=reasons()
    )


def test_proposed_and_confirmed(dossier: Dossier, reviewer: User) -> None:
    assert _propose(dossier).result == YES
    first = determined(dossier)
    assert first is not None
    assert not first.is_decided
    decide_determination(by=reviewer, dossier=dossier, result=YES, reason="")
    word = determined(dossier)
    assert word is not None
    assert (word.result, word.is_decided, word.row.is_override) == (YES, True, False)
    assert Event.objects.filter(action="dossiers.decide_determination").count() == 1


def test_a_hit_is_no_unless_overridden_with_a_reason(dossier: Dossier, reviewer: User) -> None:
    assert _propose(dossier, yes=False).result == NO
    with pytest.raises(Refused) as refused:
        decide_determination(by=reviewer, dossier=dossier, result=YES, reason=" ")
    assert refused.value.codes == ("dossiers.determine.override",)
    row = decide_determination(by=reviewer, dossier=dossier, result=YES, reason="名为方案，实为管理办法。")
    assert row.is_override


def test_who_proposes_does_not_confirm(department: Department) -> None:
    both = make_user(Role.LEGALITY, Role.DRAFTER)
    from tests.factories.people import post

    post(both, department.unit)
    dossier = make_dossier(department)
    _propose(dossier, both)
    with pytest.raises(Refused) as refused:
        decide_determination(by=both, dossier=dossier, result=YES, reason="")
    assert refused.value.codes == ("dossiers.determine.four_eyes",)


def test_others_neither_propose_nor_decide(dossier: Dossier, department: Department) -> None:
    with pytest.raises(Refused):
        _propose(dossier, make_user(Role.DRAFTER))
    _propose(dossier)
    for person in (department.head, department.office, department.leader):
        with pytest.raises(Refused) as refused:
            decide_determination(by=person, dossier=dossier, result=YES, reason="")
        assert "dossiers.determine.right" in refused.value.codes


def test_once_decided_only_a_new_proposal_opens_it(dossier: Dossier, reviewer: User) -> None:
    _propose(dossier)
    decide_determination(by=reviewer, dossier=dossier, result=YES, reason="")
    with pytest.raises(Refused):
        decide_determination(by=reviewer, dossier=dossier, result=NO, reason="再想想")
    _propose(dossier, yes=False)
    word = determined(dossier)
    assert word is not None
    assert (word.result, word.is_decided) == (NO, False)


def test_an_unsure_answer_waits_for_legality(dossier: Dossier) -> None:
    row = propose_determination(
        by=dossier.drafter,
        dossier=dossier,
        answers={**answers(), "rights": Answer.UNSURE},
        reasons=reasons(),
    )
    assert row.result == DeterminationResult.UNSURE


def test_rows_are_only_added(dossier: Dossier) -> None:
    row = _propose(dossier)
    with pytest.raises(IntegrityError), transaction.atomic():
        Determination.objects.filter(pk=row.pk).update(result=NO)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
