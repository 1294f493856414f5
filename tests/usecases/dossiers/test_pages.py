"""Pages of what was signed, and of documents of before."""

from __future__ import annotations

import pytest

from gongkai.clearance.models import BasePage
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    StepState,
)
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.pages import adopt_history, make_page
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department, make_document
from tests.usecases.dossiers.walking import codes, sign, text

pytestmark = [pytest.mark.django_db]


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
