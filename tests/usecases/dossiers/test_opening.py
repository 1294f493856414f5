"""A dossier is begun and changed; the refusal and the success from one setup."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    Mode,
    Step,
    StepState,
    Trait,
)
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.opening import change_dossier, open_dossier
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_unit, make_user
from tests.usecases.dossiers.walking import codes, decided, events, sign, state, through

pytestmark = [pytest.mark.django_db]


def test_a_dossier_is_begun_in_one_s_own_unit(department: Department) -> None:
    other = make_unit("财务处")
    with pytest.raises(Refused) as refusal:
        open_dossier(by=department.drafter, unit=other, decided=decided(title=""))
    assert codes(refusal) == ["dossiers.open.right", "dossiers.open.whole"]
    with pytest.raises(Refused):
        open_dossier(by=department.web, unit=department.unit, decided=decided())
    assert not Dossier.objects.exists()

    first = open_dossier(by=department.drafter, unit=department.unit, decided=decided())
    second = open_dossier(by=department.drafter, unit=department.unit, decided=decided())
    year = timezone.localdate().year
    assert [first.code, second.code] == [f"{year}-0001", f"{year}-0002"]
    assert {row.trait: row.applies for row in first.traits.all()} == {
        trait.value: trait is Trait.MARKET for trait in Trait
    }
    assert events(first, "dossiers.open") == 1
    assert state(first, Step.COMPETITION) is StepState.LATER
    assert state(first, Step.EXPERTS) is StepState.UNNEEDED


def test_personal_data_and_marks_do_not_come_in(department: Department) -> None:
    with pytest.raises(Refused):
        open_dossier(
            by=department.drafter,
            unit=department.unit,
            decided=decided(kind_reason="联系人身份证号 11010519491231002X。"),
        )
    with pytest.raises(Refused):
        open_dossier(by=department.drafter, unit=department.unit, decided=decided(title="机密★1年 某通知"))
    assert not Dossier.objects.exists()


def test_the_way_of_handling_changes_until_the_review(department: Department) -> None:
    dossier = make_dossier(department)
    change_dossier(by=department.drafter, dossier=dossier, decided=decided(), mode=Mode.FULL)
    dossier.refresh_from_db()
    assert dossier.mode == Mode.FULL
    change_dossier(by=department.drafter, dossier=dossier, decided=decided())
    change_dossier(by=department.drafter, dossier=dossier, decided=decided(), mode=Mode.OA)
    last = Event.objects.filter(action="dossiers.change").order_by("pk").last()
    assert last is not None
    assert last.data["changed"] == ["mode"]
    through(department, dossier)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        change_dossier(by=department.drafter, dossier=dossier, decided=decided(), mode=Mode.FULL)
    assert "办文方式" in str(refusal.value)
    assert codes(refusal) == ["dossiers.open.settled"]


def test_what_was_decided_changes_until_the_review(department: Department) -> None:
    dossier = make_dossier(department)
    change_dossier(
        by=department.drafter, dossier=dossier, decided=decided(signature=Signature.PROVINCE_OFFICE)
    )
    dossier.refresh_from_db()
    assert dossier.signature == Signature.PROVINCE_OFFICE
    assert events(dossier, "dossiers.change") == 1
    through(department, dossier)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        change_dossier(by=department.drafter, dossier=dossier, decided=decided(disclosure=""))
    assert codes(refusal) == ["dossiers.open.settled"]
    outsider = make_user(Role.DRAFTER)
    with pytest.raises(Refused) as refusal:
        same = decided(signature=Signature.PROVINCE_OFFICE, kind=DocumentKind.WORK_PLAN)
        change_dossier(by=outsider, dossier=dossier, decided=same)
    assert codes(refusal) == ["dossiers.open.right"]
