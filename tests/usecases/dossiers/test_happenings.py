"""办理记录 tells every judgement, not the steps alone."""

from __future__ import annotations

import pytest

from gongkai.core.accounts.enums import Role
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.enums_review import Conclusion, Verdict
from gongkai.duties.dossiers.history import history_of
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    overrule_countersign,
    sign_countersign,
)
from gongkai.duties.dossiers.usecases.legality.reviewing import conclude_review
from tests.factories.gate import make_department
from tests.factories.legality import accept, make_asked, make_ready, opinion
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_every_judgement_is_told() -> None:
    department, reviewer, asked = make_department(), make_user(Role.LEGALITY), make_asked("财务处")
    dossier = make_ready(department, reviewer, mode=Mode.FULL)
    (request,) = ask_countersigners(
        by=dossier.drafter, dossier=dossier, units=[asked.unit], organs=[], days=5, note="请会签"
    )
    version = dossier.versions.get()
    sign_countersign(by=asked.head, request=request, version=version, verdict=Verdict.DISAGREE, text="不妥")
    overrule_countersign(by=department.leader, request=request, reason="已经协商")
    review = accept(dossier, reviewer)
    conclude_review(by=reviewer, review=review, conclusion=Conclusion.LAWFUL, **opinion())
    told = {one.what: one.words for one in history_of(Dossier.objects.get(pk=dossier.pk))}
    assert {
        "提出认定": "是",
        "确认认定": "是",
        "送财务处会签": "请会签",
        "签财务处会签意见": "不同意：不妥",
        "裁定财务处的不同意见": "已经协商",
        "第 1 稿送合法性审核": "",
        "受理合法性审核": "",
        "出具审核意见": "合法",
    }.items() <= told.items()
