"""补录: what was judged in OA or on paper is recorded with its own day, by the standard of what is judged here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode, PaperKind, SigningMedium, Step, StepState
from gongkai.duties.dossiers.enums_review import Conclusion, Point, Urgency, Verdict
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    Dossier,
    LegalityReview,
    Paper,
)
from gongkai.duties.dossiers.queries.apart import AskedApart, rows_apart
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.dossiers.todos_review import load_review_todos
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    sign_countersign,
    urge_countersign,
)
from gongkai.duties.dossiers.usecases.countersigning_paper import Said, Sheet, record_paper_opinions
from gongkai.duties.dossiers.usecases.determining import propose_determination
from gongkai.duties.dossiers.usecases.legality.on_paper import PaperOpinion, record_review_on_paper
from gongkai.duties.dossiers.usecases.legality.reviewing import conclude_review
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.dossiers.usecases.signing import Signature as Elsewhere
from gongkai.duties.dossiers.usecases.signing import record_sign_off
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import (
    Asked,
    accept,
    add_paper_row,
    answers,
    make_asked,
    make_ready,
    opinion,
    reasons,
    send,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 9, 1)


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.LEGALITY)


@pytest.fixture
def asked() -> Asked:
    return make_asked("法规处")


def _view(dossier: Dossier, step: Step) -> StepView:
    _, track = track_for(Dossier.objects.get(pk=dossier.pk))
    return next(view for view in track if view.step == step)


def _agreed(unit: Unit | None = None, organ: str = "", **fields: Any) -> Said:
    return Said(fields.get("verdict", Verdict.AGREE), fields.get("text", ""), unit, organ, "0")


def _record(by: User, dossier: Dossier, *said: Said, **fields: Any) -> list[CountersignOpinion]:
    paper = fields.get("paper") or add_paper_row(dossier, PaperKind.COUNTERSIGN)
    newest = dossier.versions.first()
    version = fields.get("version", newest.number if newest else 0)
    sheet = Sheet(said, fields.get("dated_on", LONG_AGO), paper, version)
    return record_paper_opinions(by=by, dossier=dossier, sheet=sheet)


def test_a_sheet_signed_in_oa_counts_with_its_own_day(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    (row, other) = _record(department.office, dossier, _agreed(asked.unit), _agreed(organ="示例省财政厅"))
    assert (row.dated_on, row.by, other.request.name) == (LONG_AGO, department.office, "示例省财政厅")
    view = _view(dossier, Step.COUNTERSIGN)
    assert view.state == StepState.DONE
    assert view.done is not None
    assert (view.done.on, view.done.entered_later) == (LONG_AGO, True)


def test_who_wrote_the_text_does_not_record_for_other_units(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department)
    add_version(dossier, by=department.office)
    for person in (department.drafter, department.office, asked.head):
        with pytest.raises(Refused):
            _record(person, dossier, _agreed(asked.unit))
    assert not CountersignRequest.objects.exists()
    _record(department.drafter, dossier, _agreed(organ="示例省财政厅"))
    _record(make_user(Role.OFFICE), dossier, _agreed(asked.unit))
    assert _view(dossier, Step.COUNTERSIGN).state == StepState.DONE


def test_in_full_mode_units_sign_here(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    add_version(dossier)
    with pytest.raises(Refused) as refused:
        _record(department.office, dossier, _agreed(asked.unit))
    assert refused.value.codes == ("dossiers.countersign.paper",)
    _record(department.office, dossier, _agreed(organ="示例省财政厅"))


def test_an_asked_organ_answers_on_paper_once_it_was_asked(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    add_version(dossier)
    (request,) = ask_countersigners(
        by=dossier.drafter, dossier=dossier, units=[], organs=["示例省财政厅"], days=5, note=""
    )
    newest = dossier.versions.get()
    with pytest.raises(Refused) as refused:
        sign_countersign(by=asked.head, request=request, version=newest, verdict=Verdict.AGREE, text="")
    assert refused.value.codes == ("dossiers.countersign.sign",)
    with pytest.raises(Refused) as refused:
        _record(dossier.drafter, dossier, _agreed(organ="示例省财政厅"))
    assert refused.value.codes == ("dossiers.countersign.paper",)
    elsewhere = add_paper_row(make_dossier(department), PaperKind.COUNTERSIGN)
    today = timezone.localdate()
    with pytest.raises(Refused):
        _record(dossier.drafter, dossier, _agreed(organ="示例省财政厅"), dated_on=today, paper=elsewhere)
    (row,) = _record(dossier.drafter, dossier, _agreed(organ="示例省财政厅"), dated_on=today)
    assert row.request == request
    assert _view(dossier, Step.COUNTERSIGN).state == StepState.DONE


def test_a_sheet_is_recorded_whole_or_not_at_all(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    bad = _agreed(organ="示例省财政厅", verdict=Verdict.DISAGREE)
    with pytest.raises(Refused) as refused:
        _record(department.office, dossier, _agreed(asked.unit), bad)
    assert [reason.field for reason in refused.value.reasons] == ["text0"]
    with pytest.raises(Refused):
        _record(department.office, dossier, _agreed(asked.unit), version=7)
    with pytest.raises(Refused):
        _record(department.office, dossier, _agreed(asked.unit, text="见绝密★长期文件"))
    assert not CountersignRequest.objects.exists()


def test_after_a_return_an_old_sheet_and_an_old_slip_count_no_more(
    department: Department, asked: Asked
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.ROUTINE)
    add_version(dossier)
    today = timezone.localdate()
    _record(department.office, dossier, _agreed(asked.unit), dated_on=today - timedelta(days=1))
    return_dossier(by=department.office, dossier=dossier, to_step=Step.COUNTERSIGN, reason="重会")
    with pytest.raises(Refused) as refused:
        _record(department.office, dossier, _agreed(asked.unit), dated_on=today - timedelta(days=1))
    assert [reason.field for reason in refused.value.reasons] == ["dated_on"]
    _record(department.office, dossier, _agreed(asked.unit), dated_on=today)
    slip = Elsewhere(SigningMedium.ORAL, "王某", "同意。", timezone.now() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        record_sign_off(by=department.office, dossier=dossier, seen=1, given=slip)
    assert "signed_at" in [reason.field for reason in refused.value.reasons]


def test_a_return_asks_the_units_anew(department: Department, asked: Asked) -> None:
    dossier = make_dossier(department)
    version = add_version(dossier)
    (request,) = ask_countersigners(
        by=dossier.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note=""
    )
    sign_countersign(by=asked.head, request=request, version=version, verdict=Verdict.AGREE, text="")
    today = timezone.localdate()
    assert load_review_todos(asked.head, today) == []
    with pytest.raises(Refused):
        urge_countersign(by=dossier.drafter, request=request)
    CountersignRequest.objects.update(start_on=LONG_AGO, due_on=LONG_AGO)
    return_dossier(by=department.office, dossier=dossier, to_step=Step.COUNTERSIGN, reason="重会")
    (todo,) = load_review_todos(asked.head, today)
    assert (todo.act, todo.lamp) == ("签意见", "")
    request.refresh_from_db()
    assert request.due_on is not None
    assert request.due_on > today
    urge_countersign(by=dossier.drafter, request=request)
    sign_countersign(by=asked.head, request=request, version=version, verdict=Verdict.AGREE, text="")
    assert load_review_todos(asked.head, today) == []


def _opinion(paper: Paper | None, **fields: Any) -> PaperOpinion:
    values: dict[str, Any] = {
        "organ": "厅法规处",
        "conclusion": Conclusion.LAWFUL,
        "dated_on": timezone.localdate(),
        "statement": "",
        **fields,
    }
    return PaperOpinion(paper=paper, **values)


def test_a_review_in_oa_is_recorded_by_the_standard_of_one_here(
    department: Department, reviewer: User
) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    paper = add_paper_row(dossier, PaperKind.LEGALITY)
    given = _opinion(paper)
    with pytest.raises(Refused) as refused:
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert "dossiers.step.no_consultation" in refused.value.codes
    assert "dossiers.legality.file" in refused.value.codes
    assert "dossiers.legality.determined" in refused.value.codes
    ready = make_ready(department, reviewer)
    given = _opinion(add_paper_row(ready, PaperKind.LEGALITY))
    for person, lacking in ((department.drafter, given), (department.office, replace(given, paper=None))):
        with pytest.raises(Refused) as refused:
            record_review_on_paper(by=person, dossier=ready, given=lacking)
        assert set(refused.value.codes) == {"dossiers.legality.outside"}
    day_before = timezone.localdate() - timedelta(days=1)  # adoption was recorded as of today
    with pytest.raises(Refused) as refused:
        early = replace(given, dated_on=day_before)
        record_review_on_paper(by=department.office, dossier=ready, given=early)
    assert refused.value.codes == ("dossiers.legality.outside",) * 2
    assert [reason.field for reason in refused.value.reasons] == ["dated_on"] * 2
    ready.records.update(overtaken_at=timezone.now())
    for step in (Step.CONSULTATION, Step.ADOPTION):
        ready.records.create(step=step, done_on=LONG_AGO, statement="已办", by=ready.drafter)
    record_review_on_paper(by=department.office, dossier=ready, given=early)
    view = _view(ready, Step.LEGALITY)
    assert view.state == StepState.DONE
    assert view.done is not None
    assert (view.done.say, view.done.on, view.done.entered_later) == ("厅法规处：合法", day_before, True)


def test_in_full_mode_the_department_reviews_here(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer, mode=Mode.FULL)
    given = _opinion(add_paper_row(dossier, PaperKind.LEGALITY))
    with pytest.raises(Refused) as refused:
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert refused.value.codes == ("dossiers.legality.own_name",)


def test_a_refusal_given_here_is_not_passed_over_on_paper(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer)
    review = accept(dossier, reviewer)
    given = _opinion(add_paper_row(dossier, PaperKind.LEGALITY))
    with pytest.raises(Refused):
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    said = opinion(unsound=Point.CONTENT)
    conclude_review(by=reviewer, review=review, conclusion=Conclusion.UNLAWFUL, **said)
    with pytest.raises(Refused) as refused:
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert refused.value.codes == ("dossiers.legality.outside",)
    add_version(dossier, data=dossier.versions.get().data, digest="1" * 64)
    record_review_on_paper(by=department.office, dossier=dossier, given=given)


def test_an_entry_that_the_clerk_got_wrong_is_entered_again(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer)
    given = _opinion(add_paper_row(dossier, PaperKind.LEGALITY))
    wrong = replace(given, conclusion=Conclusion.UNLAWFUL, statement="照抄错了")
    record_review_on_paper(by=department.office, dossier=dossier, given=wrong)
    assert _view(dossier, Step.LEGALITY).state == StepState.NOW
    record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert _view(dossier, Step.LEGALITY).state == StepState.DONE


def test_a_decision_on_paper_has_its_time_and_its_counsel(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer, kind=DocumentKind.DECISION)
    paper, counsel = (add_paper_row(dossier, PaperKind.LEGALITY) for _ in range(2))
    today = timezone.localdate()
    given = _opinion(paper, sent_on=today, counsel=paper)
    with pytest.raises(Refused) as refused:
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert refused.value.codes == ("dossiers.legality.counsel", "dossiers.legality.shortest")
    hasty = replace(
        given, counsel=counsel, urgency=Urgency.EMERGENCY, urgency_reason="处置突发事件，厅主要负责人同意。"
    )
    row = record_review_on_paper(by=department.office, dossier=dossier, given=hasty)
    row.refresh_from_db()
    assert (row.is_urgent, row.counsel, row.start_on) == (True, counsel, today)
    assert row not in LegalityReview.deadlines_to_recount()


def test_the_province_reviews_what_bears_its_name(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer, signature=Signature.PROVINCE, mode=Mode.FULL)
    with pytest.raises(Refused) as refused:
        send(dossier)
    assert refused.value.codes == ("dossiers.legality.own_name",)
    given = _opinion(add_paper_row(dossier, PaperKind.LEGALITY), organ="省司法厅")
    with pytest.raises(Refused):
        record_review_on_paper(by=department.drafter, dossier=dossier, given=given)
    record_review_on_paper(by=department.office, dossier=dossier, given=given)
    view = _view(dossier, Step.LEGALITY)
    assert view.done is not None
    assert (view.state, view.done.say) == (StepState.DONE, "省司法厅：合法")


def test_an_undecided_determination_holds_up_a_paper_too(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer)
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(), reasons=reasons())
    given = _opinion(add_paper_row(dossier, PaperKind.LEGALITY))
    with pytest.raises(Refused) as refused:
        record_review_on_paper(by=department.office, dossier=dossier, given=given)
    assert refused.value.codes == ("dossiers.legality.determined",)


def test_what_was_signed_before_it_was_begun_is_listed_apart(department: Department, reviewer: User) -> None:
    def begun(before: timedelta) -> Dossier:
        dossier = make_dossier(department)
        version = add_version(dossier)
        dossier.signatures.create(
            version=version,
            medium=SigningMedium.SYSTEM,
            leader=department.leader,
            leader_name="王某",
            opinion="同意。",
            signed_at=timezone.now() - before,
            recorded_by=department.leader,
        )
        return dossier

    late = begun(timedelta(days=3))
    begun(timedelta(seconds=-1))
    rows = rows_apart(reviewer, timezone.localdate(), AskedApart(section="late"))
    assert [row.dossier for row in rows] == [late]
    asked = AskedApart(section="late", state="waiting")
    assert rows_apart(reviewer, timezone.localdate(), asked) == []
