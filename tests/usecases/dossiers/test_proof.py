"""送审证明包 and the release by another department: refused with what is missing, then done from the same setup."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import ExemptionGround, PaperKind, Step, StepState
from gongkai.duties.dossiers.models import Exemption, IssuedNumber, StepRecord
from gongkai.duties.dossiers.packing.verifying import verify_package
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.usecases.proving import take_proof
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.publishing.home import release_key
from tests.factories.archive import add_file, text_of
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def test_the_proof_names_what_is_missing_and_then_holds_it(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.POLICY, signature=Signature.PROVINCE)
    with pytest.raises(Refused) as refusal:
        take_proof(by=department.web, dossier=dossier)
    told = "".join(reason.message for reason in refusal.value.reasons)
    for word in ("您不能下载", "没有送审稿", "没有起草说明", "没有公开征求意见的网址", "没有意见采纳情况表"):
        assert word in told

    add_version(dossier, data=text_of(dossier))
    add_file(dossier, PaperKind.EXPLANATION, b"explained")
    add_file(dossier, PaperKind.ADOPTION, b"table")
    StepRecord.objects.create(
        dossier=dossier,
        step=Step.CONSULTATION,
        began_on=timezone.localdate(),
        done_on=timezone.localdate(),
        statement="收到意见 3 条",
        link="https://example.gov.cn/notice",
        by=department.drafter,
    )
    StepRecord.objects.create(
        dossier=dossier,
        step=Step.ADOPTION,
        done_on=timezone.localdate(),
        statement="采纳 2 条",
        by=department.drafter,
    )
    body = take_proof(by=department.drafter, dossier=dossier).read()
    assert body == take_proof(by=department.drafter, dossier=dossier).read()
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        names = file.namelist()
        manifest = json.loads(file.read("manifest.json"))
    for name in ("征求意见和采纳情况证明.pdf", "送审稿（第01稿）.docx"):
        assert name in names
    assert len([name for name in names if name.startswith("材料/")]) == 2
    assert len(manifest["files"]) == 4
    assert verify_package(io.BytesIO(body), release_key().is_signed).is_sound
    assert Event.objects.filter(action="dossiers.take_proof", subject_id=str(dossier.pk)).count() == 2


def test_an_exemption_stands_for_the_consultation(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.POLICY, signature=Signature.PROVINCE_OFFICE)
    add_version(dossier, data=text_of(dossier))
    add_file(dossier, PaperKind.EXPLANATION, b"explained")
    for step in (Step.CONSULTATION, Step.ADOPTION):
        Exemption.objects.create(
            dossier=dossier,
            step=step,
            ground=ExemptionGround.URGENT,
            reason="防汛抢险",
            asked_by=department.drafter,
            is_granted=True,
            decided_by=department.leader,
            decided_at=timezone.now(),
        )
    assert take_proof(by=department.drafter, dossier=dossier).read()


def test_a_dossier_led_elsewhere_is_finished_by_the_lead_s_address(department: Department) -> None:
    dossier = make_dossier(
        department, kind=DocumentKind.POLICY, signature=Signature.JOINT_OTHER, issuer="省公安厅、本厅"
    )
    add_version(dossier)
    for step in (Step.SIGNING,):
        StepRecord.objects.create(
            dossier=dossier, step=step, done_on=timezone.localdate(), statement="同意", by=department.office
        )
    IssuedNumber.objects.create(
        text="示公发〔2026〕3号", state="issued", dossier=dossier, title=dossier.title, by=department.office
    )
    told = Told(statement="已在省公安厅网站公开", done_on=timezone.localdate())
    with pytest.raises(Refused) as refusal:
        record_step(by=department.drafter, dossier=dossier, step=Step.RELEASE, told=told)
    words = "".join(reason.message for reason in refusal.value.reasons)
    assert "没有填公开链接" in words
    assert "没有附“涉及其他机关信息的确认函”" in words

    told = Told(
        statement="已在省公安厅网站公开",
        done_on=timezone.localdate(),
        link="https://gat.example.gov.cn/doc/3",
        file=SimpleUploadedFile("确认函.txt", "确认无误".encode()),
    )
    record_step(by=department.drafter, dossier=dossier, step=Step.RELEASE, told=told)
    assert dossier.papers.get().kind == PaperKind.CONSENT
    _, track = track_for(dossier)
    assert [view.step for view in track if view.state in (StepState.NOW, StepState.LATER)] == []
    done = next(view.done for view in track if view.step is Step.RELEASE)
    assert done is not None
    assert done.url == "https://gat.example.gov.cn/doc/3"
