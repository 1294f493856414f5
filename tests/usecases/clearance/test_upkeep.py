"""What must come down: looked at, proposed, asked, decided by another person, archived, brought back, on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance import upkeep as registry
from gongkai.clearance.basis import PROPOSALS
from gongkai.clearance.enums import BatchKind, ItemRole, PurgeCause
from gongkai.clearance.enums_upkeep import MotionAct, MotionState, ProposalState, Remedy
from gongkai.clearance.evidence_upkeep import upkeep_figures
from gongkai.clearance.models import (
    Archiving,
    BasePage,
    Motion,
    Proposal,
    ReleaseBatch,
    UpkeepAct,
    Withdrawal,
)
from gongkai.clearance.notices_upkeep import remind_of_looks
from gongkai.clearance.queries.upkeep import acts_told, archived_ids
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.clearance.suppression import write_suppression_file
from gongkai.clearance.todos_upkeep import upkeep_todos
from gongkai.clearance.upkeep import Evidence, Finder, Found
from gongkai.clearance.usecases.upkeep import (
    ask_for_act,
    confirm_page,
    reject_proposal,
    send_back_proposal,
    set_review_periods,
)
from gongkai.clearance.usecases.upkeep_deciding import accept_motion, refuse_motion
from gongkai.clearance.usecases.upkeep_finding import compute_proposals
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused, define_rule
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_column,
    make_companions,
    make_department,
    make_document,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LAPSED = {"effective_on": date(2020, 1, 1), "expires_on": date(2024, 12, 31)}
WHY = "文件已经失效。"
RULE = define_rule("test.upkeep", 13, "试验。", PROPOSALS)


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def column(department: Department) -> BasePage:
    return make_column(department)


@pytest.fixture
def page(department: Department, column: BasePage) -> Any:
    return released(department, column)


def released(department: Department, column: BasePage, **fields: Any) -> Any:
    document = make_document(department, column, **{**LAPSED, "written_on": date(2020, 1, 1), **fields})
    clear_and_release(department, [(document, ItemRole.PAGE)])
    return type(document).objects.get(pk=document.pk)


def codes(refusal: Any) -> list[str]:
    return [code.rpartition(".")[2] for code in refusal.value.codes]


def other_office() -> Any:
    return make_user(Role.OFFICE, name="办公室另一人")


# -- looked at again -----------------------------------------------------------------------------


def test_a_look_counts_the_date_anew_and_only_the_unit_takes_it(department: Department, page: Any) -> None:
    today = timezone.localdate()
    due = due_rows(today, [page.pk])[0]
    assert (due.kind, due.months, due.looked_on) == ("policies.documents", 12, None)
    later = due.due_on + timedelta(1)
    assert due_rows(later, [page.pk])[0].standing(later) == "late"
    stranger = make_user(Role.DRAFTER)
    with pytest.raises(Refused) as refusal:
        confirm_page(by=stranger, page=page, note="都对")
    assert codes(refusal) == ["only_own"]
    with pytest.raises(Refused) as refusal:
        confirm_page(by=department.drafter, page=page, note="")
    assert codes(refusal) == ["look_note"]
    look = confirm_page(by=department.drafter, page=page, note="依据、电话都对")
    assert look.revision_id == page.live_revision_id
    assert due_rows(today, [page.pk])[0].looked_on == today
    assert Event.objects.filter(action="clearance.confirm_page").exists()


def test_the_office_sets_the_months(department: Department, page: Any) -> None:
    with pytest.raises(Refused) as refusal:
        set_review_periods(by=department.drafter, months={"policies.documents": 0})
    assert codes(refusal) == ["right", "months"]
    set_review_periods(by=department.office, months={"policies.documents": 3})
    assert due_rows(timezone.localdate(), [page.pk])[0].months == 3


def test_author_and_head_are_reminded_and_the_office_where_both_are_gone(
    department: Department, page: Any
) -> None:
    today = due_rows(timezone.localdate(), [page.pk])[0].due_on + timedelta(1)
    late = due_rows(today, [page.pk])
    assert remind_of_looks(late, today) == 2
    told = set(Notice.objects.filter(kind="clearance.upkeep_to_look").values_list("user", flat=True))
    assert told == {department.drafter.pk, department.head.pk}
    assert remind_of_looks(late, today) == 0  # not again while it is unread
    Notice.objects.all().delete()
    for person in (department.drafter, department.head):
        person.frozen_at = timezone.now()
        person.save()
    remind_of_looks(late, today)
    assert set(Notice.objects.values_list("user", flat=True)) == {department.office.pk}


# -- proposals -----------------------------------------------------------------------------------


class Seen:
    """A finder that finds what the test puts into it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: list[Found] = []
        self.is_broken = False
        finder = Finder("test.seen", "试验", RULE, self._find)
        monkeypatch.setattr(registry, "FINDERS", {"test.seen": finder})
        monkeypatch.setattr("gongkai.clearance.usecases.upkeep_finding.FINDERS", {"test.seen": finder})

    def _find(self, as_of: date) -> list[Found]:
        if self.is_broken:
            raise ValueError("broken")
        return self.found

    def sees(self, page: Any, cause: str = "一") -> None:
        self.found = [Found(page.pk, Remedy.ARCHIVE, "早已结束。", cause, (Evidence("原文", "截止"),))]

    def run(self) -> Any:
        return compute_proposals(as_of=timezone.localdate())


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(monkeypatch)


