"""The chain walked in the tables: begin, record, send back, leave out, sign; the refusal and the success from one setup."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models import BasePage
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    ExemptionGround,
    Mode,
    PaperKind,
    SigningMedium,
    Step,
    StepState,
    Trait,
)
from gongkai.duties.dossiers.models import Dossier, Paper, StepRecord
from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption
from gongkai.duties.dossiers.usecases.opening import Decided, change_dossier, drop_dossier, open_dossier
from gongkai.duties.dossiers.usecases.pages import adopt_history, make_page
from gongkai.duties.dossiers.usecases.papers import add_paper, void_paper
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.dossiers.usecases.signing import (
    Signature as Given,
)
from gongkai.duties.dossiers.usecases.signing import (
    confirm_sign_off,
    record_sign_off,
    sign_document,
)
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_document
from tests.factories.people import make_unit, make_user, post

pytestmark = [pytest.mark.django_db]
TRAITS = {trait: (trait is Trait.MARKET, "涉及客运企业。") for trait in Trait}


def decided(**changes: Any) -> Decided:
    values: dict[str, Any] = {
        "title": "关于印发某办法的通知",
        "kind": DocumentKind.NORMATIVE,
        "kind_reason": "设定了经营者的义务。",
        "signature": Signature.DEPARTMENT,
        "issuer": "示例省交通运输厅",
        "disclosure": Disclosure.PROACTIVE,
        "traits": TRAITS,
        **changes,
    }
    return Decided(**values)


def scan(name: str = "签批单.pdf", data: bytes = b"") -> SimpleUploadedFile:
    """A picture: no machine reads it, and the screen lets it in as such."""
    return SimpleUploadedFile(name.replace(".pdf", ".txt"), data or f"签批单 {name}".encode())


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in error.value.reasons]


def state(dossier: Dossier, step: Step) -> StepState:
    return next(view.state for view in track_for(dossier)[1] if view.step is step)


def events(dossier: Dossier, action: str) -> int:
    return Event.objects.filter(action=action, subject_id=str(dossier.pk)).count()


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


def test_what_was_decided_changes_until_the_review(department: Department) -> None:
    dossier = make_dossier(department)
    change_dossier(
        by=department.drafter, dossier=dossier, decided=decided(signature=Signature.PROVINCE_OFFICE)
    )
    dossier.refresh_from_db()
    assert dossier.signature == Signature.PROVINCE_OFFICE
    assert events(dossier, "dossiers.change") == 1
    _through(department, dossier)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        change_dossier(by=department.drafter, dossier=dossier, decided=decided(disclosure=""))
    assert codes(refusal) == ["dossiers.open.settled"]
    outsider = make_user(Role.DRAFTER)
    with pytest.raises(Refused) as refusal:
        same = decided(signature=Signature.PROVINCE_OFFICE, kind=DocumentKind.WORK_PLAN)
        change_dossier(by=outsider, dossier=dossier, decided=same)
    assert codes(refusal) == ["dossiers.open.right"]


def _through(department: Department, dossier: Dossier) -> None:
    """Everything up to the signature, as a work plan needs it: nothing but the text."""
    Dossier.objects.filter(pk=dossier.pk).update(kind=DocumentKind.WORK_PLAN)
    dossier.refresh_from_db()
    add_version(dossier)


def sign(department: Department, dossier: Dossier, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "medium": SigningMedium.PAPER,
        "leader_name": "王某（副厅长）",
        "opinion": "同意。",
        "signed_at": timezone.now(),
        "leader": department.leader,
        "file": scan(),
        **changes,
    }
    version = dossier.versions.first()
    return record_sign_off(
        by=department.office,
        dossier=dossier,
        seen=version.number if version else 0,
        given=Given(**values),
    )


def test_a_step_is_recorded_in_its_turn_with_its_proof(department: Department) -> None:
    dossier = make_dossier(department)
    told = Told(
        statement="收到 3 条意见。",
        began_on=date(2026, 9, 1),
        done_on=date(2026, 10, 9),
        link="https://jtt.example.gov.cn/yj/1.html",
    )
    with pytest.raises(Refused) as refusal:
        record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert codes(refusal) == ["dossiers.step.order"]
    add_version(dossier)
    row = record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert row.version is not None
    assert state(dossier, Step.CONSULTATION) is StepState.DONE
    assert events(dossier, "dossiers.record_step") == 1
    with pytest.raises(Refused) as refusal:
        record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert codes(refusal) == ["dossiers.step.done"]
    adopted = Told(statement="采纳 3 条。", done_on=date(2026, 10, 20), file=scan("采纳情况.pdf"))
    paper = record_step(by=department.office, dossier=dossier, step=Step.ADOPTION, told=adopted).paper
    assert paper is not None
    assert (paper.kind, paper.dated_on) == (PaperKind.ADOPTION, adopted.done_on)


def test_a_meeting_that_did_not_pass_is_on_record_and_overtaken_by_the_next(department: Department) -> None:
    dossier = make_dossier(department)
    Dossier.objects.filter(pk=dossier.pk).update(
        disclosure=Disclosure.ON_REQUEST, disclosure_reason="过程中。"
    )
    dossier.refresh_from_db()
    add_version(dossier)
    StepRecord.objects.create(
        dossier=dossier,
        step=Step.LEGALITY,
        version=dossier.versions.first(),
        done_on=date(2026, 10, 1),
        statement="合法",
        by=department.office,
    )
    told = {"organ": "厅长办公会议", "done_on": date(2026, 11, 2)}
    record_step(
        by=department.office,
        dossier=dossier,
        step=Step.DELIBERATION,
        told=Told(statement="下次再议。", holds=False, file=scan("纪要一.pdf"), **told),
    )
    assert state(dossier, Step.DELIBERATION) is StepState.NOW
    assert state(dossier, Step.SIGNING) is StepState.LATER
    record_step(
        by=department.office,
        dossier=dossier,
        step=Step.DELIBERATION,
        told=Told(statement="通过。", file=scan("纪要二.pdf"), **told),
    )
    assert state(dossier, Step.DELIBERATION) is StepState.DONE
    assert dossier.records.filter(step=Step.DELIBERATION).count() == 2


def test_a_return_undoes_and_keeps(department: Department) -> None:
    dossier = make_dossier(department)
    _through(department, dossier)
    sign(department, dossier)
    assert state(dossier, Step.SIGNING) is StepState.DONE
    with pytest.raises(Refused) as refusal:
        return_dossier(by=department.drafter, dossier=dossier, to_step=Step.DRAFTING, reason="")
    assert codes(refusal) == ["dossiers.return.backwards", "dossiers.return.reason"]
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="第二条表述不清。")
    assert signature_of(dossier) is None
    assert dossier.signatures.count() == 1
    assert state(dossier, Step.DRAFTING) is StepState.NOW
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        add_version(dossier, at=timezone.now())
        assert state(dossier, Step.DRAFTING) is StepState.DONE
        sign(department, dossier, file=scan("第二次.pdf"))
        assert state(dossier, Step.SIGNING) is StepState.DONE


def test_a_head_of_another_unit_sends_nothing_back(department: Department) -> None:
    dossier = make_dossier(department)
    _through(department, dossier)
    stranger = make_user(Role.UNIT_HEAD)
    post(stranger, make_unit("公路处"))
    with pytest.raises(Refused) as refusal:
        return_dossier(by=stranger, dossier=dossier, to_step=Step.DRAFTING, reason="不妥。")
    assert codes(refusal) == ["dossiers.return.backwards"]
    return_dossier(by=department.head, dossier=dossier, to_step=Step.DRAFTING, reason="不妥。")


def test_a_step_is_let_off_by_a_leader_and_never_by_who_asked(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    ask = {"dossier": dossier, "step": Step.CONSULTATION, "reason": "防汛应急。"}
    with pytest.raises(Refused) as refusal:
        ask_exemption(by=department.web, ground="", **ask)
    assert codes(refusal) == ["dossiers.exempt.typed", "dossiers.exempt.typed"]
    row = ask_exemption(by=department.drafter, ground=ExemptionGround.URGENT, **ask)
    assert state(dossier, Step.CONSULTATION) is StepState.NOW
    with pytest.raises(Refused) as refusal:
        decide_exemption(by=department.office, exemption=row, is_granted=True)
    assert codes(refusal) == ["dossiers.exempt.typed"]
    decide_exemption(by=department.leader, exemption=row, is_granted=True)
    assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT
    with pytest.raises(Refused):
        decide_exemption(by=department.leader, exemption=row, is_granted=False, note="改主意了。")
    with pytest.raises(Refused):
        ask_exemption(by=department.drafter, ground=ExemptionGround.URGENT, **ask)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(decided_by=department.drafter)


def test_a_leader_signs_here_what_they_saw(department: Department) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    _through(department, dossier)
    for person, seen, code in (
        (department.office, 1, "dossiers.sign.right"),
        (department.leader, 0, "dossiers.sign.seen"),
    ):
        with pytest.raises(Refused) as refusal:
            sign_document(by=person, dossier=dossier, seen=seen, opinion="同意。")
        assert codes(refusal) == [code]
    row = sign_document(by=department.leader, dossier=dossier, seen=1, opinion="同意。")
    assert (row.medium, row.leader, row.version.number) == (SigningMedium.SYSTEM, department.leader, 1)
    with pytest.raises(Refused) as refusal:
        sign_document(by=department.leader, dossier=dossier, seen=1, opinion="同意。")
    assert codes(refusal) == ["dossiers.step.done"]


def test_who_wrote_the_text_neither_signs_nor_records_the_signature(department: Department) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    _through(department, dossier)
    add_version(dossier, by=department.leader)
    add_version(dossier, by=department.office)
    with pytest.raises(Refused) as refusal:
        sign_document(by=department.leader, dossier=dossier, seen=3, opinion="同意。")
    assert codes(refusal) == ["dossiers.sign.right"]
    for leader, code in ((department.leader, "dossiers.sign.right"), (None, "dossiers.sign.proof")):
        with pytest.raises(Refused) as refusal:
            sign(department, dossier, leader=leader)
        assert codes(refusal) == [code]


def test_a_word_of_mouth_is_confirmed_in_writing(department: Department) -> None:
    dossier = make_dossier(department)
    _through(department, dossier)
    with time_machine.travel(datetime.fromisoformat("2026-11-27T10:00:00+08:00")):  # a Friday
        row = sign(department, dossier, medium=SigningMedium.ORAL, file=None)
    assert row.due_on == date(2026, 11, 30)
    with pytest.raises(Refused) as refusal:
        confirm_sign_off(by=department.drafter, signature=row, file=scan("确认.pdf"))
    assert codes(refusal) == ["dossiers.sign.oral"]
    row = confirm_sign_off(by=department.office, signature=row, file=scan("确认.pdf"))
    assert row.confirmation is not None
    assert row.confirmation.kind == PaperKind.CONFIRMATION
    with pytest.raises(Refused):
        confirm_sign_off(by=department.office, signature=row, file=scan("确认二.pdf"))


def test_the_database_keeps_one_signature_with_its_proof(department: Department) -> None:
    dossier = make_dossier(department)
    _through(department, dossier)
    row = sign(department, dossier)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.create(
            dossier=dossier,
            version=row.version,
            medium=SigningMedium.PAPER,
            leader_name="王某",
            opinion="同意",
            signed_at=timezone.now(),
            recorded_by=department.office,
            scan=row.scan,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(scan=None)


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


def text(*articles: str, title: str = "") -> OfficialText:
    """A text of articles."""
    blocks = tuple(Block(Kind.ARTICLE, f"第{'一二三四五六'[n]}条", words) for n, words in enumerate(articles))
    return OfficialText(title, blocks=blocks)


def test_versions_are_kept_in_turn(department: Department) -> None:
    dossier = make_dossier(department)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text(), seen=0)
    assert codes(refusal) == ["dossiers.draft.new"]
    with pytest.raises(Refused) as refusal:
        save_version(by=department.web, dossier=dossier, text=text("一。"), seen=0)
    assert codes(refusal) == ["dossiers.draft.right"]
    first = save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=0)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.head, dossier=dossier, text=text("为了做好工作。"), seen=0)
    assert codes(refusal) == ["dossiers.draft.in_turn"]
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=1)
    assert codes(refusal) == ["dossiers.draft.new"]
    second = save_version(
        by=department.head,
        dossier=dossier,
        text=text("为了规范工作。", "另行规定。"),
        seen=1,
        file=scan("二.pdf"),
    )
    assert (first.number, second.number) == (1, 2)
    assert second.source is not None
    assert second.source.kind == PaperKind.DRAFT
    assert events(dossier, "dossiers.save_version") == 2


def test_a_signed_text_stands_until_it_is_sent_back(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    save_version(by=department.drafter, dossier=dossier, text=text("一。"), seen=0)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text("二。"), seen=1)
    assert codes(refusal) == ["dossiers.draft.signed"]
    return_dossier(by=department.leader, dossier=dossier, to_step=Step.DRAFTING, reason="漏了一条。")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        save_version(by=department.drafter, dossier=dossier, text=text("二。"), seen=1)
        assert state(dossier, Step.SIGNING) is StepState.NOW


def test_nobody_changes_a_version_in_the_table(department: Department) -> None:
    dossier = make_dossier(department)
    version = save_version(by=department.drafter, dossier=dossier, text=text("一。"), seen=0)
    for act in (
        lambda: type(version).objects.filter(pk=version.pk).update(digest="f" * 64),
        lambda: type(version).objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_page_is_made_of_what_was_signed_and_says_it_word_for_word(
    department: Department, column: BasePage
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    with pytest.raises(Refused) as refusal:
        make_page(by=department.drafter, dossier=dossier)
    assert codes(refusal) == ["dossiers.page.make"]
    save_version(
        by=department.drafter, dossier=dossier, text=text("为了规范工作。", "自印发之日起施行。"), seen=0
    )
    sign(department, dossier)
    page = make_page(by=department.drafter, dossier=dossier)
    assert page.title == dossier.title
    assert "dossiers.step.no_number" in _codes_of(page)
    assert not _codes_of(page) & {"dossiers.publish.text", "dossiers.publish.differs"}
    page.body = [("text", "<p><b>第一条</b>　为了规范工作。</p><p><b>第二条</b>　自明年起施行。</p>")]
    page.title = "另一个标题"
    assert _codes_of(page) >= {"dossiers.publish.text", "dossiers.publish.differs"}
    with pytest.raises(Refused):
        make_page(by=department.drafter, dossier=dossier)


def _codes_of(page: PolicyDocument) -> set[str]:
    return {reason.code for reason in page.reasons_beside_others()}


def test_no_dossier_no_publication_and_history_has_one_of_its_own(
    department: Department, column: BasePage
) -> None:
    page = make_document(department, column)
    Dossier.objects.filter(page=page).delete()
    assert "dossiers.publish.no_dossier" in _codes_of(page)
    with pytest.raises(Refused) as refusal:
        adopt_history(by=department.drafter, page=page, reason="")
    assert codes(refusal) == ["dossiers.page.history"] * 3  # not of the office, wrote the page, no reason
    dossier = adopt_history(by=department.office, page=page, reason="2019 年在原系统办结。")
    assert not _codes_of(page) & {"dossiers.publish.no_dossier"}
    assert {view.state for view in track_for(dossier)[1]} <= {
        StepState.DONE,
        StepState.UNNEEDED,
        StepState.NOW,
        StepState.LATER,
    }
    with pytest.raises(Refused):
        adopt_history(by=department.office, page=page, reason="再来一次。")


def test_who_is_drafter_and_leader_does_not_let_themselves_off(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    both = make_user(Role.DRAFTER, Role.LEADER)
    post(both, department.unit)
    ask = {"step": Step.CONSULTATION, "ground": ExemptionGround.URGENT, "reason": "防汛应急。"}
    row = ask_exemption(by=both, dossier=dossier, **ask)
    with pytest.raises(Refused) as refusal:
        decide_exemption(by=both, exemption=row, is_granted=True)
    assert codes(refusal) == ["dossiers.exempt.typed"]
    row.refresh_from_db()
    assert row.is_granted is None
    decide_exemption(by=department.leader, exemption=row, is_granted=True)
