"""校对 and its parameters: refused and done from one setup, what a change makes stale, the last signature held up."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Urgency, Verdict
from gongkai.clearance.models import Proofreading, ReviewParameter, ReviewSlip
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.proofreading import (
    items_to_read,
    proofreadings_of,
    read_before,
    round_due,
    texts_on,
)
from gongkai.clearance.rules.parameters import PARAMETERS, TWO_IN_A_ROW, rounds_code
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.parameters import set_review_parameter
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.gate import approve_all, make_companions, make_document, submit
from tests.factories.people import make_unit, make_user, post
from tests.factories.proofreading import (
    ask_for_rounds,
    change_and_send_again,
    make_colleague,
    read,
    set_value,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def codes(refused: Any) -> list[str]:
    return [code.removeprefix("clearance.") for code in refused.value.codes]


@pytest.fixture
def slip(department, column) -> ReviewSlip:
    return submit(department, [(make_document(department, column), ItemRole.POLICY)])


def test_nothing_is_asked_for_until_the_office_asks(department, slip):
    assert approve_all(department, slip).state == SlipState.GRANTED


def test_the_last_signature_waits_for_the_rounds_and_then_goes_through(department, slip):
    ask_for_rounds(3)
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    def sign() -> ReviewSlip:
        return decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    with pytest.raises(Refused) as refused:
        sign()
    assert codes(refused) == ["proofreading.missing"]
    assert "还缺一校、二校、三校" in refused.value.reasons[0].message
    assert [reason.code for reason in reasons_against_decision_for(department.leader, slip)] == list(
        refused.value.codes
    )
    first, second = make_colleague(department), make_colleague(department)
    read(first, slip)
    read(second, slip)
    with pytest.raises(Refused):
        sign()
    read(first, slip)
    assert sign().state == SlipState.GRANTED
    rows = Proofreading.objects.filter(slip=slip).order_by("pk")
    assert [(row.round, row.read_by, row.result, row.corrections) for row in rows] == [
        (1, first, "clean", 0),
        (2, second, "clean", 0),
        (3, first, "clean", 0),
    ]
    assert rows[0].waited_since == slip.submitted_at
    assert rows[1].waited_since == rows[0].read_at
    event = Event.objects.filter(action="clearance.proofread").order_by("pk").first()
    assert event is not None
    assert event.actor_id == first.pk
    assert event.data == {"round": 1, "result": "clean", "corrections": 0, "package": rows[0].package_digest}


def test_a_return_needs_no_proofreading(department, slip):
    ask_for_rounds(3)
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    back = decide_step(by=department.leader, slip=slip, verdict=Verdict.RETURNED, opinion="请改标题")
    assert back.state == SlipState.RETURNED


def test_urgent_papers_and_misprints_are_not_held_up(department, slip):
    from gongkai.clearance.queries.proofreading import rounds_needed

    ask_for_rounds(3)
    settings = settings_in_force()
    wanted = {}
    for urgency in Urgency:
        slip.urgency = urgency
        wanted[urgency] = rounds_needed(slip, settings)
    assert wanted == {Urgency.NORMAL: 3, Urgency.URGENT: 0, Urgency.TYPO: 0}


def test_who_may_not_read_and_who_may(department, slip):
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    first, second = make_colleague(department), make_colleague(department)
    for person, expected in (
        (department.drafter, ["proofreading.wrote_it", "proofreading.sent_it"]),
        (stranger, ["proofreading.unit"]),
        (department.leader, ["proofreading.right"]),
    ):
        with pytest.raises(Refused) as refused:
            read(person, slip)
        assert codes(refused) == expected
    read(first, slip)
    with pytest.raises(Refused) as refused:
        read(first, slip)
    assert codes(refused) == ["proofreading.in_a_row"]
    with pytest.raises(Refused) as refused:
        read(second, slip, number=1)
    assert codes(refused) == ["proofreading.order"]
    set_value(TWO_IN_A_ROW, 1)
    assert read(first, slip).round == 2
    assert read(second, slip).round == 3
    with pytest.raises(Refused) as refused:
        read(department.office, slip, number=3)
    assert codes(refused) == ["proofreading.order"]
    assert Proofreading.objects.count() == 3


def test_corrections_hold_up_until_made_or_set_aside_with_a_reason(department, slip):
    ask_for_rounds(1)
    first, second = make_colleague(department), make_colleague(department)
    with pytest.raises(Refused) as refused:
        read(first, slip, corrections=2, note="。")
    assert codes(refused) == ["proofreading.note"]
    read(first, slip, corrections=2)
    notice = Notice.objects.get(kind="clearance.corrections")
    assert notice.user == department.drafter
    assert slip.title not in notice.text
    assert [todo.title for todo in load_todos(department.drafter, timezone.localdate())] == [
        f"待改稿：{slip.title}"
    ]
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    with pytest.raises(Refused) as refused:
        decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert codes(refused) == ["proofreading.uncorrected"]
    with pytest.raises(Refused) as refused:
        read(second, slip)
    assert codes(refused) == ["proofreading.note"]
    read(second, slip, note="两处都是引文原样，不改。")
    assert not Notice.objects.filter(kind="clearance.corrections", read_at=None).exists()
    done = decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert done.state == SlipState.GRANTED


def test_a_change_makes_stale_what_was_changed_and_nothing_else(department, column):
    policy = make_document(department, column, kind=DocumentKind.POLICY)
    make_companions(department, policy)
    policy.refresh_from_db()
    from gongkai.clearance.queries import package_of

    slip = submit(department, package_of(policy))
    first, second = make_colleague(department), make_colleague(department)
    read(first, slip)
    read(second, slip)
    assert round_due(slip) == 3
    again = change_and_send_again(department, slip, policy, "第一条 改了。")
    assert [text.passed for text in texts_on([again])[again.pk].texts] == [0, 2, 2]
    assert round_due(again) == 1
    due = items_to_read(again)
    assert [item.role for item in due] == [ItemRole.POLICY]
    earlier = read_before(due[0])
    assert earlier is not None
    assert earlier.slip == slip
    rows = proofreadings_of(again)
    assert [(row.slip_number, row.round_label, row.is_stale) for row in rows] == [
        (slip.number, "一校", True),
        (slip.number, "二校", True),
    ]
    read(first, again)
    read(second, again)
    assert round_due(again) == 3
    assert len(items_to_read(again)) == 3
    assert [row.is_stale for row in proofreadings_of(again)] == [True, True, False, False]
    assert proofreadings_of(again)[2].texts == (policy.title,)


def test_the_same_text_sent_again_keeps_its_rounds(department, column):
    document = make_document(department, column)
    slip = submit(department, [(document, ItemRole.POLICY)])
    read(make_colleague(department), slip)
    cancel_slip(by=department.drafter, slip=slip)
    again = submit(department, [(document, ItemRole.POLICY)])
    assert round_due(again) == 2
    assert [row.slip_number for row in proofreadings_of(again)] == [slip.number]


def test_what_is_not_in_review_is_not_read(department, slip):
    cancel_slip(by=department.drafter, slip=slip)
    with pytest.raises(Refused) as refused:
        read(make_colleague(department), slip)
    assert codes(refused) == ["proofreading.not_open"]


def test_a_classification_mark_in_the_note_is_refused_and_left_on_record(department, slip):
    with pytest.raises(Refused):
        read(make_colleague(department), slip, corrections=1, note="原文写着机密★1年，删去")
    assert not Proofreading.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").count() == 1


def test_rounds_wait_on_the_workbench_of_those_who_may_read(department, slip):
    first, second = make_colleague(department), make_colleague(department)
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())

    def waits_for(user: Any) -> list[str]:
        return [t.note.split("，")[0] for t in load_todos(user, timezone.localdate()) if t.act == "去校对"]

    assert waits_for(first) == []
    ask_for_rounds(2)
    assert waits_for(first) == waits_for(second) == waits_for(department.office) == ["一校"]
    assert waits_for(department.drafter) == waits_for(stranger) == waits_for(department.leader) == []
    read(first, slip)
    assert waits_for(first) == []
    assert waits_for(second) == ["二校"]


def test_a_parameter_is_set_with_its_source_by_the_office_alone():
    parameter = PARAMETERS[rounds_code(ContentKind.ARTICLE)]
    office = make_user(Role.OFFICE)
    with pytest.raises(Refused) as refused:
        set_review_parameter(by=make_user(Role.ADMIN), parameter=parameter, value=7, source="")
    assert codes(refused) == ["parameter.right", "parameter.range", "parameter.source"]
    assert not ReviewParameter.objects.exists()
    row = set_review_parameter(by=office, parameter=parameter, value=3, source="厅务会纪要第5期")
    assert (row.value, row.source, row.set_by) == (3, "厅务会纪要第5期", office)
    assert settings_in_force().rounds(ContentKind.ARTICLE) == 3
    assert settings_in_force().rounds(ContentKind.POLICY) == 0
    event = Event.objects.get(action="clearance.set_parameter")
    assert event.data == {"code": parameter.code, "before": 0, "after": 3}
