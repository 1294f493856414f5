"""What stands around the text of a dossier's document: a draft says that it is one, a numbered one who printed it and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from gongkai.core.organisation.enums import UnitKind
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.wording import bare
from gongkai.duties.dossiers.queries.frames import DRAFT, frame_of
from gongkai.duties.dossiers.queries.issuing import department_on, unit_of_signer
from gongkai.duties.dossiers.queries.offered import print_of
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.numbering import record_number
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.numbers import make_series
from tests.factories.people import make_unit
from tests.usecases.dossiers.walking import sign, text

pytestmark = [pytest.mark.django_db]
NUMBER = "示交办〔2026〕9号"


@pytest.fixture
def department() -> Department:
    made = make_department()
    root = make_unit("示例省交通运输厅", kind=UnitKind.DEPARTMENT)
    office = make_unit("厅办公室", kind=UnitKind.OFFICE)
    office.parent = root
    office.save()
    make_series()
    return made


def signed(department: Department, **fields: object) -> Dossier:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN, **fields)
    save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=0)
    sign(department, dossier)
    return dossier


def test_a_version_says_that_it_is_a_draft_until_it_is_signed(department: Department) -> None:
    dossier = signed(department)
    assert frame_of(dossier, is_signed=False).draft == DRAFT
    whole = frame_of(dossier, is_signed=True)
    assert (whole.draft, whole.number, whole.printed_by, whole.printed_on) == ("", "", "", None)
    version = dossier.versions.get()
    shown = [one.text for one in read_bytes("a.pdf", print_of(dossier, version, None)).text.blocks]
    assert shown[1] == f"（{DRAFT}）"  # below the mark, where the number will stand
    assert "未经签发" not in "".join(shown[2:])
    after = read_bytes("a.pdf", print_of(dossier, version, signature_of(dossier)))
    assert "未经签发" not in "".join(one.text for one in after.text.blocks)


def test_with_the_number_come_the_office_that_prints_and_the_day(department: Department) -> None:
    with time_machine.travel("2026-11-03T10:00:00+08:00"):
        dossier = signed(department)
    with time_machine.travel("2026-11-05T10:00:00+08:00"):  # written down two days after it was printed
        day = date(2026, 11, 3)
        record_number(by=department.office, dossier=dossier, number=NUMBER, numbered_on=day)
    frame = frame_of(dossier, is_signed=True)
    assert (frame.number, frame.printed_by) == (NUMBER, "示例省交通运输厅办公室")
    assert frame.printed_on == date(2026, 11, 3)
    signature = signature_of(dossier)
    assert signature is not None
    made = print_of(dossier, signature.version, signature)
    shown = "".join(one.text for one in read_bytes("a.pdf", made).text.blocks)
    assert bare(shown).endswith("示例省交通运输厅办公室2026年11月3日印发")
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert made == print_of(dossier, signature.version, signature)


def test_who_printed_a_document_of_another_organ_is_not_ours_to_say(department: Department) -> None:
    dossier = signed(department)
    record_number(by=department.office, dossier=dossier, number=NUMBER)
    Dossier.objects.filter(pk=dossier.pk).update(
        signature=Signature.PROVINCE_OFFICE, issuer="示例省人民政府办公厅"
    )
    dossier.refresh_from_db()
    marks = ("示例省人民政府办公厅",)
    assert frame_of(dossier, is_signed=True) == Frame(marks=marks, suffix="文件", number=NUMBER)


def test_a_paper_is_given_out_by_the_unit_of_whoever_signs(department: Department) -> None:
    day = timezone.localdate()
    assert unit_of_signer(department.head, day) == "示例省交通运输厅运输处"
    assert unit_of_signer(department.office, day) == department_on(day) == "示例省交通运输厅"
