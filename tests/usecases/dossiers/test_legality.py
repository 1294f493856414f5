"""合法性审核 in the database: complete or not sent, four eyes, an honest clock, opinions that hold for their version."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind, Step, StepState, Trait
from gongkai.duties.dossiers.enums_review import (
    Conclusion,
    DeterminationResult,
    Point,
    ReviewState,
    Urgency,
)
from gongkai.duties.dossiers.models import (
    Dossier,
    DossierTrait,
    LegalityConfirmation,
    LegalityPoint,
    LegalityReview,
    StepReturn,
)
from gongkai.duties.dossiers.queries.facts import facts_of, track_for
from gongkai.duties.dossiers.rules.terms import LEGALITY_DAYS, PARAMETERS
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.dossiers.usecases.commenting import answer_comment, comment_on_clause
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.usecases.legality.paper import print_opinion
from gongkai.duties.dossiers.usecases.legality.reviewing import (
    accept_review,
    conclude_review,
    confirm_unchanged,
    hand_back_file,
)
from gongkai.duties.dossiers.usecases.legality.sending import supplement_file
from gongkai.duties.dossiers.usecases.terms import set_review_term
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import (
    BLOCKS,
    accept,
    add_paper_row,
    answers,
    make_asked,
    make_ready,
    opinion,
    reasons,
    record_step,
    send,
)
from tests.factories.people import make_user, post

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.LEGALITY)


@pytest.fixture
def dossier(department: Department, reviewer: User) -> Dossier:
    return make_ready(department, reviewer)


def _view(dossier: Dossier) -> StepView:
    _, track = track_for(Dossier.objects.get(pk=dossier.pk))
    return next(view for view in track if view.step == Step.LEGALITY)


def _conclude(
    review: LegalityReview, by: User, conclusion: str = Conclusion.LAWFUL, **changed: Any
) -> LegalityReview:
    unsound = Point.CONTENT if conclusion == Conclusion.UNLAWFUL else None
    return conclude_review(
        by=by, review=review, conclusion=conclusion, **{**opinion(unsound=unsound), **changed}
    )


def test_no_consultation_no_legality_review(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer)
    dossier.records.update(overtaken_at=timezone.now())
    with pytest.raises(Refused) as refused:
        send(dossier)
    assert "dossiers.step.no_consultation" in refused.value.codes
    assert not LegalityReview.objects.exists()
    for step in (Step.CONSULTATION, Step.ADOPTION):
        record_step(dossier, step)
    assert send(dossier).state == ReviewState.SENT


def test_everything_that_lacks_is_named_at_once(department: Department) -> None:
    dossier = make_dossier(department)
    DossierTrait.objects.create(
        dossier=dossier, trait=Trait.MARKET, applies=True, reason="收费", by=dossier.drafter
    )
    with pytest.raises(Refused) as refused:
        send(dossier)
    said = str(refused.value)
    for name in ("送审稿", "起草说明", "制定依据", "征求意见及采纳情况", "公平竞争审查表", "规范性文件认定"):
        assert f"缺“{name}”" in said


def test_kind_and_determination_disagree(department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer, kind=DocumentKind.POLICY)
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(), reasons=reasons())
    with pytest.raises(Refused) as refused:
        send(dossier)
    assert refused.value.codes == ("dossiers.determine.kind",)
    assert "类别与认定不一致" in str(refused.value)


def test_from_sending_to_the_opinion(dossier: Dossier, reviewer: User) -> None:
    review = send(dossier)
    assert _view(dossier).note == "等法制机构受理"
    with pytest.raises(Refused):
        send(dossier)
    with pytest.raises(Refused):
        _conclude(review, reviewer)
    review = accept_review(by=reviewer, review=review, grants_urgency=False)
    assert review.due_on is not None
    assert "审核中" in _view(dossier).note
    _conclude(review, reviewer)
    view = _view(dossier)
    assert view.state == StepState.DONE
    assert view.done is not None
    assert (view.done.say, view.done.version) == ("合法", 1)
    assert LegalityPoint.objects.filter(review=review).count() == 4
    assert Event.objects.filter(action="dossiers.conclude_review").count() == 1
    with pytest.raises(Refused):
        send(dossier)


@pytest.mark.parametrize("conclusion", [Conclusion.AMEND, Conclusion.UNLAWFUL])
def test_what_is_not_lawful_goes_back_with_reasons(
    dossier: Dossier, reviewer: User, conclusion: Conclusion
) -> None:
    review = accept(dossier, reviewer)
    with pytest.raises(Refused):
        _conclude(review, reviewer, conclusion, statement="")
    _conclude(review, reviewer, conclusion)
    view = _view(dossier)
    assert view.state == StepState.NOW
    assert view.note == f"{conclusion.label}，没有通过"
    add_version(dossier)
    _conclude(accept(dossier, reviewer), reviewer)
    assert _view(dossier).state == StepState.DONE


def test_nobody_reviews_what_they_wrote_or_sent(department: Department, reviewer: User) -> None:
    both = make_user(Role.LEGALITY)
    post(both, department.unit)
    dossier = make_ready(department, reviewer)
    review = send(dossier)
    add_version(dossier, by=both)
    with pytest.raises(Refused) as refused:
        accept_review(by=both, review=review, grants_urgency=False)
    assert refused.value.codes == ("dossiers.legality.four_eyes",)
    for person in (department.drafter, department.head, department.office, department.leader):
        with pytest.raises(Refused) as refused:
            accept_review(by=person, review=review, grants_urgency=False)
        assert "dossiers.legality.review" in refused.value.codes
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalityReview.objects.filter(pk=review.pk).update(
            state="concluded", conclusion="lawful", concluded_by=review.sent_by, concluded_at=timezone.now()
        )


def test_the_clock_does_not_run_while_something_lacks(dossier: Dossier, reviewer: User) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        review = send(dossier)
        hand_back_file(by=reviewer, review=review, lacks="制定依据没有附全文")
        assert _view(dossier).note == "等起草单位补正送审材料"
        clock.move_to(datetime(2026, 11, 4, 1, tzinfo=UTC))
        with pytest.raises(Refused):
            supplement_file(by=reviewer, review=review, supplement="补了")
        review = supplement_file(by=dossier.drafter, review=review, supplement="已附全文")
        assert review.due_on is None
        review = accept_review(by=reviewer, review=review, grants_urgency=False)
        assert review.due_on == date(2026, 11, 25)
        hand_back_file(by=reviewer, review=review, lacks="起草说明没有写必要性")
        with pytest.raises(Refused):
            _conclude(review, reviewer)
        clock.move_to(datetime(2026, 11, 6, 1, tzinfo=UTC))
        review = supplement_file(by=dossier.drafter, review=review, supplement="已补写")
        assert (review.state, review.due_on) == (ReviewState.ACCEPTED, date(2026, 11, 27))
        hand_back_file(by=reviewer, review=review, lacks="再补一处")
        clock.move_to(datetime(2026, 11, 9, 1, tzinfo=UTC))
        review = supplement_file(by=dossier.drafter, review=review, supplement="已补")
        assert review.due_on == date(2026, 11, 30)


def _decision(department: Department, reviewer: User) -> tuple[Dossier, Any]:
    dossier = make_ready(department, reviewer, kind=DocumentKind.DECISION)
    return dossier, add_paper_row(dossier, PaperKind.LEGALITY)


def test_a_decision_is_not_concluded_before_seven_working_days(
    department: Department, reviewer: User
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier, counsel = _decision(department, reviewer)
        review = accept(dossier, reviewer)
        assert review.earliest_on == date(2026, 11, 11)
        clock.move_to(datetime(2026, 11, 10, 1, tzinfo=UTC))
        with pytest.raises(Refused) as refused:
            _conclude(review, reviewer, counsel=counsel)
        assert refused.value.codes == ("dossiers.legality.shortest",)
        clock.move_to(datetime(2026, 11, 11, 1, tzinfo=UTC))
        with pytest.raises(Refused) as refused:
            _conclude(review, reviewer)
        assert refused.value.codes == ("dossiers.legality.counsel",)
        _conclude(review, reviewer, counsel=counsel)
    assert _view(dossier).state == StepState.DONE


def test_an_urgent_decision_by_a_typed_ground(department: Department, reviewer: User) -> None:
    dossier, counsel = _decision(department, reviewer)
    with pytest.raises(Refused):
        send(dossier, urgency=Urgency.EMERGENCY, urgency_reason=" ")
    review = accept(dossier, reviewer, urgency=Urgency.EMERGENCY, urgency_reason="台风登陆")
    assert (review.is_urgent, review.earliest_on) == (True, None)
    _conclude(review, reviewer, counsel=counsel)
    assert _view(dossier).state == StepState.DONE


def test_a_later_version_overtakes_the_opinion(dossier: Dossier, reviewer: User) -> None:
    review = accept(dossier, reviewer)
    newer = add_version(dossier)
    with pytest.raises(Refused) as refused:
        _conclude(review, reviewer)
    assert refused.value.codes == ("dossiers.legality.newest",)
    review = accept(dossier, reviewer)
    assert LegalityReview.objects.filter(state=ReviewState.OVERTAKEN).count() == 1
    _conclude(review, reviewer)
    third = add_version(dossier)
    assert _view(dossier).state == StepState.NOW
    for person in (dossier.drafter, make_user(Role.OFFICE)):
        with pytest.raises(Refused):
            confirm_unchanged(by=person, dossier=dossier, version=third, reason="改错别字")
    with pytest.raises(Refused):
        confirm_unchanged(by=reviewer, dossier=dossier, version=newer, reason="改错别字")
    confirm_unchanged(by=reviewer, dossier=dossier, version=third, reason="只改错别字")
    assert _view(dossier).state == StepState.DONE
    with pytest.raises(Refused):
        confirm_unchanged(by=reviewer, dossier=dossier, version=third, reason="再来")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalityConfirmation.objects.update(reason="改过")


def test_a_return_overtakes_what_was_sent(dossier: Dossier, reviewer: User, department: Department) -> None:
    review = accept(dossier, reviewer)
    StepReturn.objects.create(
        dossier=dossier, from_step=Step.LEGALITY, to_step=Step.LEGALITY, reason="重审", by=department.office
    )
    assert _view(dossier).note == ""
    with pytest.raises(Refused):
        _conclude(review, reviewer)
    _conclude(accept(dossier, reviewer), reviewer)
    assert _view(dossier).state == StepState.DONE


def test_own_comments_are_answered_first(dossier: Dossier, reviewer: User) -> None:
    version = dossier.versions.get()
    comment = comment_on_clause(by=reviewer, version=version, anchor="a2", text="提前期缺依据")
    assert comment.label == "第二条"
    review = accept(dossier, reviewer)
    with pytest.raises(Refused) as refused:
        _conclude(review, reviewer)
    assert refused.value.codes == ("dossiers.legality.comments",)
    with pytest.raises(Refused):
        answer_comment(by=reviewer, comment=comment, outcome="taken", answer="")
    with pytest.raises(Refused):
        answer_comment(by=dossier.drafter, comment=comment, outcome="declined", answer="")
    answer_comment(by=dossier.drafter, comment=comment, outcome="declined", answer="依据见说明第三部分")
    with pytest.raises(Refused):
        answer_comment(by=dossier.drafter, comment=comment, outcome="taken", answer="")
    _conclude(review, reviewer)


def test_who_may_comment(dossier: Dossier, department: Department, reviewer: User) -> None:
    from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners

    version, asked = dossier.versions.get(), make_asked()
    with pytest.raises(Refused) as refused:
        comment_on_clause(by=asked.member, version=version, anchor="", text="全文意见")
    assert refused.value.codes == ("dossiers.comment.right",)
    ask_countersigners(by=dossier.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note="")
    for person in (asked.member, department.office, reviewer, department.drafter):
        comment_on_clause(by=person, version=version, anchor="", text="全文意见")
    for broken in ({}, {"blocks": "x"}, {"blocks": [1, {"anchor": 3}]}, [], {"blocks": None}):
        newer = add_version(dossier, data=broken)
        with pytest.raises(Refused) as refused:
            comment_on_clause(by=reviewer, version=newer, anchor="a1", text="看不到条款")
        assert refused.value.codes == ("dossiers.comment.place",)


def test_an_undecided_determination_holds_up_the_opinion(dossier: Dossier, reviewer: User) -> None:
    review = accept(dossier, reviewer)
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(), reasons=reasons())
    with pytest.raises(Refused) as refused:
        _conclude(review, reviewer)
    assert refused.value.codes == ("dossiers.legality.determined",)
    decide_determination(by=reviewer, dossier=dossier, result=DeterminationResult.YES, reason="")
    _conclude(review, reviewer)


def test_terms_are_set_and_count_from_then_on(dossier: Dossier, reviewer: User) -> None:
    term = PARAMETERS[LEGALITY_DAYS]
    for person in (make_user(Role.DRAFTER), make_user(Role.LEADER)):
        with pytest.raises(Refused):
            set_review_term(by=person, term=term, days=10, source="厅内规定")
    with time_machine.travel(MONDAY, tick=False):
        set_review_term(by=reviewer, term=term, days=10, source="厅内规定")
        assert accept(dossier, reviewer).due_on == date(2026, 11, 16)


def test_the_opinion_as_a_paper(dossier: Dossier, reviewer: User) -> None:
    review = accept(dossier, reviewer)
    with pytest.raises(Refused):
        print_opinion(by=reviewer, review=review)
    review = _conclude(review, reviewer)
    with pytest.raises(Refused):
        print_opinion(by=make_user(Role.DRAFTER), review=review)
    paper = print_opinion(by=dossier.drafter, review=review)
    assert paper.startswith(b"%PDF")
    assert paper == print_opinion(by=reviewer, review=review)


def test_any_number_of_dossiers_takes_the_same_queries(department: Department, reviewer: User) -> None:
    counts = []
    for more in (1, 3):
        for _ in range(more):
            _conclude(accept(make_ready(department, reviewer), reviewer), reviewer)
        dossiers = list(Dossier.objects.all())
        with CaptureQueriesContext(connection) as captured:
            facts_of(dossiers)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_text_of_the_factory_has_clauses() -> None:
    assert [block["label"] for block in BLOCKS] == ["第一条", "第二条"]


@pytest.mark.rule("dossiers.legality.print")
@pytest.mark.rule("dossiers.legality.fonts")
def test_no_paper_without_a_font(dossier: Dossier, reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.core.typeset.press import NoFontError
    from gongkai.duties.dossiers.usecases.legality import paper

    review = accept(dossier, reviewer)
    with pytest.raises(Refused) as refused:
        print_opinion(by=reviewer, review=review)
    assert refused.value.codes == ("dossiers.legality.print",)
    review = _conclude(review, reviewer)

    def no_font(*args: object, **kwargs: object) -> bytes:
        raise NoFontError

    monkeypatch.setattr(paper, "typeset", no_font)
    with pytest.raises(Refused) as refused:
        print_opinion(by=reviewer, review=review)
    assert refused.value.codes == ("dossiers.legality.fonts",)
