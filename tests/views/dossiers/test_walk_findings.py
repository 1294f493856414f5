"""What a walk through the second half of the chain found: nothing is signed unseen, nothing is offered that is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Ending, Mode, PaperKind, SigningMedium, Step
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.queries.standing import standing_of
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.dossiers.usecases.signing import Signature as Elsewhere
from gongkai.duties.dossiers.usecases.signing import record_sign_off
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.archive import add_file, close, finished_dossier, packed
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_column, make_department, make_document, submit
from tests.factories.intake import handed
from tests.factories.people import make_user
from tests.usecases.dossiers.walking import sign
from tests.views.dossiers.test_screens import as_

pytestmark = pytest.mark.django_db
WORDS = "第七条不会错的一句话"


@pytest.fixture
def department() -> Department:
    return make_department()


def _page(client: Client, user: Any, name: str, *args: Any, **query: str) -> str:
    return as_(client, user).get(reverse(name, args=args), query).content.decode()


def test_a_leader_signs_with_the_words_and_the_judgements_before_them(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN, mode=Mode.FULL)
    add_version(
        dossier, data={"form": 1, "title": dossier.title, "blocks": [{"kind": "paragraph", "text": WORDS}]}
    )
    shown = _page(client, department.leader, "dossiers_sign", dossier.pk)
    assert WORDS in shown
    assert "办到这里" in shown
    assert ">同意印发。</textarea>" not in shown
    assert 'name="opinion"' in shown
    early = make_dossier(department, kind=DocumentKind.NORMATIVE, mode=Mode.FULL)
    add_version(early)
    shown = _page(client, department.leader, "dossiers_sign", early.pk)
    assert "现在不能签发" in shown
    assert 'name="opinion"' not in shown
    add_version(dossier, number=2, by=department.leader)
    assert "不能签发" in _page(client, department.leader, "dossiers_sign", dossier.pk)


def test_whoever_records_is_not_led_to_sign_in_the_place_of_a_leader(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN, mode=Mode.FULL)
    add_version(dossier)
    button = f'<a class="gk-btn" href="{reverse("dossiers_sign_off", args=[dossier.pk])}">'
    assert button not in _page(client, make_user(Role.LEGALITY), "dossiers_show", dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(mode=Mode.OA)
    assert button in _page(client, department.office, "dossiers_show", dossier.pk)


def test_a_return_names_what_is_done_again_and_chooses_nothing(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    sign(department, dossier)
    shown = _page(client, department.office, "dossiers_return", dossier.pk)
    assert "签发（重办：签发）" in shown
    assert "起草（重办：起草、签发）" in shown
    assert "合法性审核（" not in shown
    assert "checked" not in shown
    return_dossier(by=department.office, dossier=dossier, to_step=Step.SIGNING, reason="登记错了人。")
    assert signature_of(dossier) is None
    assert Step.DRAFTING in standing_of(dossier).facts.done


def test_a_dossier_that_has_ended_works_on_nothing(client: Client, department: Department) -> None:
    ended = {"ended_by": department.office, "ended_at": timezone.now(), "ended_reason": "不办了。"}
    dossier = make_dossier(department, ending=Ending.DROPPED, **ended)
    assert "正在办" not in _page(client, department.office, "dossiers_show", dossier.pk)


def test_dossiers_with_every_step_done_are_counted_and_found(client: Client, department: Department) -> None:
    done = finished_dossier(department)
    open_one = make_dossier(department, title="还在起草的一件")
    shown = _page(client, department.office, "dossiers_list")
    assert "各步已办完 <b>1</b>" in shown
    found = _page(client, department.office, "dossiers_list", step="finished")
    assert done.title in found
    assert open_one.title not in found


def test_a_paper_on_which_something_stands_is_not_offered_for_voiding(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    sign(department, dossier)
    loose = add_file(dossier, PaperKind.OTHER, b"x")
    proof = dossier.papers.exclude(pk=loose.pk).get()
    shown = _page(client, department.office, "dossiers_show", dossier.pk)
    assert reverse("dossiers_void_paper", args=[dossier.pk, loose.pk]) in shown
    assert reverse("dossiers_void_paper", args=[dossier.pk, proof.pk]) not in shown
    seen = _page(client, department.leader, "dossiers_show", dossier.pk)
    assert reverse("dossiers_void_paper", args=[dossier.pk, loose.pk]) not in seen


def test_a_dossier_knows_that_its_page_is_under_review(department: Department) -> None:
    page = make_document(department, make_column(department))
    dossier = Dossier.objects.get(page=page)
    assert Step.RELEASE not in standing_of(dossier).facts.pending
    slip = submit(department, [(page, "page")])
    (waiting,) = standing_of(dossier).waiting
    assert slip.number in waiting.note
    assert waiting.holder == "审查、上线人员"


def test_a_document_of_before_is_not_made_again_from_a_signature(
    client: Client, department: Department
) -> None:
    page = make_document(department, make_column(department))
    dossier = Dossier.objects.get(page=page)
    shown = _page(client, department.office, "dossiers_show", dossier.pk)
    assert reverse("dossiers_remake_page", args=[dossier.pk]) not in shown


def test_a_reviewer_of_legality_does_not_record_a_leader_s_signature(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    lawyer = make_user(Role.LEGALITY)
    url = reverse("dossiers_sign_off", args=[dossier.pk])
    assert url not in _page(client, lawyer, "dossiers_show", dossier.pk)
    assert as_(client, lawyer).get(url).status_code in (302, 403)
    given = Elsewhere(SigningMedium.ORAL, "王某", "同意。", timezone.now())
    with pytest.raises(Refused, match="由厅办公室登记"):
        record_sign_off(by=lawyer, dossier=dossier, seen=1, given=given)


def test_a_package_says_whether_it_is_still_what_the_dossier_holds(
    client: Client, department: Department
) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    packed(archive, department.office)
    assert "不是现在的内容" not in _page(client, department.office, "dossiers_archive", dossier.pk)
    add_file(dossier, PaperKind.OTHER, b"later")
    shown = _page(client, department.office, "dossiers_archive", dossier.pk)
    assert "不是现在的内容，请重做" in shown
    assert "交接清单" in shown


def test_who_refuses_a_delivery_reads_what_becomes_of_it(client: Client, department: Department) -> None:
    row = receive_delivery(
        by=department.office,
        source=DeliverySource.UPLOAD,
        told=handed(DeliveryKind.OTHER, title="材料"),
        file=SimpleUploadedFile("材料.txt", b"x"),
    )
    shown = _page(client, department.office, "dossiers_delivery_refuse", row.pk)
    assert "材料.txt" in shown
    assert "不能反悔" in shown
