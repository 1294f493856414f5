"""The screens of determination, countersigning, comments and the review of legality, with ordinary accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.workbench import Shelf, todos_for
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.enums_review import Point
from gongkai.duties.dossiers.models import (
    ClauseComment,
    CountersignOpinion,
    CountersignRequest,
    Determination,
    Dossier,
    LegalityReview,
    ReviewTerm,
)
from gongkai.duties.dossiers.rules.determination import TESTS
from gongkai.duties.dossiers.verbs import COUNTERSIGN, OVERRULE, READ_ALL, RECORD, REVIEW_LEGALITY, SET_TERMS
from gongkai.duties.policies.enums import Signature
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.legality import BLOCKS, Asked, accept, add_paper_row, make_asked, make_ready, send
from tests.factories.people import make_user
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
PAGES = ("dossiers_determine", "dossiers_countersign", "dossiers_comments", "dossiers_review")


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.LEGALITY)


@pytest.fixture
def asked() -> Asked:
    return make_asked("法规处")


@pytest.fixture
def dossier(department: Department, reviewer: User) -> Dossier:
    return make_ready(department, reviewer)


def _as(client: Client, user: User) -> Client:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def _post(client: Client, page: str, dossier: Dossier, act: str, **data: Any) -> HttpResponse:
    answer: Any = client.post(reverse(page, args=[dossier.pk]), {"act": act, **data})
    return answer


def _text(client: Client, page: str, dossier: Dossier) -> str:
    answer = client.get(reverse(page, args=[dossier.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_ALL))
@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_who_reads_all(
    client: Client, dossier: Dossier, page: str, who: Any, allowed: bool
) -> None:
    assert_opens(client, who, reverse(page, args=[dossier.pk]), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_ALL))
def test_the_queue(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_reviews"), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(SET_TERMS))
def test_the_parameters(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_terms"), allowed=allowed)


def test_an_asked_unit_sees_the_dossier_and_another_does_not(
    client: Client, dossier: Dossier, asked: Asked, department: Department
) -> None:
    url = reverse("dossiers_countersign", args=[dossier.pk])
    assert _as(client, asked.member).get(url).status_code == 404
    _as(client, department.drafter)
    data = {"units": [asked.unit.pk], "organs": "省财政厅\n", "days": 5, "note": "看第二条"}
    assert _post(client, "dossiers_countersign", dossier, "ask", **data).status_code == 302
    assert CountersignRequest.objects.count() == 2
    assert _as(client, asked.member).get(url).status_code == 200
    assert "签会签意见" not in _text(client, "dossiers_countersign", dossier)
    assert "签会签意见" in _text(_as(client, asked.head), "dossiers_countersign", dossier)


def test_a_refused_determination_loses_nothing(
    client: Client, department: Department, reviewer: User
) -> None:
    dossier = make_dossier(department)
    _as(client, department.drafter)
    assert "标题没有这类字样" in _text(client, "dossiers_determine", dossier)
    data = {f"{code}_reason": "对照条文判断" for code in TESTS}
    answer = _post(client, "dossiers_determine", dossier, "propose", **data)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert body.count("还没有回答") == len(TESTS)
    assert body.count("对照条文判断") == len(TESTS)
    data |= {f"{code}_answer": "no" if test.is_negative else "yes" for code, test in TESTS.items()}
    assert _post(client, "dossiers_determine", dossier, "propose", **data).status_code == 302
    _as(client, reviewer)
    assert _post(client, "dossiers_determine", dossier, "decide", result="no").status_code == 422
    assert _post(client, "dossiers_determine", dossier, "decide", result="").status_code == 422
    assert _post(client, "dossiers_determine", dossier, "decide", result="yes").status_code == 302
    assert Determination.objects.count() == 2


def _ask(client: Client, department: Department, dossier: Dossier, **data: Any) -> CountersignRequest:
    _as(client, department.drafter)
    answer = _post(client, "dossiers_countersign", dossier, "ask", **{"days": 5, "organs": "", **data})
    assert answer.status_code == 302
    return CountersignRequest.objects.latest("pk")


def test_countersigning_from_the_screen(
    client: Client, dossier: Dossier, asked: Asked, department: Department
) -> None:
    row = _ask(client, department, dossier, units=[asked.unit.pk])
    assert _post(client, "dossiers_countersign", dossier, "urge", row=row.pk).status_code == 302
    assert _post(client, "dossiers_countersign", dossier, "urge", row=row.pk).status_code == 422
    _as(client, asked.head)
    given = {"row": row.pk, "version": 1, "verdict": "disagree"}
    assert _post(client, "dossiers_countersign", dossier, "sign", **given, text="").status_code == 422
    assert _post(client, "dossiers_countersign", dossier, "sign", **given, text="超出职权").status_code == 302
    assert "不同意，拦着" in _text(client, "dossiers_countersign", dossier)
    _as(client, department.leader)
    assert _post(client, "dossiers_countersign", dossier, "overrule", row=row.pk).status_code == 422
    ruled = _post(client, "dossiers_countersign", dossier, "overrule", row=row.pk, reason="已协商")
    assert ruled.status_code == 302
    add_version(
        dossier, data={"form": 1, "title": dossier.title, "blocks": [{**BLOCKS[0], "text": "全新的文字。"}]}
    )
    text = _text(_as(client, asked.head), "dossiers_countersign", dossier)
    assert "文稿改了这些" in text
    assert "<ins>" in text
    old = _post(client, "dossiers_countersign", dossier, "sign", row=row.pk, version=1, verdict="agree")
    assert old.status_code == 422
    assert "您看的是第 1 稿" in old.content.decode()


def test_an_outside_opinion_with_its_scan(client: Client, dossier: Dossier, department: Department) -> None:
    row = _ask(client, department, dossier, organs="省财政厅")
    given = {"row": row.pk, "version": 1, "verdict": "agree", "dated_on": timezone.localdate().isoformat()}
    assert _post(client, "dossiers_countersign", dossier, "record", **given).status_code == 422
    scan = SimpleUploadedFile("意见.txt", "同意".encode())
    assert _post(client, "dossiers_countersign", dossier, "record", **given, file=scan).status_code == 302
    assert CountersignOpinion.objects.get().paper.kind == PaperKind.COUNTERSIGN
    withdrawn = _post(client, "dossiers_countersign", dossier, "withdraw", row=row.pk, reason="不用了")
    assert withdrawn.status_code == 302


def test_a_sheet_signed_in_oa_from_the_screen(
    client: Client, dossier: Dossier, asked: Asked, department: Department
) -> None:
    _as(client, department.drafter)
    assert "登记会签单" not in _text(client, "dossiers_countersign", dossier)
    _as(client, department.office)
    assert "登记会签单" in _text(client, "dossiers_countersign", dossier)
    empty = {f"{name}{row}": "" for name in ("unit", "organ", "verdict", "text") for row in range(6)}
    given = {**empty, "version": 1, "dated_on": timezone.localdate().isoformat(), "unit0": asked.unit.pk}
    given |= {"verdict0": "agree", "verdict1": "disagree", "text1": "第二条不妥"}
    scan = SimpleUploadedFile("会签单.txt", "同意".encode())
    refused = _post(client, "dossiers_countersign", dossier, "sheet", **given, file=scan)
    assert refused.status_code == 422
    assert "请写明是哪个单位的意见" in refused.content.decode()
    given |= {"organ1": "示例省财政厅", "text1": ""}
    scan.seek(0)
    refused = _post(client, "dossiers_countersign", dossier, "sheet", **given, file=scan)
    assert refused.status_code == 422
    kept = dossier.papers.get(kind=PaperKind.COUNTERSIGN)
    assert f'<option value="{kept.pk}" selected>' in refused.content.decode()
    given |= {"verdict1": "agree_with_changes", "text1": "第二条改一个字", "paper": kept.pk}
    assert _post(client, "dossiers_countersign", dossier, "sheet", **given).status_code == 302
    assert {row.request.name for row in CountersignOpinion.objects.all()} == {"法规处", "示例省财政厅"}


def test_a_review_in_oa_from_the_screen(client: Client, dossier: Dossier, department: Department) -> None:
    _as(client, department.drafter)
    assert "请另一人登记" not in _text(client, "dossiers_review", dossier)
    _as(client, department.office)
    assert "在 OA 里审核的" in _text(client, "dossiers_review", dossier)
    today = timezone.localdate().isoformat()
    given = {"organ": "厅法规处", "conclusion": "lawful", "dated_on": today, "sent_on": today}
    scan = SimpleUploadedFile("意见.txt", "合法".encode())
    assert _post(client, "dossiers_review", dossier, "outside", **given, file=scan).status_code == 302
    shown = _text(client, "dossiers_show", dossier)
    assert "厅法规处：合法" in shown
    LegalityReview.objects.update(dated_on="2026-09-01")
    assert "2026年9月1日" in (shown := _text(client, "dossiers_show", dossier)) or "2026-09-01" in shown
    assert "补录" in shown


def test_comments_beside_the_clauses(
    client: Client, dossier: Dossier, reviewer: User, department: Department
) -> None:
    _as(client, reviewer)
    assert "第二条　经营者" in _text(client, "dossiers_comments", dossier)
    given = {"anchor": "a2", "version": 1}
    assert _post(client, "dossiers_comments", dossier, "comment", **given, text="").status_code == 422
    assert _post(client, "dossiers_comments", dossier, "comment", **given, text="缺依据").status_code == 302
    for version in ("", "9"):
        lost = _post(client, "dossiers_comments", dossier, "comment", text="留着", version=version)
        assert lost.status_code == 422
        assert "留着" in lost.content.decode()
    row = ClauseComment.objects.get()
    _as(client, department.drafter)
    assert "缺依据" in _text(client, "dossiers_comments", dossier)
    refused = _post(client, "dossiers_comments", dossier, "answer", row=row.pk, outcome="declined")
    assert refused.status_code == 422
    done = _post(
        client, "dossiers_comments", dossier, "answer", row=row.pk, outcome="declined", answer="见说明"
    )
    assert done.status_code == 302


def test_a_drafter_is_told_why_it_cannot_be_sent(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    text = _text(_as(client, department.drafter), "dossiers_review", dossier)
    assert "现在不能送审" in text
    assert "缺“起草说明”" in text
    answer = _post(client, "dossiers_review", dossier, "send")
    assert answer.status_code == 422
    assert "dossiers" not in answer.headers.get("Location", "")
    assert "“征求意见”还没有办" in answer.content.decode()


def test_the_review_from_the_screen(
    client: Client, dossier: Dossier, reviewer: User, department: Department
) -> None:
    _as(client, department.drafter)
    assert _post(client, "dossiers_review", dossier, "send", note="请审").status_code == 302
    row = LegalityReview.objects.get()
    assert _post(client, "dossiers_review", dossier, "accept", row=row.pk).status_code == 422
    _as(client, reviewer)
    assert _post(client, "dossiers_review", dossier, "hand_back", row=row.pk).status_code == 422
    back = _post(client, "dossiers_review", dossier, "hand_back", row=row.pk, lacks="依据不全")
    assert back.status_code == 302
    _as(client, department.drafter)
    assert "依据不全" in _text(client, "dossiers_review", dossier)
    more = _post(client, "dossiers_review", dossier, "supplement", row=row.pk, supplement="补了")
    assert more.status_code == 302
    _as(client, reviewer)
    assert _post(client, "dossiers_review", dossier, "accept", row=row.pk).status_code == 302
    opinion = {f"{point}_verdict": "sound" for point in Point}
    refused = _post(
        client, "dossiers_review", dossier, "conclude", row=row.pk, **opinion, statement="很长的意见"
    )
    assert refused.status_code == 422
    assert "很长的意见" in refused.content.decode()
    opinion |= {f"{point}_words": "符合" for point in Point} | {"conclusion": "lawful"}
    done = _post(client, "dossiers_review", dossier, "conclude", row=row.pk, **opinion)
    assert done.status_code == 302
    paper = client.get(reverse("dossiers_opinion", args=[row.pk]))
    assert paper.headers["Content-Type"] == "application/pdf"
    add_version(dossier, data={"blocks": [BLOCKS[0]]})
    assert "出意见以后文稿又改了" in _text(client, "dossiers_review", dossier)
    kept = _post(client, "dossiers_review", dossier, "confirm", version=2, reason="删去重复的一条")
    assert kept.status_code == 302


def test_an_outside_review_from_the_screen(client: Client, department: Department, reviewer: User) -> None:
    dossier = make_ready(department, reviewer, signature=Signature.PROVINCE)
    _as(client, department.office)
    assert "登记书面审核意见" in _text(client, "dossiers_review", dossier)
    given = {"organ": "省司法厅", "conclusion": "lawful", "dated_on": timezone.localdate().isoformat()}
    assert _post(client, "dossiers_review", dossier, "outside", **given).status_code == 422
    paper = add_paper_row(dossier, PaperKind.LEGALITY)
    done = _post(client, "dossiers_review", dossier, "outside", **given, paper=paper.pk)
    assert done.status_code == 302


def test_no_act_and_no_row_are_no_server_error(
    client: Client, dossier: Dossier, department: Department
) -> None:
    _as(client, department.drafter)
    for page in PAGES:
        assert _post(client, page, dossier, "nothing").status_code == 302
    for row in ("", "x", "999999", "-1"):
        assert _post(client, "dossiers_countersign", dossier, "urge", row=row).status_code == 404
    assert client.get(reverse("dossiers_opinion", args=[999999])).status_code == 404


def test_parameters_from_the_screen(client: Client, reviewer: User) -> None:
    _as(client, reviewer)
    url = reverse("dossiers_terms")
    assert client.post(url, {"code": "legality", "days": "2", "source": "厅内规定"}).status_code == 422
    assert client.post(url, {"code": "x", "days": "abc", "source": ""}).status_code == 422
    assert client.post(url, {"code": "legality", "days": "10", "source": "厅内规定"}).status_code == 302
    assert ReviewTerm.objects.get().days == 10


def test_what_waits_stands_on_the_workbench(
    client: Client, dossier: Dossier, asked: Asked, department: Department, reviewer: User
) -> None:
    today = timezone.localdate()
    _ask(client, department, dossier, units=[asked.unit.pk])
    assert [todo.act for todo in todos_for(User.objects.get(pk=asked.head.pk), today)] == ["签意见"]
    assert todos_for(User.objects.get(pk=asked.member.pk), today) == []
    late = todos_for(User.objects.get(pk=asked.head.pk), today.replace(year=today.year + 1))
    assert [todo.shelf for todo in late] == [Shelf.LATE]
    send(dossier)
    assert "受理" in [todo.act for todo in todos_for(User.objects.get(pk=reviewer.pk), today)]


def test_the_queue_takes_the_same_queries_for_any_number(
    client: Client, department: Department, reviewer: User
) -> None:
    counts = []
    _as(client, reviewer)
    client.get(reverse("dossiers_reviews"))
    for more in (1, 4):
        for _ in range(more):
            accept(make_ready(department, reviewer), reviewer)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("dossiers_reviews")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_countersign_page_takes_the_same_queries_for_any_number(
    client: Client, dossier: Dossier, department: Department
) -> None:
    counts = []
    for more in (1, 4):
        for _ in range(more):
            _ask(client, department, dossier, units=[make_asked().unit.pk])
        _text(client, "dossiers_countersign", dossier)
        with CaptureQueriesContext(connection) as captured:
            _text(client, "dossiers_countersign", dossier)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def _does(client: Client, who: Any, dossier: Dossier, act: str, page: str, **data: Any) -> bool:
    """Whether a person of a role gets an act done on a page."""
    from tests.permissions import sign_in

    sign_in(client, who)
    answer = _post(client, page, dossier, act, **data)
    assert answer.status_code < 500
    return answer.status_code == 302 and answer.headers["Location"] == reverse(page, args=[dossier.pk])


@pytest.mark.parametrize(("who", "allowed"), role_cases(REVIEW_LEGALITY))
def test_who_accepts_a_review(client: Client, dossier: Dossier, who: Any, allowed: bool) -> None:
    row = send(dossier)
    assert _does(client, who, dossier, "accept", "dossiers_review", row=row.pk) is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(OVERRULE))
def test_who_overrules(client: Client, dossier: Dossier, asked: Asked, who: Any, allowed: bool) -> None:
    row = CountersignRequest.objects.create(dossier=dossier, unit=asked.unit, asked_by=dossier.drafter)
    CountersignOpinion.objects.create(
        request=row, version=dossier.versions.get(), verdict="disagree", text="超出职权", by=asked.head
    )
    done = _does(client, who, dossier, "overrule", "dossiers_countersign", row=row.pk, reason="已协商")
    assert done is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(RECORD))
def test_who_records_an_outside_review(
    client: Client, department: Department, reviewer: User, who: Any, allowed: bool
) -> None:
    dossier = make_ready(department, reviewer, signature=Signature.PROVINCE)
    paper = add_paper_row(dossier, PaperKind.LEGALITY)
    given = {"organ": "省司法厅", "conclusion": "lawful", "dated_on": timezone.localdate().isoformat()}
    done = _does(client, who, dossier, "outside", "dossiers_review", **given, paper=paper.pk)
    assert done is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(COUNTERSIGN))
def test_no_role_countersigns_without_the_post(
    client: Client, dossier: Dossier, asked: Asked, who: Any, allowed: bool
) -> None:
    row = CountersignRequest.objects.create(dossier=dossier, unit=asked.unit, asked_by=dossier.drafter)
    assert not _does(
        client, who, dossier, "sign", "dossiers_countersign", row=row.pk, version=1, verdict="agree"
    )
