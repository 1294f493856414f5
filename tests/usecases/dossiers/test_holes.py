"""Ways around the chain that were found once: each stays shut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import ExemptionGround, Mode, PaperKind, SigningMedium, Step, Trait
from gongkai.duties.dossiers.enums_review import Conclusion, DeterminationResult, Point, Verdict
from gongkai.duties.dossiers.models import CountersignOpinion, Dossier, IssuedNumber
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners, sign_countersign
from gongkai.duties.dossiers.usecases.countersigning_paper import Said, Sheet, record_paper_opinions
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption
from gongkai.duties.dossiers.usecases.legality.on_paper import PaperOpinion, record_review_on_paper
from gongkai.duties.dossiers.usecases.legality.reviewing import conclude_review
from gongkai.duties.dossiers.usecases.numbers_kept import void_number
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
)
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.LEGALITY)


@pytest.fixture
def asked() -> Asked:
    return make_asked("财务处")


def _drafted(department: Department, **fields: Any) -> Dossier:
    dossier = make_dossier(department, **fields)
    add_version(dossier)
    return dossier


def _paper(by: User, dossier: Dossier, said: Said, day: Any = None) -> list[CountersignOpinion]:
    paper = add_paper_row(dossier, PaperKind.COUNTERSIGN)
    sheet = Sheet([said], day or timezone.localdate(), paper, 1)
    return record_paper_opinions(by=by, dossier=dossier, sheet=sheet)


def _ask(dossier: Dossier, **whom: Any) -> Any:
    given = {"units": [], "organs": [], "days": 5, "note": "", **whom}
    return ask_countersigners(by=dossier.drafter, dossier=dossier, **given)[0]


@pytest.mark.parametrize("mode", [Mode.OA, Mode.FULL])
def test_a_unit_is_no_outside_organ(department: Department, asked: Asked, mode: Mode) -> None:
    dossier = _drafted(department, mode=mode)
    with pytest.raises(Refused, match="是本厅单位"):
        _ask(dossier, organs=["财务处"])
    for person in (department.drafter, department.office):
        with pytest.raises(Refused, match="是本厅单位"):
            _paper(person, dossier, Said(Verdict.AGREE, "", None, "财务处", "0"))
    _ask(dossier, organs=["示例省财政厅"])


def test_paper_does_not_replace_a_word_given_here_or_later(department: Department, asked: Asked) -> None:
    dossier = _drafted(department)
    request = _ask(dossier, units=[asked.unit])
    version, today = dossier.versions.get(), timezone.localdate()
    _paper(department.office, dossier, Said(Verdict.AGREE, "", asked.unit, "", "0"), today)
    with pytest.raises(Refused, match="比这一份晚"):
        said = Said(Verdict.NO_COMMENT, "", asked.unit, "", "0")
        _paper(department.office, dossier, said, today - timedelta(days=20))
    sign_countersign(by=asked.head, request=request, version=version, verdict=Verdict.DISAGREE, text="不妥。")
    with pytest.raises(Refused, match="在本系统签了意见"):
        _paper(department.office, dossier, Said(Verdict.AGREE, "", asked.unit, "", "0"))


def _signed_elsewhere(name: str, leader: User | None = None) -> Elsewhere:
    return Elsewhere(SigningMedium.ORAL, name, "同意。", timezone.now(), leader)


def test_no_word_turns_after_the_signature(department: Department, asked: Asked) -> None:
    dossier = _drafted(department, kind=DocumentKind.ROUTINE)
    request = _ask(dossier, units=[asked.unit])
    version = dossier.versions.get()
    sign_countersign(by=asked.head, request=request, version=version, verdict=Verdict.AGREE, text="")
    record_sign_off(by=department.office, dossier=dossier, seen=1, given=_signed_elsewhere("王某"))
    with pytest.raises(Refused, match="已经签发"):
        sign_countersign(
            by=asked.head, request=request, version=version, verdict=Verdict.DISAGREE, text="反悔"
        )


def test_the_signer_did_not_write_it_and_is_a_leader(department: Department) -> None:
    dossier = _drafted(department, kind=DocumentKind.ROUTINE)
    clerk = make_user(Role.OFFICE)
    refused = [
        _signed_elsewhere(f" {department.drafter} "),
        _signed_elsewhere("王某", department.drafter),
        _signed_elsewhere("王某", clerk),
        _signed_elsewhere("王某", department.office),
        _signed_elsewhere("王某", department.leader),
    ]
    for given in refused:
        with pytest.raises(Refused):
            record_sign_off(by=department.office, dossier=dossier, seen=1, given=given)
    given = _signed_elsewhere(f"{department.leader}（副厅长）", department.leader)
    record_sign_off(by=department.office, dossier=dossier, seen=1, given=given)


def test_a_proposal_does_not_open_the_way_around_the_review(department: Department, reviewer: User) -> None:
    dossier = _drafted(department)
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(), reasons=reasons())
    decide_determination(by=reviewer, dossier=dossier, result=DeterminationResult.YES, reason="")
    Dossier.objects.filter(pk=dossier.pk).update(kind=DocumentKind.ROUTINE)
    dossier.refresh_from_db()
    given = _signed_elsewhere("王某")
    with pytest.raises(Refused, match="类别与认定不一致"):
        record_sign_off(by=department.office, dossier=dossier, seen=1, given=given)
    propose_determination(by=dossier.drafter, dossier=dossier, answers=answers(yes=False), reasons=reasons())
    with pytest.raises(Refused, match="还没有确认"):
        record_sign_off(by=department.office, dossier=dossier, seen=1, given=given)
    decide_determination(by=reviewer, dossier=dossier, result=DeterminationResult.NO, reason="")
    record_sign_off(by=department.office, dossier=dossier, seen=1, given=given)


@pytest.mark.parametrize("again", [False, True])
def test_a_failed_review_is_not_forgotten(department: Department, reviewer: User, again: bool) -> None:
    dossier = make_ready(department, reviewer)
    said = opinion(unsound=Point.CONTENT)
    conclude_review(by=reviewer, review=accept(dossier, reviewer), conclusion=Conclusion.UNLAWFUL, **said)
    return_dossier(by=department.office, dossier=dossier, to_step=Step.LEGALITY, reason="重审")
    if again:
        same = dossier.versions.get()
        add_version(dossier, data=same.data, digest=same.digest)
    paper = add_paper_row(dossier, PaperKind.LEGALITY)
    given = PaperOpinion("厅法规处", Conclusion.LAWFUL, timezone.localdate(), "", paper)
    with pytest.raises(Refused, match="不能另行登记"):
        record_review_on_paper(by=department.office, dossier=dossier, given=given)


def test_what_the_lead_made_public_keeps_its_number(department: Department) -> None:
    issuer = "示例省公安厅、示例省交通运输厅"
    dossier = _drafted(department, signature=Signature.JOINT_OTHER, issuer=issuer)
    number = IssuedNumber.objects.create(
        dossier=dossier, text="示公发〔2026〕1号", title="x", state="issued", by=department.office
    )
    given = {"step": Step.RELEASE, "done_on": timezone.localdate(), "statement": "已公开"}
    dossier.records.create(**given, link="https://example.gov.cn/1", by=department.office)
    with pytest.raises(Refused):
        void_number(by=department.office, number=number, reason="错号")


def test_what_was_decided_at_the_beginning_can_be_changed(client: Client, department: Department) -> None:
    dossier = _drafted(department)
    client.force_login(User.objects.get(pk=department.drafter.pk), backend=BACKEND)
    assert client.get(reverse("dossiers_change", args=[dossier.pk])).status_code == 200


def test_a_return_ends_what_was_asked_to_be_let_off(department: Department) -> None:
    dossier = _drafted(department)
    other = make_user(Role.LEADER)
    given: dict[str, Any] = {
        "step": Step.EXPERTS,
        "ground": ExemptionGround.OTHER_LAW,
        "reason": "法律规定。",
    }
    dossier.traits.create(trait=Trait.EXPERTS, applies=True, reason="专业性强。", by=department.drafter)
    asked = ask_exemption(by=department.drafter, dossier=dossier, **given)
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="重写")
    asked.refresh_from_db()
    with pytest.raises(Refused):
        decide_exemption(by=other, exemption=asked, is_granted=True)
    again = ask_exemption(by=department.drafter, dossier=dossier, **given)
    add_version(dossier, by=department.leader)
    with pytest.raises(Refused, match="自己起草或者改过"):
        decide_exemption(by=department.leader, exemption=again, is_granted=True)
    decide_exemption(by=other, exemption=again, is_granted=True)
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="再重写")
    ask_exemption(by=department.drafter, dossier=dossier, **given)