def test_a_proposal_ends_with_its_cause_and_a_rejected_one_stays_away(
    department: Department, page: Any, seen: Seen
) -> None:
    seen.sees(page)
    seen.run()
    seen.run()
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reason, proposal.evidence[0]["text"]) == ("open", "早已结束。", "截止")
    reject_proposal(by=department.drafter, proposal=proposal, reason="仍在办")
    seen.run()
    assert Proposal.objects.get().state == ProposalState.REJECTED
    seen.sees(page, "二")
    seen.run()
    assert Proposal.objects.get().state == ProposalState.OPEN
    seen.found = []
    seen.run()
    assert Proposal.objects.get().state == ProposalState.SETTLED
    seen.sees(page, "二")
    seen.run()
    assert Proposal.objects.get().state == ProposalState.OPEN


def test_a_finder_that_fails_loses_nothing(page: Any, seen: Seen) -> None:
    seen.sees(page)
    seen.run()
    seen.is_broken = True
    assert seen.run().failed == ["test.seen"]
    assert Proposal.objects.get().state == ProposalState.OPEN


def test_what_is_not_public_is_not_proposed(department: Department, column: BasePage, seen: Seen) -> None:
    seen.sees(make_document(department, column))
    seen.run()
    assert not Proposal.objects.exists()


def test_sending_back_has_a_day_and_is_the_office_s(department: Department, page: Any, seen: Seen) -> None:
    seen.sees(page)
    seen.run()
    proposal, today = Proposal.objects.get(), timezone.localdate()
    with pytest.raises(Refused) as refusal:
        send_back_proposal(by=department.drafter, proposal=proposal, reason="改电话", due_on=None)
    assert codes(refusal) == ["right", "due_day"]
    due_on = today + timedelta(7)
    send_back_proposal(by=department.office, proposal=proposal, reason="改电话", due_on=due_on)
    todo = [one for one in upkeep_todos(department.drafter, today) if one.due_on == due_on]
    assert [one.lamp for one in todo] == ["amber"]
    assert Notice.objects.filter(kind="clearance.upkeep_to_mend", user=department.head).exists()
    seen.found = []
    seen.run()
    assert Proposal.objects.get().state == ProposalState.SETTLED


# -- asked, decided, done ------------------------------------------------------------------------


