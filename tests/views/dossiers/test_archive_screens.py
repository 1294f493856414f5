"""The screens of the archive and of what stands apart: who opens what, what is kept of a refusal, how many queries."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.core.accounts.enums import Role
from gongkai.core.evidence import figures_besides
from gongkai.core.workbench import Shelf
from gongkai.duties.dossiers.enums import Ending, ExemptionGround, Step
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.models import (
    Archive,
    CountersignOpinion,
    CountersignRequest,
    CountersignRuling,
    Exemption,
    LegalityReview,
    SignOff,
)
from gongkai.duties.dossiers.todos import load_todos
from gongkai.duties.dossiers.verbs import ARCHIVE, READ, READ_ALL
from gongkai.duties.dossiers.views import archiving
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.archive import close, finished_dossier, packed, receipt
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.factories.legality import make_asked
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def as_(client: Client, user: Any) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ))
def test_who_opens_the_list_of_archives(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_archives"), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_ALL))
def test_who_opens_what_stands_apart(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_apart"), allowed=allowed)


@pytest.mark.parametrize("role", [role for role in Role if role in READ_ALL.roles])
def test_only_the_office_closes(client: Client, department: Department, role: Role) -> None:
    from tests.factories.people import make_user

    dossier = finished_dossier(department)
    as_(client, make_user(role))
    url = reverse("dossiers_archive", args=[dossier.pk])
    answer = client.post(url, {"act": "close", "retention": Retention.THIRTY.value})
    assert (answer.status_code == 302) is (role in ARCHIVE.roles)
    assert Archive.objects.filter(dossier=dossier).exists() is (role in ARCHIVE.roles)


def test_a_dossier_is_closed_packed_and_received_in_the_browser(
    client: Client, department: Department
) -> None:
    dossier = finished_dossier(department)
    as_(client, department.office)
    url = reverse("dossiers_archive", args=[dossier.pk])
    assert url in text_of(client.get(reverse("dossiers_show", args=[dossier.pk])))
    answer = client.post(url, {"act": "close", "retention": Retention.TEN.value, "reason": ""})
    assert answer.status_code == 422
    assert "没有写理由" in text_of(answer)
    client.post(url, {"act": "close", "retention": Retention.THIRTY.value})
    assert "归档包已做好并核对无误" in text_of(client.post(url, {"act": "pack"}, follow=True))
    archive = Archive.objects.get(dossier=dossier)
    package = archive.packages.get()
    address = reverse("dossiers_archive_package", args=[dossier.pk, package.pk])
    assert address in text_of(client.get(url))
    body = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None

    today = timezone.localdate()
    answer = client.post(url, {"act": "receive", "receiver": "档案室 赵某", "received_on": ""})
    assert answer.status_code == 422
    assert "没有填接收日期" in text_of(answer)
    assert "档案室 赵某" in text_of(answer)
    sent = {"act": "receive", "receiver": "档案室 赵某", "received_on": str(today), "file": receipt()}
    assert client.post(url, sent).status_code == 302
    dossier.refresh_from_db()
    assert dossier.ending == Ending.ARCHIVED
    assert "谁也不能再改" in text_of(client.get(url))
    page = text_of(client.get(reverse("dossiers_show", args=[dossier.pk])))
    assert url in page
    assert f"件号 {archive.number}，保管期限30 年" in page
    assert "档案室接收" in page
    assert reverse("dossiers_add_paper", args=[dossier.pk]) not in page


def test_what_is_not_settled_is_told_on_the_page(client: Client, department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    as_(client, department.office)
    page = text_of(client.get(reverse("dossiers_archive", args=[dossier.pk])))
    assert "“签发”还没有办完" in page
    answer = client.post(reverse("dossiers_archive", args=[dossier.pk]), {"act": "pack"})
    assert answer.status_code == 404
    assert client.post(reverse("dossiers_archive", args=[dossier.pk]), {"act": "x"}).status_code == 302


def test_the_package_is_for_its_unit_and_who_reads_all(client: Client, department: Department) -> None:
    dossier = finished_dossier(department)
    asked = make_asked("财务处")
    CountersignRequest.objects.create(dossier=dossier, unit=asked.unit, asked_by=department.drafter)
    dossier.countersigns.update(withdrawn_at=None)
    CountersignOpinion.objects.create(
        request=dossier.countersigns.get(), version=dossier.versions.get(), verdict="agree", by=asked.head
    )
    package = packed(close(dossier, department.office), department.office)
    address = reverse("dossiers_archive_package", args=[dossier.pk, package.pk])
    page = reverse("dossiers_archive", args=[dossier.pk])
    for user in (department.drafter, department.leader, department.office):
        assert as_(client, user).get(address).status_code == 200
    as_(client, asked.head)
    assert client.get(page).status_code == 200
    assert address not in text_of(client.get(page))
    assert client.get(address).status_code == 409
    assert as_(client, department.web).get(address).status_code == 404


def test_a_package_with_a_purged_paper_is_not_handed_out(
    client: Client, department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    package = packed(archive, department.office)
    gone = frozenset({dossier.papers.get().sha256})
    for module in ("archives", "archive_contents"):
        monkeypatch.setattr(
            f"gongkai.duties.dossiers.queries.{module}.suppressed", lambda: (frozenset(), gone)
        )
    as_(client, department.office)
    address = reverse("dossiers_archive_package", args=[dossier.pk, package.pk])
    assert client.get(address).status_code == 404
    assert "含有已经清除的材料" in text_of(client.get(reverse("dossiers_archive", args=[dossier.pk])))
    again = packed(archive, department.office)
    with again.file.open("rb") as file, zipfile.ZipFile(file) as held:
        assert "材料/001 已清除.txt" in held.namelist()
        assert not any("签批单.txt" in name for name in held.namelist())


def test_a_big_dossier_is_packed_aside(
    client: Client, department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "AT_ONCE", 1)
    dossier = finished_dossier(department)
    archive = close(dossier, department.office)
    as_(client, department.office)
    url = reverse("dossiers_archive", args=[dossier.pk])
    page = text_of(client.post(url, {"act": "pack"}, follow=True))
    assert "已排队" in page
    assert not archive.packages.exists()


def test_the_lists_go_into_sheets(client: Client, department: Department) -> None:
    archive = close(finished_dossier(department, title="关于某事的安排"), department.office)
    packed(archive, department.office)
    as_(client, department.office)
    answer: Any = client.get(reverse("dossiers_archives"), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[1][:2] == (archive.number, "关于某事的安排")
    assert rows[1][-1] == archive.packages.get().sha256
    answer = client.get(reverse("dossiers_list"), {"export": "csv"})
    assert "关于某事的安排" in b"".join(answer.streaming_content).decode()
    answer = client.get(reverse("dossiers_list"), {"export": "xlsx", "ended": "archived"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert len(rows) == 1
    for state, count in (("waiting", 1), ("received", 0)):
        page = text_of(client.get(reverse("dossiers_archives"), {"state": state}))
        assert f"{count} 件" in page


def exempt(department: Department, *, granted: bool | None = None, **fields: Any) -> Exemption:
    values = {"step": Step.CONSULTATION, "ground": ExemptionGround.URGENT, "reason": "防汛。", **fields}
    if granted is not None:
        values |= {
            "is_granted": granted,
            "decided_by": department.leader,
            "decided_at": timezone.now(),
            "decided_note": "同意。",
        }
    return Exemption.objects.create(dossier=make_dossier(department), asked_by=department.drafter, **values)


def test_what_stands_apart_is_filtered_and_exported(client: Client, department: Department) -> None:
    waiting = exempt(department)
    granted = exempt(department, granted=True, step=Step.RISK, ground=ExemptionGround.WORDING)
    as_(client, department.leader)
    url = reverse("dossiers_apart")

    def titles(**asked: str) -> set[str]:
        page = text_of(client.get(url, asked))
        return {row.dossier.title for row in (waiting, granted) if row.dossier.title in page}

    both = {waiting.dossier.title, granted.dossier.title}
    year = timezone.localdate().year
    assert titles() == both
    assert titles(step="risk") == {granted.dossier.title}
    assert titles(ground="urgent") == {waiting.dossier.title}
    assert titles(state="granted") == {granted.dossier.title}
    assert titles(year=str(year)) == both
    assert titles(year=str(year - 1)) == set()
    for odd in ({"year": "²"}, {"year": "99999"}, {"section": "x"}, {"p": "99"}, {"state": "x"}):
        assert titles(**odd) == (both if "p" not in odd else titles(p="99"))
    answer: Any = client.get(url, {"export": "csv", "state": "granted"})
    sheet = b"".join(answer.streaming_content).decode()
    assert granted.dossier.title in sheet
    assert waiting.dossier.title not in sheet


def test_rulings_and_hurried_reviews_have_sections_of_their_own(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department)
    version = add_version(dossier)
    asked = make_asked("财务处")
    request = CountersignRequest.objects.create(dossier=dossier, unit=asked.unit, asked_by=department.drafter)
    opinion = CountersignOpinion.objects.create(
        request=request, version=version, verdict="disagree", text="资金没有落实", by=asked.head
    )
    CountersignRuling.objects.create(opinion=opinion, reason="资金另行安排", by=department.leader)
    LegalityReview.objects.create(
        dossier=dossier,
        version=version,
        sent_by=department.drafter,
        urgency="emergency",
        urgency_reason="台风将至",
    )
    as_(client, department.leader)
    url = reverse("dossiers_apart")
    page = text_of(client.get(url, {"section": "ruling"}))
    assert "资金没有落实" in page
    assert "资金另行安排" in page
    assert "台风将至" not in page
    page = text_of(client.get(url, {"section": "urgent", "state": "waiting", "ground": "emergency"}))
    assert "台风将至" in page
    assert "台风将至" not in text_of(client.get(url, {"section": "urgent", "state": "granted"}))


def test_every_figure_opens_the_list_that_it_counts(client: Client, department: Department) -> None:
    oral = make_dossier(department, kind=DocumentKind.WORK_PLAN, title="口头签发的安排")
    SignOff.objects.create(
        dossier=oral,
        version=add_version(oral),
        medium="oral",
        leader_name="王厅长",
        opinion="同意",
        signed_at=timezone.now() - timedelta(days=9),
        due_on=timezone.localdate(),
        recorded_by=department.office,
    )
    exempt(department, granted=True)
    today = timezone.localdate()
    figures = {one.name: one for number in (1, 4) for one in figures_besides(number, today)}
    assert {name: one.value for name, one in figures.items()} == {
        "在办公文卷": 2,
        "口头签发待书面确认": 1,
        "签发超过 5 日没有编号": 1,
        "已编号、应公开未公开": 0,
        "公布后超期没有备案": 0,
        "合法性审核超时": 0,
        "本年批准免办的步骤": 1,
    }
    as_(client, department.leader)
    for name in ("口头签发待书面确认", "签发超过 5 日没有编号"):
        page = text_of(client.get(figures[name].url))
        assert "口头签发的安排" in page
        assert "1 卷在办" in page
    assert "0 卷在办" in text_of(client.get(figures["已编号、应公开未公开"].url))
    assert "免办 1 件" in text_of(client.get(figures["本年批准免办的步骤"].url))
    assert client.get(figures["合法性审核超时"].url).status_code == 200


def test_the_office_is_told_what_waits_for_the_archive(department: Department) -> None:
    dossier = finished_dossier(department, title="办完的安排")
    today = timezone.localdate()

    def told(user: Any) -> list[tuple[str, str]]:
        return [(one.title, one.note) for one in load_todos(user, today) if one.shelf is Shelf.MINE]

    assert told(department.office) == [("归档：办完的安排", "各步都已办完")]
    assert told(department.drafter) == []
    close(dossier, department.office)
    assert told(department.office) == [("归档：办完的安排", "已立卷，待移交档案室")]


def test_the_lead_s_address_is_recorded_through_its_form(client: Client, department: Department) -> None:
    dossier = make_dossier(
        department, kind=DocumentKind.POLICY, signature=Signature.JOINT_OTHER, issuer="省公安厅、本厅"
    )
    as_(client, department.drafter)
    url = reverse("dossiers_record", args=[dossier.pk, "release"])
    page = text_of(client.get(url))
    assert "牵头部门公开的网址" in page
    answer = client.post(
        url, {"done_on": str(timezone.localdate()), "statement": "已公开", "link": "不是网址"}
    )
    assert answer.status_code == 422
    assert "已公开" in text_of(answer)
    own = make_dossier(department)
    assert client.get(reverse("dossiers_record", args=[own.pk, "release"])).status_code == 404


def test_the_proof_is_offered_where_the_province_signs(client: Client, department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.POLICY, signature=Signature.PROVINCE)
    add_version(dossier)
    as_(client, department.drafter)
    url = reverse("dossiers_proof", args=[dossier.pk])
    answer = client.get(url)
    assert answer.status_code == 409
    assert "没有起草说明" in text_of(answer)
    for step in (Step.CONSULTATION, Step.ADOPTION):
        exempt(department)
        Exemption.objects.create(
            dossier=dossier,
            step=step,
            ground=ExemptionGround.URGENT,
            reason="防汛。",
            asked_by=department.drafter,
            is_granted=True,
            decided_by=department.leader,
            decided_at=timezone.now(),
        )
    assert url in text_of(client.get(reverse("dossiers_show", args=[dossier.pk])))


@pytest.mark.parametrize("name", ["dossiers_archives", "dossiers_apart", "dossiers_list"])
def test_lists_take_the_same_queries_however_long(client: Client, department: Department, name: str) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            close(finished_dossier(department), department.office)
            exempt(department, granted=True)

    as_(client, department.office)
    asked = {"owes": "closable"} if name == "dossiers_list" else {}
    more(2)
    client.get(reverse(name), asked)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name), asked)
    more(3)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name), asked)
    assert len(many) == len(few)
