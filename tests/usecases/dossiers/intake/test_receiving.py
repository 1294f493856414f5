"""What comes is filed once by the rules of people, or waits with its reasons; never dropped, never doubled."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind, PaperSource, SigningMedium, Step
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, IssuedNumber, Paper, SignOff
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.queries.frames import text_to_print
from gongkai.duties.dossiers.todos_intake import load_todos
from gongkai.duties.dossiers.usecases.intake.access import end_oa_access, set_oa_access
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import claim_delivery, refuse_delivery
from gongkai.duties.dossiers.usecases.intake.slips import print_slip
from gongkai.duties.dossiers.usecases.papers import void_paper
from tests.factories.gate import Department
from tests.factories.intake import (
    SIGNED_AT,
    drafted_dossier,
    handed,
    is_done,
    name_clerk,
    picture,
    scan,
    signature,
    text_of,
)
from tests.factories.numbers import make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NUMBER = "示交办〔2026〕9号"
SECRET = "机密★10年".encode()


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-28T10:00:00+08:00", tick=False):
        yield


def receive(kind: DeliveryKind, dossier: Dossier | None = None, file: Any = None, **said: Any) -> Delivery:
    return receive_delivery(
        by=None, source=DeliverySource.FOLDER, told=handed(kind, dossier, **said), file=file
    )


def codes(row: Delivery) -> list[str]:
    return [one["code"] for one in row.told]


def test_a_slip_with_its_words_is_the_signature(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    row = receive(DeliveryKind.SLIP, dossier, scan(), external_id="OA-1", **signature())
    assert (row.state, row.settled_by, row.dossier) == (DeliveryState.FILED, department.office, dossier)
    signed = SignOff.objects.get(dossier=dossier)
    assert (signed.medium, signed.signed_at, signed.scan) == (SigningMedium.OA, SIGNED_AT, row.paper)
    assert signed.recorded_by == department.office
    assert (signed.scan.kind, signed.scan.source) == (PaperKind.SLIP, PaperSource.FOLDER)
    assert not row.file
    assert Event.objects.filter(action="dossiers.file_delivery", subject_id=str(dossier.pk)).count() == 1


def test_what_comes_again_changes_nothing(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    first = receive(DeliveryKind.SLIP, dossier, scan(), external_id="OA-1", **signature())
    before = (Delivery.objects.count(), Paper.objects.count(), SignOff.objects.count(), Event.objects.count())
    by_id = receive(DeliveryKind.SLIP, None, scan(), external_id="OA-1")
    with pytest.raises(Refused) as other:
        receive(DeliveryKind.SLIP, None, scan("别的.txt"), external_id="OA-1")
    assert other.value.codes == ("dossiers.intake.form",)
    by_file = receive(DeliveryKind.SLIP, dossier, scan(), external_id="OA-2", **signature())
    assert (by_id, by_file) == (first, first)
    after = (Delivery.objects.count(), Paper.objects.count(), SignOff.objects.count(), Event.objects.count())
    assert after == before


def test_what_nobody_can_place_waits_once_and_stays_settled(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    first = receive(DeliveryKind.OTHER, None, scan())
    assert receive(DeliveryKind.OTHER, None, scan()) == first
    assert (first.state, codes(first)) == (DeliveryState.WAITING, ["dossiers.intake.dossier"])
    claim_delivery(by=department.office, delivery=first, dossier=dossier)
    assert receive(DeliveryKind.OTHER, None, scan()) == first
    assert Paper.objects.filter(dossier=dossier).count() == 1


def test_four_eyes_hold_for_oa_too(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department, opened_by=department.office)
    row = receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    assert (row.state, codes(row)) == (DeliveryState.WAITING, ["dossiers.sign.proof"])
    assert not SignOff.objects.exists()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("ended", ["never", "ended", "frozen"])
def test_without_a_clerk_it_waits_for_a_person(department: Department, ended: str) -> None:
    dossier = drafted_dossier(department)
    if ended != "never":
        set_oa_access(by=None, clerk=department.office)
    if ended == "ended":
        end_oa_access(by=None)
    if ended == "frozen":
        type(department.office).objects.filter(pk=department.office.pk).update(frozen_at=timezone.now())
    row = receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    assert (row.state, codes(row)) == (DeliveryState.WAITING, ["dossiers.intake.clerk"])


def test_only_who_may_record_is_named(department: Department) -> None:
    for clerk in (department.drafter, department.leader):
        with pytest.raises(Refused):
            set_oa_access(by=None, clerk=clerk)
    with pytest.raises(Refused):
        set_oa_access(by=None, clerk=department.office, addresses=["10.1.2"])
    row, token = set_oa_access(by=None, clerk=department.office, addresses=["10.1.2.0/24"])
    assert len(token) >= 40
    assert token not in (row.token_sha256, "")


def test_a_number_before_the_signature_is_filed_once_that_came(department: Department) -> None:
    name_clerk(department)
    make_series()
    dossier = drafted_dossier(department)
    number = receive(DeliveryKind.NUMBER, dossier, number="示交办[2026]9号")
    final = receive(DeliveryKind.FINAL, dossier, scan("正式文本.txt"))
    assert number.state == final.state == DeliveryState.WAITING
    assert (codes(number), codes(final)) == (["dossiers.step.no_signature"], ["dossiers.intake.order"])
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    number.refresh_from_db()
    final.refresh_from_db()
    assert number.state == final.state == DeliveryState.FILED
    assert IssuedNumber.objects.get().text == NUMBER
    assert is_done(dossier, Step.NUMBERING)


def test_a_number_that_stands_already_is_no_second_one(department: Department) -> None:
    name_clerk(department)
    make_series()
    dossier = drafted_dossier(department)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    receive(DeliveryKind.NUMBER, dossier, number=NUMBER)
    row = receive(DeliveryKind.NUMBER, dossier, number="示交办（2026）9号")
    assert row.state == DeliveryState.FILED
    other = receive(DeliveryKind.NUMBER, dossier, number="示交办〔2026〕10号")
    assert (other.state, codes(other)) == (DeliveryState.WAITING, ["dossiers.step.done"])
    assert IssuedNumber.objects.count() == 1


def final_docx(dossier: Dossier, body: str = "") -> bytes:
    text = text_of(dossier.title, body) if body else text_of(dossier.title)
    printed = text_to_print(text, dossier, SIGNED_AT.date())
    frame = Frame(
        ("示例省交通运输厅",),
        "文件",
        NUMBER,
        printed_by="示例省交通运输厅办公室",
        printed_on=SIGNED_AT.date(),
    )
    return write_docx(printed, frame)


def test_a_final_text_that_says_the_same_is_filed(department: Department) -> None:
    name_clerk(department)
    make_series()
    dossier = drafted_dossier(department)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    row = receive(DeliveryKind.FINAL, dossier, scan("正式.docx", final_docx(dossier)), number=NUMBER)
    assert (row.state, row.told, row.difference) == (DeliveryState.FILED, [], "")
    assert IssuedNumber.objects.get().dossier == dossier
    assert not [one for one in load_todos(department.office, SIGNED_AT.date()) if one.lamp == "red"]


def test_a_final_text_that_differs_is_filed_and_alarms(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    changed = final_docx(dossier, "各有关单位要落实责任，及时完成。")
    row = receive(DeliveryKind.FINAL, dossier, scan("正式.docx", changed))
    assert row.state == DeliveryState.FILED
    assert "按期完成" in row.difference
    assert "及时完成" in row.difference
    for person in (department.office, department.drafter):
        assert [one.lamp for one in load_todos(person, SIGNED_AT.date())] == ["red"]
    assert row.paper is not None
    void_paper(by=department.office, paper=row.paper, reason="OA 送错了")
    assert load_todos(department.drafter, SIGNED_AT.date()) == []


@pytest.mark.rule("dossiers.intake.unread")
def test_a_final_text_that_no_machine_reads_is_left_to_people(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    blank = print_slip(by=department.office, dossier=dossier)
    row = receive(DeliveryKind.FINAL, dossier, scan("正式.png", picture(blank)))
    assert (row.state, codes(row), row.difference) == (DeliveryState.FILED, ["dossiers.intake.unread"], "")


def test_a_number_tells_whose_a_final_text_is(department: Department) -> None:
    name_clerk(department)
    make_series()
    dossier = drafted_dossier(department)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    receive(DeliveryKind.NUMBER, dossier, number=NUMBER)
    row = receive(DeliveryKind.FINAL, None, scan("正式.docx", final_docx(dossier)), number=NUMBER)
    assert (row.state, row.dossier) == (DeliveryState.FILED, dossier)


@pytest.mark.parametrize("where", ["file", "opinion", "title"])
def test_with_a_mark_nothing_is_kept(department: Department, where: str) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    said = {**signature(), where: SECRET.decode()} if where != "file" else signature()
    file = scan(data=SECRET if where == "file" else b"")
    with pytest.raises(Refused):
        receive(DeliveryKind.SLIP, dossier, file, **said)
    assert not Delivery.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").count() == 1


def test_a_signed_scan_files_itself(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    drafted_dossier(department)
    scanned = picture(print_slip(by=department.office, dossier=dossier))
    row = receive(DeliveryKind.SLIP, None, scan("扫描件.png", scanned), **signature())
    assert (row.state, row.dossier) == (DeliveryState.FILED, dossier)
    assert is_done(dossier, Step.SIGNING)


def test_a_slip_of_an_older_version_waits(department: Department) -> None:
    from tests.factories.dossiers import add_version

    name_clerk(department)
    dossier = drafted_dossier(department)
    pdf = print_slip(by=department.office, dossier=dossier)
    add_version(dossier, digest="f" * 64)
    row = receive(DeliveryKind.SLIP, None, scan("签批单.pdf", pdf))
    assert (row.state, row.dossier, codes(row)) == (
        DeliveryState.WAITING,
        dossier,
        ["dossiers.intake.version"],
    )


def test_a_person_claims_with_what_speaks_against_it_or_refuses(department: Department) -> None:
    dossier = drafted_dossier(department)
    row = receive(DeliveryKind.FINAL, None, scan("正式.txt"))
    for act in (
        lambda: claim_delivery(by=department.drafter, delivery=row, dossier=dossier),
        lambda: claim_delivery(by=department.office, delivery=row, dossier=dossier),
        lambda: refuse_delivery(by=department.office, delivery=row, reason=" "),
    ):
        with pytest.raises(Refused):
            act()
    row.refresh_from_db()
    assert (row.state, bool(row.file)) == (DeliveryState.WAITING, True)
    refuse_delivery(by=department.office, delivery=row, reason="不是本厅的文件。")
    row.refresh_from_db()
    assert (row.state, row.settled_by, bool(row.file)) == (DeliveryState.REFUSED, department.office, False)
    with pytest.raises(Refused):
        claim_delivery(by=department.office, delivery=row, dossier=dossier)


def test_a_file_that_changed_on_the_disk_is_not_filed(department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    row = receive(DeliveryKind.FINAL, dossier, scan("正式.txt"))
    with open(row.file.path, "wb") as file:
        file.write("换了一份".encode())
    with pytest.raises(Refused) as refusal:
        claim_delivery(by=department.office, delivery=row, dossier=dossier)
    assert refusal.value.codes == ("dossiers.intake.form",)
    receive(DeliveryKind.SLIP, dossier, scan(), **signature())
    row.refresh_from_db()
    assert row.state == DeliveryState.WAITING


def test_only_who_records_uploads(department: Department) -> None:
    told = handed(DeliveryKind.OTHER, drafted_dossier(department))
    with pytest.raises(Refused):
        receive_delivery(by=department.drafter, source=DeliverySource.UPLOAD, told=told, file=scan())
    row = receive_delivery(by=department.office, source=DeliverySource.UPLOAD, told=told, file=scan())
    assert (row.state, row.settled_by, row.received_by) == (
        DeliveryState.FILED,
        department.office,
        department.office,
    )


@pytest.mark.parametrize(
    "change", [{"title": "改了"}, {"sha256": "0" * 64}, {"kind": "final"}, {"received_by": None, "code": "x"}]
)
def test_the_database_keeps_what_was_said(department: Department, change: dict[str, Any]) -> None:
    row = receive(DeliveryKind.OTHER, None, scan())
    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).delete()
    refuse_delivery(by=department.office, delivery=row, reason="误送。")
    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(state="waiting", settled_at=None)
