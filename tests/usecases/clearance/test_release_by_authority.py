"""上线 by written authority: who may, in whose place, and that four eyes hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, Urgency, Verdict
from gongkai.clearance.models import BasePage, DutyShift, ReviewSlip
from gongkai.clearance.queries.releasing import may_release_slip, slips_to_release
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.full_review import send_full_review
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.organisation.usecases.delegations import grant_delegation, revoke_delegation
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    make_attachment,
    make_document,
    submit,
    text,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture
def slip(department: Department, column: BasePage) -> Any:
    return clear(department, [(make_document(department, column), ItemRole.POLICY)])


def empower(grantor: User, delegate: User) -> Any:
    today = timezone.localdate()
    given, _ = grant_delegation(
        by=grantor,
        grantor=grantor,
        delegate=delegate,
        scope="clearance.release",
        valid_from=today,
        valid_until=today,
        grounds="出差",
    )
    return given


def codes(refused: Any) -> set[str]:
    return {code.removeprefix("clearance.") for code in refused.value.codes}


def test_a_delegate_is_not_called_to_what_they_took_part_in(department, slip):
    titles = lambda user: [todo.title for todo in load_todos(user, timezone.localdate())]  # noqa: E731
    empower(department.web, department.office)
    assert f"上线：{slip.title}" not in titles(department.office)
    assert f"上线：{slip.title}" in titles(department.web)


def test_a_delegate_releases_in_the_place_of_who_may(department, slip):
    stand_in = make_user(Role.OFFICE)
    with pytest.raises(Refused) as refused:
        release_slip(by=stand_in, slip=slip)
    assert codes(refused) == {"release.no_right"}
    empower(department.web, stand_in)
    assert any(todo.title.startswith("上线：") for todo in load_todos(stand_in, timezone.localdate()))
    release_slip(by=stand_in, slip=slip)
    event = Event.objects.filter(action="clearance.release").order_by("-pk").first()
    assert event is not None
    assert event.data["acted_for"] == department.web.pk


@pytest.mark.rule("clearance.release.took_part")
@pytest.mark.parametrize("who", ["drafter", "head", "office"])
def test_whoever_wrote_sent_or_reviewed_it_does_not_release_it_for_another(department, slip, who):
    person = getattr(department, who)
    empower(department.web, person)
    with pytest.raises(Refused) as refused:
        release_slip(by=person, slip=slip)
    assert codes(refused) == {"release.took_part"}


@pytest.mark.rule("clearance.release.took_part")
def test_nor_does_a_colleague_who_wrote_a_part_though_another_sent_it(department, column):
    draft = make_document(department, column)
    colleague = make_user(Role.DRAFTER)
    draft.body = text("<p>同事写的一段。</p>")
    draft.save_revision(user=colleague)
    draft.save_revision(user=department.drafter)
    slip = clear(department, [(draft, ItemRole.POLICY)])
    empower(department.web, colleague)
    with pytest.raises(Refused) as refused:
        release_slip(by=colleague, slip=slip)
    assert codes(refused) == {"release.took_part"}
    release_slip(by=department.web, slip=slip)
    draft.refresh_from_db()
    draft.save_revision(user=department.drafter)
    again = clear(department, [(draft, ItemRole.POLICY)])
    release_slip(by=colleague, slip=again)  # what was cleared before is nobody's edit any more


@pytest.mark.rule("clearance.release.took_part")
def test_nor_does_who_signed_in_an_emergency_once_the_full_review_is_paid(department, column):
    draft = make_document(department, column)
    colleague, checker, leader = make_user(Role.DRAFTER), make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    draft.body = text("<p>同事写的一段。</p>")
    draft.save_revision(user=colleague)
    draft.save_revision(user=department.drafter)
    urgent = submit(
        department, [(draft, ItemRole.POLICY)], urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须立即封路"
    )
    for person in (checker, leader):
        urgent = decide_step(by=person, slip=urgent, verdict=Verdict.APPROVED, opinion="同意")
    full = approve_all(department, send_full_review(by=department.drafter, slip=urgent))
    empower(department.web, colleague)
    for slip in (urgent, full):
        with pytest.raises(Refused) as refused:
            release_slip(by=colleague, slip=slip)
        assert "release.took_part" in codes(refused)


def test_authority_taken_back_or_of_somebody_without_the_right_is_none(department, slip):
    stand_in = make_user(Role.OFFICE)
    given = empower(department.web, stand_in)
    revoke_delegation(by=department.web, delegation=given)
    with pytest.raises(Refused):
        release_slip(by=stand_in, slip=slip)
    empower(department.web, stand_in)
    department.web.groups.clear()
    with pytest.raises(Refused) as refused:
        release_slip(by=stand_in, slip=slip)
    assert codes(refused) == {"release.no_right"}


def test_only_staff_who_can_open_the_slip_are_let(department):
    for role in (Role.LEADER, Role.SECRECY, Role.OPERATOR, Role.ADMIN):
        with pytest.raises(Refused) as refused:
            empower(department.web, make_user(role))
        assert refused.value.codes == ("delegation.not_suited",)


def test_to_dos_of_a_delegate_cost_the_same_however_many_slips(department, column):
    stand_in = make_user(Role.OFFICE)
    empower(department.web, stand_in)
    make_attachment(stand_in)  # a file of theirs that nothing uses

    def cost() -> tuple[int, int]:
        person = User.objects.get(pk=stand_in.pk)
        with CaptureQueriesContext(connection) as queries:
            found = [
                todo for todo in load_todos(person, timezone.localdate()) if todo.title.startswith("上线")
            ]
        return len(found), len(queries)

    def add(count: int) -> None:
        for _ in range(count):
            clear(department, [(make_document(department, column), ItemRole.POLICY)])

    add(1)
    assert cost()[0] == 1
    _, before = cost()
    add(10)
    assert cost() == (11, before)


@pytest.mark.rule("clearance.release.took_part")
def test_what_the_list_leaves_to_a_delegate_is_what_the_rule_leaves(department, column):
    """Also behind any number of slips in which they took part, and where only a file is theirs."""
    colleague, painter = make_user(Role.OFFICE), make_user(Role.OFFICE)
    written, filed, other = (make_document(department, column) for _ in range(3))
    written.body = text("<p>同事写的一段。</p>")
    written.save_revision(user=colleague)
    written.save_revision(user=department.drafter)
    filed.attachments.add(PolicyAttachment(attachment=make_attachment(painter), title="附件"))
    filed.save_revision(user=department.drafter)
    slips = [clear(department, [(page, ItemRole.POLICY)]) for page in (written, filed, other)]
    people = (department.drafter, department.head, department.office, colleague, painter)
    waiting = ReviewSlip.objects.filter(released_at=None).order_by("pk")
    left = {}
    for person in people:
        empower(department.web, person)
        found = slips_to_release(person, waiting, 200)
        assert found == [slip for slip in slips if may_release_slip(person, slip)]
        left[person] = [slips.index(slip) for slip in found]
    assert left == dict(zip(people, ([], [], [], [1, 2], [0, 2]), strict=True))
    assert slips_to_release(painter, waiting, 1) == [slips[0]]
    assert slips_to_release(colleague, waiting, 1) == [slips[1]]
    assert slips_to_release(department.web, waiting, 2) == slips[:2]
    assert slips_to_release(make_user(Role.OFFICE), waiting, 200) == []
