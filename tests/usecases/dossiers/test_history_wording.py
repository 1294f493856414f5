"""The words of a document of before stand once it has its dossier; a misprint is accepted by who did not write it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.models import Dossier, HistoryWording
from gongkai.duties.dossiers.usecases.history_wording import accept_correction
from gongkai.duties.dossiers.usecases.pages import adopt_history
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department, clear_and_release, make_document, text
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db
FROZEN = "dossiers.history.as_issued"
MISPRINT = "<p>第一条 为了规范工作，制定本方法。</p>"


@pytest.fixture
def page(department: Department, column: Any) -> PolicyDocument:
    page = make_document(department, column)
    Dossier.objects.filter(page=page).delete()
    adopt_history(by=department.office, page=page, reason="2019 年在原系统办结。")
    return page


def _accept(*, dossier: Dossier, **said: Any) -> HistoryWording:
    """Accept what lies there now."""
    page = PolicyDocument.objects.filter(pk=dossier.page_id).first()
    seen = page.latest_revision_id if page is not None else 0
    return accept_correction(dossier=dossier, **{"seen": seen, **said})


def _messages(page: PolicyDocument) -> list[str]:
    return [reason.message for reason in page.reasons_beside_others() if reason.code == FROZEN]


def _redrafted(page: PolicyDocument, by: User, **fields: Any) -> PolicyDocument:
    newest: PolicyDocument = PolicyDocument.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    newest.save_revision(user=by, clean=False)
    return newest


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({"one_sentence": "换一句概括。"}, True),
        ({"body": text("<p>第一条　为了规范工作,制定本办法。</p>")}, True),
        ({"body": text(MISPRINT)}, False),
        ({"title": "另一个标题"}, False),
        ({"doc_number": "示交规〔2019〕1号"}, False),
    ],
)
def test_its_words_stand(
    department: Department, page: PolicyDocument, fields: dict[str, Any], stands: bool
) -> None:
    assert _messages(page) == []
    assert (_messages(_redrafted(page, department.drafter, **fields)) == []) is stands


def test_where_it_differs_is_told_while_the_old_words_are_public(
    department: Department, page: PolicyDocument
) -> None:
    clear_and_release(department, [(page, "page")])
    (message,) = _messages(_redrafted(page, department.drafter, body=text(MISPRINT)))
    assert "制定本办法" in message
    assert "制定本方法" in message


def test_a_correction_is_accepted_by_who_did_not_write_it(
    department: Department, page: PolicyDocument
) -> None:
    dossier = Dossier.objects.get(page=page)
    reason = "原件是“方法”，录成了“办法”。"
    with pytest.raises(Refused):
        _accept(by=department.office, dossier=dossier, reason=reason)  # nothing differs yet
    draft = _redrafted(page, department.drafter, body=text(MISPRINT))
    for person, said in ((department.drafter, reason), (department.office, "")):
        with pytest.raises(Refused):
            _accept(by=person, dossier=dossier, reason=said)
    assert _messages(draft)
    _accept(by=department.office, dossier=dossier, reason=reason)
    assert _messages(draft) == []
    assert Event.objects.filter(action="dossiers.accept_correction").count() == 1
    writer = make_user(Role.OFFICE)
    _redrafted(page, writer, body=text("<p>又改了。</p>"))
    with pytest.raises(Refused):
        _accept(by=writer, dossier=dossier, reason=reason)
    row = HistoryWording.objects.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        HistoryWording.objects.filter(pk=row.pk).update(digest="0" * 64)


def test_a_document_made_here_is_not_corrected_like_that(department: Department) -> None:
    with pytest.raises(Refused):
        _accept(by=department.office, dossier=make_dossier(department), reason="改一个字。")


def test_the_screen_says_what_it_finds(client: Client, department: Department, page: PolicyDocument) -> None:
    dossier = Dossier.objects.get(page=page)
    url = reverse("dossiers_correct", args=[dossier.pk])
    client.force_login(User.objects.get(pk=department.office.pk), backend=BACKEND)
    assert url in client.get(reverse("dossiers_show", args=[dossier.pk])).content.decode()
    assert "没有要认可的更正" in client.get(url).content.decode()
    _redrafted(page, department.drafter, body=text(MISPRINT))
    assert "页面草稿改了这些" in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    seen = str(PolicyDocument.objects.get(pk=page.pk).latest_revision_id)
    assert f'name="seen" value="{seen}"' in client.get(url).content.decode()
    assert client.post(url, {"reason": "对照原件，录入有误。", "seen": seen}).status_code == 302
    client.force_login(User.objects.get(pk=department.drafter.pk), backend=BACKEND)
    assert client.get(url).status_code in (302, 403)