@pytest.mark.rule("clearance.upkeep.two_people")
def test_who_asks_does_not_decide(department: Department, page: Any) -> None:
    motion = ask_for_act(by=department.office, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    with pytest.raises(Refused) as refusal:
        accept_motion(by=department.office, motion=motion)
    assert codes(refusal) == ["two_people"]
    with pytest.raises(Refused) as refusal:
        accept_motion(by=department.head, motion=motion)
    assert codes(refusal) == ["right"]
    assert archived_ids() == frozenset()
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the use case
        Motion.objects.filter(pk=motion.pk).update(decided_by=department.office)
    accept_motion(by=other_office(), motion=motion)
    assert archived_ids() == {page.pk}
    with pytest.raises(Refused) as refusal:
        accept_motion(by=other_office(), motion=motion)
    assert "decided" in codes(refusal)


def test_archived_and_brought_back_with_a_record_each(department: Department, page: Any, seen: Seen) -> None:
    seen.sees(page)
    seen.run()
    digest = page.cleared_revision.digest
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    assert Proposal.objects.get().state == ProposalState.MOVED
    with pytest.raises(Refused) as refusal:
        ask_for_act(by=department.head, page=page, act=MotionAct.WITHDRAW, reason=WHY)
    assert codes(refusal) == ["asked_already"]
    accept_motion(by=department.office, motion=motion)
    page.refresh_from_db()
    assert page.live
    assert page.cleared_revision.digest == digest
    assert ReleaseBatch.objects.latest("pk").kind == BatchKind.ARCHIVING
    act = UpkeepAct.objects.get()
    assert (act.kind, act.reason, act.unit_name, act.by) == ("archive", WHY, "厅办公室", department.office)
    assert due_rows(timezone.localdate(), [page.pk]) == []
    with pytest.raises(Refused) as refusal:
        ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    assert codes(refusal) == ["archived"]
    back = ask_for_act(by=department.drafter, page=page, act=MotionAct.RESTORE, reason="又用得上。")
    accept_motion(by=department.office, motion=back)
    assert archived_ids() == frozenset()
    assert [one.kind for one in acts_told()] == ["restore", "archive"]


def test_a_document_in_force_is_not_archived(department: Department, column: BasePage) -> None:
    page = released(department, column, expires_on=date(2099, 1, 1))
    with pytest.raises(Refused) as refusal:
        ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    assert codes(refusal) == ["in_force_not_archived"]
    ask_for_act(by=department.drafter, page=page, act=MotionAct.WITHDRAW, reason=WHY)


def test_a_document_takes_its_companions_along_and_they_do_not_go_alone(
    department: Department, column: BasePage
) -> None:
    policy = make_document(
        department, column, kind=DocumentKind.POLICY, **LAPSED, written_on=date(2020, 1, 1)
    )
    words, chart = make_companions(department, policy)
    roles = (ItemRole.POLICY, ItemRole.INTERPRETATION, ItemRole.INFOGRAPHIC)
    clear_and_release(department, list(zip((policy, words, chart), roles, strict=True)))
    with pytest.raises(Refused) as refusal:
        ask_for_act(by=department.drafter, page=words, act=MotionAct.ARCHIVE, reason=WHY)
    assert codes(refusal) == ["not_alone"]
    motion = ask_for_act(by=department.drafter, page=policy, act=MotionAct.ARCHIVE, reason=WHY)
    accept_motion(by=department.office, motion=motion)
    assert archived_ids() == {policy.pk, words.pk, chart.pk}


def test_refused_it_stays_as_it_is_and_waits_again(department: Department, page: Any, seen: Seen) -> None:
    seen.sees(page)
    seen.run()
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    with pytest.raises(Refused) as refusal:
        refuse_motion(by=department.office, motion=motion, note="")
    assert codes(refusal) == ["no_reason"]
    refuse_motion(by=department.office, motion=motion, note="还要用")
    assert Motion.objects.get().state == MotionState.REFUSED
    assert Proposal.objects.get().state == ProposalState.OPEN
    assert not UpkeepAct.objects.exists()


def test_withdrawn_by_motion_or_by_the_office_itself_stands_on_the_same_record(
    department: Department, column: BasePage, page: Any
) -> None:
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.WITHDRAW, reason=WHY)
    accept_motion(by=department.office, motion=motion)
    assert Withdrawal.objects.get().reason == WHY
    second = released(department, column)
    withdraw_document(by=department.office, target=second, reason="写错了")
    assert [(one.kind, one.reason) for one in acts_told()] == [("withdraw", "写错了"), ("withdraw", WHY)]


def test_a_motion_that_cannot_be_done_leaves_nothing_half_done(department: Department, page: Any) -> None:
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    withdraw_document(by=department.office, target=page, reason="写错了")
    before = UpkeepAct.objects.count()
    with pytest.raises(Refused) as refusal:
        accept_motion(by=other_office(), motion=motion)
    assert codes(refusal) == ["not_public"]
    assert Motion.objects.get().state == MotionState.WAITING
    assert UpkeepAct.objects.count() == before
    assert not Archiving.objects.exists()


def test_what_is_purged_is_told_nowhere(department: Department, page: Any) -> None:
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    accept_motion(by=department.office, motion=motion)
    assert acts_told().exists()
    purge_document(by=department.office, target=page, cause=PurgeCause.SECRET)
    assert not acts_told().exists()
    assert archived_ids() == frozenset()


def test_after_a_restore_the_signed_list_still_keeps_it_from_being_told(
    department: Department, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = ask_for_act(by=department.drafter, page=page, act=MotionAct.ARCHIVE, reason=WHY)
    accept_motion(by=department.office, motion=motion)
    purge_document(by=department.office, target=page, cause=PurgeCause.SECRET)
    write_suppression_file()
    monkeypatch.setattr("gongkai.clearance.suppression._rows", list)  # a database of before the purge
    assert not acts_told().exists()


def test_figures_open_what_they_count(department: Department, page: Any, seen: Seen) -> None:
    seen.sees(page)
    seen.run()
    late, waiting, dead = upkeep_figures(timezone.localdate() + timedelta(800))
    assert (late.value, waiting.value, dead.value) == (1, 1, 0)
    assert late.url.endswith("/upkeep/dates/?standing=late")
