"""The end of a dossier: what is lacking is named, the package proves itself, what is received is read-only."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Ending, PaperKind, Step
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.models import (
    Archive,
    ArchivePackage,
    Dossier,
    IssuedNumber,
    Paper,
    StepRecord,
)
from gongkai.duties.dossiers.packing.verifying import verify_package
from gongkai.duties.dossiers.packing.writing import AUDIT, MANIFEST
from gongkai.duties.dossiers.queries.archive_rows import WAYS as WORDS
from gongkai.duties.dossiers.tasks_archive import pack
from gongkai.duties.dossiers.triggers_archive import WAYS
from gongkai.duties.dossiers.usecases.archiving import close_dossier, pack_archive, receive_archive
from gongkai.duties.dossiers.usecases.numbers_kept import void_number
from gongkai.duties.dossiers.usecases.opening import drop_dossier
from gongkai.duties.dossiers.usecases.papers import void_paper
from gongkai.duties.policies.enums import DocumentKind
from gongkai.publishing.home import release_key
from tests.factories.archive import add_file, close, finished_dossier, packed, receipt, text_of
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def told(error: pytest.ExceptionInfo[Refused]) -> str:
    return "".join(reason.message for reason in error.value.reasons)


def receive(archive: Archive, department: Department, **changes: Any) -> Archive:
    values = {"receiver": "档案室 赵某", "received_on": timezone.localdate(), "file": receipt(), **changes}
    return receive_archive(by=department.office, archive=archive, **values)


def body_of(package: ArchivePackage) -> bytes:
    with package.file.open("rb") as file:
        return bytes(file.read())


def test_every_unsettled_step_is_named_and_the_settled_dossier_gets_its_number(
    department: Department,
) -> None:
    early = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(early)
    with pytest.raises(Refused) as refusal:
        close_dossier(by=department.drafter, dossier=early, retention="")
    for word in ("由厅办公室办理", "“签发”", "“登记编号”", "“同步发布”", "请选定保管期限"):
        assert word in told(refusal)
    assert not Archive.objects.exists()

    first = close(finished_dossier(department), department.office)
    second = close(finished_dossier(department), department.office)
    year = timezone.localdate().year
    assert [first.number, second.number] == [f"{year}-0001", f"{year}-0002"]
    assert first.dossier.is_open
    with pytest.raises(Refused, match="已经立卷"):
        close(first.dossier, department.office)
    assert (
        Event.objects.filter(action="dossiers.close_archive", subject_id=str(first.dossier_id)).count() == 1
    )


def test_keeping_it_shorter_than_its_kind_asks_for_a_reason(department: Department) -> None:
    dossier = finished_dossier(department)
    with pytest.raises(Refused, match="没有写理由"):
        close_dossier(by=department.office, dossier=dossier, retention=Retention.TEN)
    with pytest.raises(Refused):
        close_dossier(
            by=department.office, dossier=dossier, retention=Retention.TEN, reason="电话13812345678核实"
        )
    archive = close_dossier(
        by=department.office, dossier=dossier, retention=Retention.TEN, reason="属于一般事务。"
    )
    assert archive.retention == Retention.TEN


def test_filing_may_come_after_closing_but_not_after_the_receipt(department: Department) -> None:
    dossier = finished_dossier(department, kind=DocumentKind.NORMATIVE)
    for step in (Step.DELIBERATION, Step.LEGALITY):
        StepRecord.objects.create(
            dossier=dossier, step=step, done_on=timezone.localdate(), statement="通过", by=department.office
        )
    archive = close_dossier(by=department.office, dossier=dossier, retention=Retention.PERMANENT)
    packed(archive, department.office)
    with pytest.raises(Refused, match="“备案”还没有办完"):
        receive(archive, department)
    StepRecord.objects.create(
        dossier=dossier,
        step=Step.FILING,
        done_on=timezone.localdate(),
        statement="已备案",
        by=department.office,
    )
    with pytest.raises(Refused, match="卷里又有变化"):
        receive(archive, department)
    packed(archive, department.office)
    assert receive(archive, department).is_received


def test_a_package_holds_everything_and_the_same_content_makes_the_same_bytes(department: Department) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    package = packed(archive, department.office)
    body = body_of(package)
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        names = file.namelist()
        manifest = json.loads(file.read(MANIFEST))
        rows = json.loads(file.read("卷内记录.json"))
        audit = json.loads(file.read(AUDIT))
    assert names[:-1] == sorted(names[:-1])
    assert names[-1] == MANIFEST
    for name in ("卷内文件目录.pdf", "文稿/第01稿.docx", "文稿/第01稿.json", "文稿/签发稿（第01稿）.pdf"):
        assert name in names
    assert "材料/001 签批单 签批单.txt" in names
    assert {one["path"] for one in manifest["files"]} == set(names) - {MANIFEST}
    assert rows["签发"][0]["签发人姓名、职务"] == "王厅长"
    assert rows["归档"]["件号"] == archive.number
    assert all(one["seal"] for one in audit)

    again = packed(archive, department.office)
    assert again == package
    assert archive.packages.count() == 1

    add_file(dossier, PaperKind.OTHER, b"later")
    other = packed(archive, department.office)
    assert other.sha256 != package.sha256
    assert archive.packages.count() == 2


def test_a_paper_that_is_not_what_came_in_stops_the_package(department: Department) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    paper = dossier.papers.get()
    Path(paper.file.path).write_bytes("签批单改".encode())
    with pytest.raises(Refused, match="与入卷时不一致"):
        packed(archive, department.office)
    Path(paper.file.path).unlink()
    with pytest.raises(Refused, match="文件已不在"):
        packed(archive, department.office)
    assert not ArchivePackage.objects.exists()


def test_the_job_seals_and_packs(department: Department) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    assert pack.func(archive.pk, department.office.pk) == ""
    assert archive.packages.get().files
    assert "由厅办公室制作" in pack.func(archive.pk, department.drafter.pk)
    with pytest.raises(Refused, match="由厅办公室制作"):
        pack_archive(by=department.drafter, archive=archive)


@pytest.mark.parametrize("harm", ["none", "bytes", "gone", "added", "manifest", "no_zip"])
def test_the_command_finds_what_was_done_to_a_package(
    department: Department, tmp_path: Path, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    package = packed(close(finished_dossier(department), department.office), department.office)
    place = tmp_path / "package.zip"
    place.write_bytes(harmed(body_of(package), harm))
    if harm == "none":
        call_command("archive", "verify", str(place), "--json")
    else:
        with pytest.raises(SystemExit):
            call_command("archive", "verify", str(place), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is (harm == "none")
    word = {
        "bytes": "摘要值与目录不符",
        "gone": "不在包里",
        "added": "不在目录里",
        "manifest": "签名不对",
        "no_zip": "不是完好的 ZIP",
    }.get(harm, "")
    assert word in "".join(answer["findings"])


def harmed(body: bytes, harm: str) -> bytes:
    """The package after somebody had a hand in it."""
    if harm == "none":
        return body
    if harm == "no_zip":
        return body[: len(body) // 2]
    out = io.BytesIO()
    slip = "材料/001 签批单 签批单.txt"
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == slip and harm == "gone":
                continue
            if name == slip and harm == "bytes":
                held = "签批旦".encode()
            if name == MANIFEST and harm == "manifest":
                held = held.replace("30 年".encode(), "10 年".encode())
            new.writestr(name, held)
        if harm == "added":
            new.writestr("材料/添加.txt", b"x")
    return out.getvalue()


def test_the_receipt_asks_for_day_person_and_paper_and_ends_the_dossier(department: Department) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    with pytest.raises(Refused, match="还没有归档包"):
        receive(archive, department)
    packed(archive, department.office)
    with pytest.raises(Refused) as refusal:
        receive(archive, department, receiver=" ", received_on=None, file=None)
    for word in ("没有写接收人", "没有填接收日期", "没有附回执"):
        assert word in told(refusal)
    for day in (timezone.localdate() + timedelta(1), timezone.localdate() - timedelta(1)):
        with pytest.raises(Refused):
            receive(archive, department, received_on=day)
    receive(archive, department)
    dossier.refresh_from_db()
    assert dossier.ending == Ending.ARCHIVED
    assert dossier.papers.filter(kind=PaperKind.RECEIPT).count() == 1
    assert Event.objects.filter(action="dossiers.receive_archive", subject_id=str(dossier.pk)).count() == 1
    with pytest.raises(Refused, match="已经接收"):
        receive(archive, department)
    with pytest.raises(Refused, match="不再重做"):
        pack_archive(by=department.office, archive=archive)


def test_every_table_of_the_chain_is_sealed_and_in_the_package() -> None:
    """A table that comes to the chain has to be named in both places."""
    apart = {"Dossier", "DossierCode", "ReviewTerm", "NumberSeries", "SeriesYear"}
    apart |= {"RegisterChange", "RegisterDraft", "RegisterEntry", "RegisterImport"}
    apart |= {"Archive", "ArchivePackage", "ArchiveYear"}
    apart |= {"OaAccess", "Delivery"}  # what OA brought is in the chain as paper, signature or number
    own = {model.__name__ for model in apps.get_app_config("dossiers").get_models()} - apart
    assert own == set(WORDS)
    own -= {"HistoryWording"}  # it is about the page, which may be mended after the dossier has ended
    assert {name.lower() for name in own} == set(WAYS)


def test_rows_of_an_ended_dossier_are_read_only_whoever_writes(department: Department) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    packed(archive, department.office)
    receive(archive, department)
    other = finished_dossier(department)
    writes = [
        lambda: Dossier.objects.filter(pk=dossier.pk).update(title="改了"),
        lambda: Dossier.objects.filter(pk=dossier.pk).update(ending="", ended_at=None, ended_by=None),
        lambda: add_version(dossier, number=9),
        lambda: add_file(dossier, PaperKind.OTHER, b"late"),
        lambda: add_file(dossier, PaperKind.RECEIPT, b"late"),
        lambda: StepRecord.objects.create(
            dossier=dossier,
            step=Step.FILING,
            done_on=timezone.localdate(),
            statement="x",
            by=department.office,
        ),
        lambda: dossier.signatures.update(overtaken_at=timezone.now()),
        lambda: Paper.objects.filter(dossier=dossier).update(
            void_at=timezone.now(), void_by=department.office, void_reason="x"
        ),
        lambda: dossier.traits.create(trait="risk", applies=True, reason="x", by=department.office),
        lambda: IssuedNumber.objects.filter(dossier=dossier).update(
            state="void", void_at=timezone.now(), void_by=department.office, void_reason="x"
        ),
        lambda: (
            other.traits.create(trait="risk", applies=True, reason="x", by=department.office)
            and other.traits.update(dossier=dossier)
        ),
        lambda: Archive.objects.filter(pk=archive.pk).update(receiver="别人"),
        lambda: ArchivePackage.objects.filter(archive=archive).update(files=1),
    ]
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    with pytest.raises(Refused, match="已经办结"):
        void_paper(by=department.office, paper=dossier.papers.first(), reason="传错了")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="已经办结"):
        void_number(by=department.office, number=dossier.numbers.get(), reason="印错了")


def test_a_dropped_dossier_is_archived_if_it_holds_anything(department: Department) -> None:
    empty = make_dossier(department)
    drop_dossier(by=department.drafter, dossier=empty, reason="不办了。")
    empty.refresh_from_db()
    with pytest.raises(Refused, match="没有文稿、没有材料"):
        close_dossier(by=department.office, dossier=empty, retention=Retention.TEN)

    dossier = make_dossier(department, disclosure=Disclosure.PROACTIVE)
    add_version(dossier, data=text_of(dossier))
    drop_dossier(by=department.drafter, dossier=dossier, reason="不办了。")
    dossier.refresh_from_db()
    archive = close_dossier(by=department.office, dossier=dossier, retention=Retention.TEN)
    packed(archive, department.office)
    receive(archive, department)
    dossier.refresh_from_db()
    assert dossier.ending == Ending.DROPPED
    assert dossier.papers.filter(kind=PaperKind.RECEIPT).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        add_file(dossier, PaperKind.RECEIPT, b"second")


def test_a_package_is_proven_with_the_key_of_this_installation_alone(department: Department) -> None:
    package = packed(close(finished_dossier(department), department.office), department.office)
    source = io.BytesIO(body_of(package))
    assert verify_package(source, release_key().is_signed).is_sound
    assert not verify_package(source, lambda document: False).is_sound
