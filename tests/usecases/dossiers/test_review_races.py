"""Two people at once on one dossier: one waits for the other, and is then told what the other did."""

from __future__ import annotations

import pytest

from gongkai.core.accounts.enums import Role
from gongkai.duties.dossiers.enums_review import Conclusion, DeterminationResult, Verdict
from gongkai.duties.dossiers.models import CountersignRequest, Determination, LegalityReview
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    overrule_countersign,
    sign_countersign,
)
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.usecases.legality.reviewing import accept_review, conclude_review
from tests.factories.dossiers import make_dossier
from tests.factories.gate import make_department
from tests.factories.legality import answers, make_asked, make_ready, opinion, reasons, send
from tests.factories.people import make_user
from tests.usecases.clearance.test_races import codes, while_first_is_open

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_one_text_is_sent_accepted_and_concluded_once() -> None:
    one, two = make_user(Role.LEGALITY), make_user(Role.LEGALITY)
    dossier = make_ready(make_department(), one)
    review, refused = while_first_is_open(lambda: send(dossier), lambda: send(dossier))
    assert codes(refused) == ("dossiers.legality.send",)
    assert LegalityReview.objects.count() == 1
    accepted, refused = while_first_is_open(
        lambda: accept_review(by=one, review=review, grants_urgency=False),
        lambda: accept_review(by=two, review=review, grants_urgency=False),
    )
    assert codes(refused) == ("dossiers.legality.turn",)
    assert accepted.accepted_by == one
    lawful, refused = while_first_is_open(
        lambda: conclude_review(by=one, review=review, conclusion=Conclusion.LAWFUL, **opinion()),
        lambda: conclude_review(by=two, review=review, conclusion=Conclusion.AMEND, **opinion()),
    )
    assert "dossiers.legality.turn" in codes(refused)
    assert lawful.points.count() == 4


def test_a_determination_is_decided_once() -> None:
    one, two = make_user(Role.LEGALITY), make_user(Role.LEGALITY)
    dossier = make_dossier(make_department())
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(), reasons=reasons())
    yes = DeterminationResult.YES
    _, refused = while_first_is_open(
        lambda: decide_determination(by=one, dossier=dossier, result=yes, reason=""),
        lambda: decide_determination(by=two, dossier=dossier, result=yes, reason=""),
    )
    assert codes(refused) == ("dossiers.determine.right",)
    assert Determination.objects.filter(proposal__isnull=False).count() == 1


def test_a_unit_is_asked_once_and_a_new_opinion_is_not_overruled_by_an_old_ruling() -> None:
    department, asked = make_department(), make_asked()
    dossier = make_ready(department, make_user(Role.LEGALITY))

    def ask() -> list[CountersignRequest]:
        return ask_countersigners(
            by=dossier.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note=""
        )

    rows, refused = while_first_is_open(ask, ask)
    assert codes(refused) == ("dossiers.countersign.whom",)
    request, version = rows[0], dossier.versions.get()
    sign_countersign(
        by=asked.head, request=request, version=version, verdict=Verdict.DISAGREE, text="超出职权"
    )
    _, refused = while_first_is_open(
        lambda: sign_countersign(
            by=asked.head, request=request, version=version, verdict=Verdict.AGREE, text=""
        ),
        lambda: overrule_countersign(by=department.leader, request=request, reason="已协商"),
    )
    assert codes(refused) == ("dossiers.countersign.overrule",)
