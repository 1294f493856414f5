"""Words with a classification mark are refused before any act begins, and the refusal alone leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.clearance.enums import ContentKind, ItemRole, Urgency, Verdict
from gongkai.clearance.models import Dataset, DatasetVersion, InterpretationDebt, ReviewSlip, Withdrawal
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.joint import approve_interpretation_debt
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyIndexPage
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_document,
    submit,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
SECRET = "附件系机密★10年材料"


def the_column() -> PolicyIndexPage:
    return PolicyIndexPage.objects.get()  # that of the ground


def deciding(department: Department, **words: str) -> Callable[[], Any]:
    slip = submit(department, [(make_document(department, the_column()), ItemRole.PAGE)])
    values = {"opinion": "同意", "grounds": "第十七条", **words}
    return lambda: decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, **values)


def withdrawing(department: Department, **words: str) -> Callable[[], Any]:
    page = make_document(department, the_column())
    clear_and_release(department, [(page, ItemRole.PAGE)])
    values = {"reason": "文件有误，正在更正。", "grounds": "第十七条", **words}
    return lambda: withdraw_document(by=department.office, target=page, **values)


def sending(department: Department, **words: str) -> Callable[[], Any]:
    members = [(make_document(department, the_column()), ItemRole.PAGE)]
    return lambda: submit_for_review(
        by=department.drafter,
        members=members,
        kind=ContentKind.POLICY,
        unit=department.unit,
        urgency=Urgency.URGENT,
        **words,
    )


def owing(department: Department, **words: str) -> Callable[[], Any]:
    policy = make_document(department, the_column(), kind=DocumentKind.NORMATIVE)
    values = {"emergency": "大桥塌陷", "summary": "即日起封路绕行。", **words}
    return lambda: approve_interpretation_debt(by=department.leader, policy=policy, **values)


def drafting(department: Department, note: str = "", value: str = "1") -> Callable[[], Any]:
    dataset = Dataset.objects.create(key="fees", title="收费标准", unit=department.unit)
    by = make_user(Role.OFFICE)
    return lambda: create_dataset_version(by=by, dataset=dataset, rows=[("a", {"value": value})], note=note)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (deciding, "opinion"),
        (deciding, "grounds"),
        (withdrawing, "reason"),
        (withdrawing, "grounds"),
        (sending, "urgent_grounds"),
        (owing, "emergency"),
        (owing, "summary"),
        (drafting, "note"),
        (drafting, "value"),
    ],
)
def test_the_refusal_is_on_record_and_the_words_are_not(department, act, field):
    do = act(department, **{field: SECRET})
    before = [model.objects.count() for model in KEPT], Event.objects.count()
    with pytest.raises(Refused) as refused:
        do()
    assert set(refused.value.codes) == {"clearance.storing.secret_mark"}
    assert SECRET not in str(refused.value)
    assert ([model.objects.count() for model in KEPT], Event.objects.count()) == (before[0], before[1] + 1)
    event = Event.objects.latest("pk")
    assert event.action == "clearance.secret_refused"
    assert SECRET not in str(event.data)


KEPT = (ReviewSlip, Withdrawal, InterpretationDebt, DatasetVersion)


@pytest.mark.parametrize("act", [deciding, withdrawing, owing, drafting])
def test_harmless_words_pass_and_leave_no_refusal(department, act):
    act(department)()
    assert not Event.objects.filter(action="clearance.secret_refused").exists()
