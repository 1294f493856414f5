"""A document number is given once: to what is public, to what is under way, and in the database itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.clearance.enums import ItemRole, SlipState, Verdict
from gongkai.clearance.models import BasePage, ReviewSlip
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.queries.releasing import reasons_against_release_for
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.reasons import Refused
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    clear_and_release,
    make_column,
    make_document,
    submit,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("ground"),
    pytest.mark.rule("policies.number.taken"),
]
NUMBER = "示交规〔2026〕900号"
TAKEN = ("policies.number.taken",)


def public(department: Department, column: BasePage, **fields: Any) -> PolicyDocument:
    page = make_document(department, column, **fields)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    return PolicyDocument.objects.get(pk=page.pk)


def renumbered(department: Department, page: Any, number: str = NUMBER) -> Any:
    """The page with a new version that bears another number; the row says nothing of it."""
    page = PolicyDocument.objects.get(pk=page.pk)
    page.doc_number = number
    page.save_revision(user=department.drafter)
    return PolicyDocument.objects.get(pk=page.pk)


def codes_of(act: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.codes


def test_two_new_versions_of_public_documents_do_not_get_one_number(
    department: Department, column: BasePage
) -> None:
    one, two = (renumbered(department, public(department, column)) for _ in range(2))
    slip = submit(department, [(one, ItemRole.PAGE)])
    send = lambda: submit(department, [(two, ItemRole.PAGE)])  # noqa: E731
    assert codes_of(send) == TAKEN
    slip = approve_all(department, slip)
    assert codes_of(send) == TAKEN, "cleared and not yet public"
    release_slip(by=department.web, slip=slip)
    assert codes_of(send) == TAKEN, "public"
    withdraw_document(
        by=department.office, target=BasePage.objects.get(pk=one.pk).specific, reason="内容有误"
    )
    assert codes_of(send) == TAKEN, "withdrawn"


def test_a_number_comes_free_with_the_slip_that_is_taken_back(
    department: Department, column: BasePage
) -> None:
    one, two = (renumbered(department, public(department, column)) for _ in range(2))
    cancel_slip(by=department.drafter, slip=submit(department, [(one, ItemRole.PAGE)]))
    submit(department, [(two, ItemRole.PAGE)])


def test_a_number_left_behind_by_its_row_is_free(department: Department, column: BasePage) -> None:
    """The row of a draft keeps what it began with; what counts is the version that is sent."""
    first = make_document(department, column, doc_number=NUMBER)
    first = renumbered(department, first, "示交规〔2026〕901号")
    second = public(department, column, doc_number=NUMBER)
    clear_and_release(department, [(first, ItemRole.PAGE)])
    numbers = PolicyDocument.objects.filter(pk__in=[first.pk, second.pk], live=True)
    assert sorted(numbers.values_list("doc_number", flat=True)) == [NUMBER, "示交规〔2026〕901号"]


@pytest.fixture
def sent_together(
    department: Department, column: BasePage, monkeypatch: pytest.MonkeyPatch
) -> list[ReviewSlip]:
    """Two slips of one number, as an installation may hold them from before the rule."""
    pages = [renumbered(department, public(department, column)) for _ in range(2)]
    with monkeypatch.context() as patched:
        patched.setattr(PolicyDocument, "others_of_number", lambda self, number: [])
        return [submit(department, [(page, ItemRole.PAGE)]) for page in pages]


def test_what_was_sent_before_is_asked_again_at_every_approval(
    department: Department, sent_together: list[ReviewSlip]
) -> None:
    slip, other = sent_together
    decide = lambda: decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")  # noqa: E731
    assert codes_of(decide) == TAKEN
    assert [one.code for one in reasons_against_decision_for(department.head, slip)] == [*TAKEN]
    back = decide_step(by=department.head, slip=other, verdict=Verdict.RETURNED, opinion="文号与另一件相同")
    assert back.state == SlipState.RETURNED
    assert approve_all(department, slip).state == SlipState.GRANTED


def test_the_last_approval_asks_where_no_other_did(
    department: Department, sent_together: list[ReviewSlip], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.clearance.usecases.decision.reasons_to_approve", lambda slip, looked: [])
    slip = sent_together[0]
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    monkeypatch.undo()
    last = lambda: decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")  # noqa: E731
    assert codes_of(last) == TAKEN


def test_release_asks_once_more(
    department: Department, sent_together: list[ReviewSlip], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(PolicyDocument, "others_of_number", lambda self, number: [])
        slips = [approve_all(department, slip) for slip in sent_together]
        release_slip(by=department.web, slip=slips[0])
        with pytest.raises(DatabaseError, match="一个发文字号"), transaction.atomic():
            release_slip(by=department.web, slip=slips[1])
    assert [one.code for one in reasons_against_release_for(department.web, slips[1])] == [*TAKEN]
    assert codes_of(lambda: release_slip(by=department.web, slip=slips[1])) == TAKEN


def test_the_database_holds_it_whoever_writes(department: Department, column: BasePage) -> None:
    one, two = public(department, column), public(department, make_column(department))
    put = (
        f"UPDATE policies_policydocument SET doc_number = '{one.doc_number}' WHERE basepage_ptr_id = {two.pk}"
    )
    up = f"UPDATE clearance_basepage SET live = true WHERE id = {two.pk}"
    down = f"UPDATE clearance_basepage SET live = false WHERE id = {two.pk}"

    def run(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    with pytest.raises(DatabaseError, match="一个发文字号"):
        run(put)
    run(down, put)
    with pytest.raises(DatabaseError, match="一个发文字号"):
        run(up)


def test_what_is_public_twice_from_before_can_still_be_kept(department: Department, column: BasePage) -> None:
    one, two = public(department, column), public(department, column)
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE policies_policydocument SET doc_number = %s WHERE basepage_ptr_id = %s",
            [one.doc_number, two.pk],
        )
    PolicyDocument.objects.filter(pk=two.pk).update(has_unpublished_changes=True, one_sentence="")
    assert clear(department, [(renumbered(department, two), ItemRole.PAGE)]).state == SlipState.GRANTED
