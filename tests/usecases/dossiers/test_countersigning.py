"""会签 in the database: asked side by side, signed by heads, blocked, overruled, renewed on a later version."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Delegation, Unit
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Step, StepState
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    Dossier,
    DraftVersion,
    StepReturn,
)
from gongkai.duties.dossiers.queries.facts import facts_of, track_for
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.dossiers.todos_review import load_review_todos
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    overrule_countersign,
    sign_countersign,
    urge_countersign,
    withdraw_countersign,
)
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import Asked, make_asked
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def dossier(department: Department) -> Dossier:
    dossier = make_dossier(department)
    add_version(dossier)
    return dossier


@pytest.fixture
def asked() -> Asked:
    return make_asked("法规处")


def _ask(dossier: Dossier, *units: Unit, organs: tuple[str, ...] = ()) -> list[CountersignRequest]:
    return ask_countersigners(
        by=dossier.drafter, dossier=dossier, units=units, organs=organs, days=5, note="请会签"
    )


def _newest(dossier: Dossier) -> DraftVersion:
    version = dossier.versions.first()
    assert version is not None
    return version


def _sign(
    request: CountersignRequest, by: User, verdict: str = Verdict.AGREE, text: str = ""
) -> CountersignOpinion:
    return sign_countersign(
        by=by, request=request, version=_newest(request.dossier), verdict=verdict, text=text
    )


def _view(dossier: Dossier) -> StepView:
    _, track = track_for(Dossier.objects.get(pk=dossier.pk))
    return next(view for view in track if view.step == Step.COUNTERSIGN)


def test_asked_side_by_side_and_done_when_all_are_in(dossier: Dossier, asked: Asked) -> None:
    other = make_asked("财务处")
    assert _view(dossier).state == StepState.UNNEEDED
    first, second = _ask(dossier, asked.unit, other.unit)
    assert first.due_on is not None
    assert _view(dossier).note == "等法规处、财务处答复"
    _sign(first, asked.head)
    view = _view(dossier)
    assert (view.state, view.note) == (StepState.NOW, "等财务处答复")
    _sign(second, other.head, Verdict.NO_COMMENT)
    assert _view(dossier).state == StepState.DONE


def test_silence_is_no_agreement(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=60), tick=False):
        assert request.is_overdue(timezone.localdate())
        assert _view(dossier).state == StepState.NOW


def test_only_the_head_or_who_stands_in_signs(dossier: Dossier, asked: Asked, department: Department) -> None:
    (request,) = _ask(dossier, asked.unit)
    for person in (asked.member, department.office, department.head, make_user(Role.LEGALITY)):
        with pytest.raises(Refused) as refused:
            _sign(request, person)
        assert "dossiers.countersign.sign" in refused.value.codes
    deputy = make_user(Role.UNIT_HEAD)
    Delegation.objects.create(
        grantor=asked.head,
        delegate=deputy,
        scope="dossiers.countersign",
        valid_from=date(2020, 1, 1),
        valid_until=date(2099, 1, 1),
        grounds="出差",
        recorded_by=department.office,
    )
    assert _sign(request, deputy).acted_for == asked.head
    assert _sign(request, asked.head).acted_for is None


def test_who_wrote_the_text_does_not_countersign_it(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    add_version(dossier, by=asked.head)
    with pytest.raises(Refused) as refused:
        _sign(request, asked.head)
    assert refused.value.codes == ("dossiers.countersign.four_eyes",)


def test_a_disagreement_blocks_until_overruled_or_renewed(
    dossier: Dossier, asked: Asked, department: Department
) -> None:
    (request,) = _ask(dossier, asked.unit)
    with pytest.raises(Refused):
        _sign(request, asked.head, Verdict.DISAGREE)
    _sign(request, asked.head, Verdict.DISAGREE, "第二条超出职权")
    view = _view(dossier)
    assert view.state == StepState.NOW
    assert "法规处不同意" in view.note
    with pytest.raises(Refused):
        withdraw_countersign(by=dossier.drafter, request=request, reason="不送了")
    for person in (department.office, dossier.drafter, asked.head):
        with pytest.raises(Refused):
            overrule_countersign(by=person, request=request, reason="已协商")
    overrule_countersign(by=department.leader, request=request, reason="已当面协商，按原稿办。")
    assert _view(dossier).state == StepState.DONE
    with pytest.raises(Refused):
        overrule_countersign(by=department.leader, request=request, reason="再来一次")
    _sign(request, asked.head, Verdict.DISAGREE, "仍不同意")
    assert _view(dossier).state == StepState.NOW
    _sign(request, asked.head)
    assert _view(dossier).state == StepState.DONE


def test_a_later_version_has_to_be_confirmed(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    old = _newest(dossier)
    _sign(request, asked.head)
    add_version(dossier)
    view = _view(dossier)
    assert (view.state, view.note) == (StepState.NOW, "等法规处就新稿确认")
    with pytest.raises(Refused) as refused:
        sign_countersign(by=asked.head, request=request, version=old, verdict=Verdict.AGREE, text="")
    assert refused.value.codes == ("dossiers.countersign.version",)
    _sign(request, asked.head)
    assert _view(dossier).state == StepState.DONE


def test_after_a_return_everybody_speaks_again(
    dossier: Dossier, asked: Asked, department: Department
) -> None:
    other = make_asked("财务处")
    first, second = _ask(dossier, asked.unit, other.unit)
    _sign(first, asked.head)
    _sign(second, other.head)
    StepReturn.objects.create(
        dossier=dossier,
        from_step=Step.LEGALITY,
        to_step=Step.COUNTERSIGN,
        reason="重会",
        by=department.office,
    )
    _sign(first, asked.head)
    view = _view(dossier)
    assert (view.state, view.note) == (StepState.NOW, "等财务处答复")
    _sign(second, other.head)
    assert _view(dossier).state == StepState.DONE


def test_asking_is_refused_whole(dossier: Dossier, asked: Asked, department: Department) -> None:
    _ask(dossier, asked.unit)
    with pytest.raises(Refused) as refused:
        _ask(dossier, asked.unit, department.unit, make_asked("财务处").unit)
    assert len(refused.value.reasons) == 2
    assert CountersignRequest.objects.count() == 1
    with pytest.raises(Refused):
        ask_countersigners(by=asked.member, dossier=dossier, units=[], organs=["甲"], days=5, note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CountersignRequest.objects.create(dossier=dossier, unit=asked.unit, asked_by=dossier.drafter)


def test_urged_once_a_day_and_withdrawn_with_a_reason(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    assert urge_countersign(by=dossier.drafter, request=request).urged_times == 1
    with pytest.raises(Refused):
        urge_countersign(by=dossier.drafter, request=request)
    with pytest.raises(Refused):
        withdraw_countersign(by=dossier.drafter, request=request, reason="")
    with pytest.raises(Refused):
        withdraw_countersign(by=asked.member, request=request, reason="送错")
    withdraw_countersign(by=dossier.drafter, request=request, reason="送错了单位")
    assert _view(dossier).state == StepState.UNNEEDED
    with pytest.raises(Refused):
        _sign(request, asked.head)
    _ask(dossier, asked.unit)


def test_opinions_are_only_added(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    row = _sign(request, asked.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountersignOpinion.objects.filter(pk=row.pk).update(verdict=Verdict.DISAGREE, text="不")


def test_words_with_a_mark_are_refused(dossier: Dossier, asked: Asked) -> None:
    (request,) = _ask(dossier, asked.unit)
    with pytest.raises(Refused):
        _sign(request, asked.head, Verdict.DISAGREE, "见绝密★长期文件")
    assert not CountersignOpinion.objects.exists()


def test_any_number_of_dossiers_takes_the_same_queries(
    department: Department, asked: Asked, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (2, 5):
        for _ in range(more):
            one = make_dossier(department)
            add_version(one)
            (request, _) = _ask(one, asked.unit, organs=("省财政厅",))
            _sign(request, asked.head)
        dossiers = list(Dossier.objects.all())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            facts_of(dossiers)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_after_a_return_on_the_same_text_the_units_are_asked_again(
    dossier: Dossier, asked: Asked, department: Department
) -> None:
    (request,) = _ask(dossier, asked.unit)
    _sign(request, asked.head)
    assert not _todos(asked.head)
    with pytest.raises(Refused):
        urge_countersign(by=department.drafter, request=request)
    StepReturn.objects.create(
        dossier=dossier,
        from_step=Step.SIGNING,
        to_step=Step.COUNTERSIGN,
        reason="请重新会签。",
        by=department.leader,
    )
    assert _view(dossier).note == "等法规处答复"
    assert ["退回后请重新会签" in note for note in _todos(asked.head)] == [True]
    assert urge_countersign(by=department.drafter, request=request).urged_times == 1
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=1)):
        _sign(request, asked.head)
        assert not _todos(asked.head)
        assert _view(dossier).state == StepState.DONE


def _todos(user: User) -> list[str]:
    """What the workbench says of countersignings that wait for a person."""
    return [one.note for one in load_review_todos(user, timezone.localdate()) if one.title.startswith("会签")]
