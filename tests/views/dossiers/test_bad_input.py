"""What nobody can take: told at its field with all that was typed, never a 500, and nothing learned by guessing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.rules.storing import UNREADABLE
from gongkai.clearance.usecases.screening import screen_upload
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.core.refused_files import RefusedFile
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.models import CountersignRequest, Paper
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.intake import drafted_dossier
from tests.factories.legality import accept, make_asked, make_ready
from tests.factories.people import make_unit, make_user, post
from tests.permissions import BACKEND
from tests.views.dossiers.test_screens import opening

pytestmark = pytest.mark.django_db

TYPED = "写了很久的说明"
BAD = {
    "空.pdf": (b"", "是空的"),
    "坏.docx": (b"PK\x03\x04", "不能接收"),
    "坏.pdf": (b"%PDF-1.7\nx", "不能接收"),
    "其实是程序.txt": (b"MZ\x90\x00\x03\x00", "的内容是程序"),
    "图片.docx": (b"\x89PNG\r\n\x1a\n", "的内容不是 .docx 文件"),
}
FORMS = {
    "dossiers_draft": {"by_file": "1", "note": TYPED, "seen": "1"},
    "dossiers_add_paper": {"kind": "other", "title": TYPED},
    "dossiers_sign_off": {"seen": "1", "medium": "paper", "leader_name": TYPED, "opinion": "同意"},
    "dossiers_countersign": {"act": "sheet", "version": "1", "organ0": TYPED, "verdict0": "agree"},
    "dossiers_intake_new": {"kind": "other", "title": TYPED},
    "dossiers_record": {"text": TYPED, "organ": TYPED, "statement": TYPED},
}
HUGE = ["9" * 5000, "9" * 20, "٣", "-1", "x"]


@pytest.fixture
def department() -> Department:
    return make_department()


def _as(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("url", FORMS)
def test_a_file_that_is_not_taken_is_told_at_its_field(department: Department, url: str, name: str) -> None:
    dossier = drafted_dossier(department)
    of_office = url in ("dossiers_sign_off", "dossiers_countersign", "dossiers_intake_new")
    client = _as(department.office if of_office else department.drafter)
    args = {"dossiers_intake_new": [], "dossiers_record": [dossier.pk, "filing"]}.get(url, [dossier.pk])
    data, why = BAD[name]
    sent = FORMS[url] | {"file": SimpleUploadedFile(name, data)}
    answer = client.post(reverse(url, args=args), sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert TYPED in said
    assert why in said
    assert not Paper.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").count() == 1


def test_a_mark_in_a_file_and_a_file_for_a_script_have_no_form(department: Department) -> None:
    url = reverse("dossiers_add_paper", args=[drafted_dossier(department).pk])
    client = _as(department.drafter)
    marked = client.post(
        url,
        FORMS["dossiers_add_paper"]
        | {"file": SimpleUploadedFile("a.txt", b"\xe6\x9c\xba\xe5\xaf\x86\xe2\x98\x851\xe5\xb9\xb4")},
    )
    by_script = client.post(
        url, {"file": SimpleUploadedFile("空.pdf", b"")}, headers={"accept": "application/json"}
    )
    assert (marked.status_code, by_script.status_code) == (409, 409)
    assert TYPED not in marked.content.decode()


@pytest.mark.parametrize("huge", HUGE)
def test_a_number_that_no_row_has_is_never_an_error_of_ours(department: Department, huge: str) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    add_version(dossier)
    asked = make_asked("财务处")
    (row,) = ask_countersigners(
        by=department.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note=""
    )
    url = reverse("dossiers_countersign", args=[dossier.pk])
    client = _as(department.drafter)
    chosen = client.post(url, {"act": "ask", "units": huge, "organs": "某局", "days": "5", "note": TYPED})
    assert chosen.status_code == 422
    assert TYPED in chosen.content.decode()
    assert client.post(url, {"act": "urge", "row": huge}).status_code == 404
    day = timezone.localdate().isoformat()
    of_asked = _as(asked.head)
    signed = of_asked.post(
        url, {"act": "sign", "row": row.pk, "version": huge, "verdict": "agree", "dated_on": day}
    )
    assert signed.status_code == 422
    comment = {"act": "comment", "version": huge, "anchor": "1", "text": TYPED}
    assert client.post(reverse("dossiers_comments", args=[dossier.pk]), comment).status_code == 422
    draft = {"seen": huge, "text": "另一个通知\n正文。", "note": TYPED}
    assert client.post(reverse("dossiers_draft", args=[dossier.pk]), draft).status_code == 422
    assert CountersignRequest.objects.count() == 1


def test_a_stranger_s_guess_of_an_opinion_finds_nothing(department: Department) -> None:
    reviewer = make_user(Role.LEGALITY)
    review = accept(make_ready(department, reviewer), reviewer)
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("别的处"))
    url = reverse("dossiers_opinion", args=[review.pk])
    assert _as(reviewer).get(url).status_code == 409  # theirs, and not concluded yet
    assert _as(stranger).get(url).status_code == 404
    assert _as(stranger).get(reverse("dossiers_opinion", args=[review.pk + 999])).status_code == 404


def test_the_way_of_handling_is_changed_on_the_screen(department: Department) -> None:
    dossier = make_dossier(department)
    url = reverse("dossiers_change", args=[dossier.pk])
    client = _as(department.drafter)
    assert 'name="mode"' in client.get(url).content.decode()
    assert client.post(url, opening(department, mode=Mode.FULL.value)).status_code == 302
    dossier.refresh_from_db()
    assert dossier.mode == Mode.FULL


def test_what_stands_for_a_refused_file_holds_nothing_and_is_refused_again() -> None:
    refusal = Refused([UNREADABLE.reason("不能接收。")])
    stand_in = RefusedFile(SimpleUploadedFile("坏.txt", b"secret"), refusal)
    assert stand_in.read() == b""
    with pytest.raises(Refused) as again:
        screen_upload(name="坏.txt", file=stand_in)
    assert again.value is refusal
