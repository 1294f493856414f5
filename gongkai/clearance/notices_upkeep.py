"""Who is told about 内容清理. As with slips: numbers and dates, never a title or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from gongkai.clearance.enums_upkeep import MotionAct, MotionState
from gongkai.clearance.models import Motion, Proposal
from gongkai.clearance.queries.upkeep_dates import DueRow
from gongkai.clearance.verbs import DECIDE_UPKEEP, PROPOSE_UPKEEP
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.queries import heads_of, posts_on, responsible_unit

TO_DECIDE = define_kind("clearance.upkeep_to_decide", "清理提请等您决定", is_duty=True)
DECIDED = define_kind("clearance.upkeep_decided", "清理提请的结果")
TO_MEND = define_kind("clearance.upkeep_to_mend", "公开内容待改正", is_duty=True)
TO_LOOK = define_kind("clearance.upkeep_to_look", "公开内容该复核了")


def _url(motion: Motion) -> str:
    return f"{reverse('clearance:upkeep_motions')}#motion-{motion.pk}"


def tell_of_motion(motion: Motion) -> int:
    """Tell everybody who may decide it, and not who asked."""
    users = people_with(DECIDE_UPKEEP).exclude(pk=motion.asked_by_id)
    text = f"清理提请 {motion.pk}（{MotionAct(motion.act).label}）等您决定。"
    return notify_all(users=users, kind=TO_DECIDE, subject_url=_url(motion), text=text)


def call_off_motion(motion: Motion) -> None:
    """It is decided: nobody is reminded of it any more."""
    settle_notices(kind=TO_DECIDE, subject_url=_url(motion))


def tell_of_decision(motion: Motion) -> int:
    """Tell who asked."""
    word = "已同意并办理" if motion.state == MotionState.ACCEPTED else "没有同意，请看决定意见"
    text = f"清理提请 {motion.pk}（{MotionAct(motion.act).label}）{word}。"
    return notify_all(users=[motion.asked_by], kind=DECIDED, subject_url=_url(motion), text=text)


def tell_of_sending_back(proposal: Proposal) -> int:
    """Tell the heads of the unit that answers for the page, and who looks after its clearance."""
    page = proposal.page
    slip = page.cleared_revision.slip if page.cleared_revision else None
    day = proposal.due_on or date.max
    people = Q(pk=slip.caretaker_id if slip else None)
    if page.unit is not None:
        people |= Q(pk__in=heads_of(responsible_unit(page.unit, proposal.seen_on), proposal.seen_on))
    users = people_with(PROPOSE_UPKEEP).filter(people)
    url = f"{reverse('clearance:upkeep')}?state=sent_back&page={page.pk}"
    text = f"有公开内容须在 {day:%Y-%m-%d} 前改正（清理建议 {proposal.pk}）。"
    return notify_all(users=users, kind=TO_MEND, subject_url=url, text=text)


def remind_of_looks(rows: Iterable[DueRow], today: date) -> int:
    """Tell each person how many pages are theirs to look at: who looks after the clearance and the heads of the unit.

    Where the former has left and the unit has no head, the office is told. One notice for each person, not again while
    the last one is unread.
    """
    due = list(rows)
    people = {user.pk: user for user in people_with(PROPOSE_UPKEEP)}
    heads = _heads_by_unit(today)
    counts: dict[int, int] = defaultdict(int)
    for row in due:
        for pk in _concerned(row, people, heads):
            counts[pk] += 1
    url = f"{reverse('clearance:upkeep_dates')}?standing=late"
    told = 0
    for pk, count in sorted(counts.items()):
        text = f"您负责的公开内容有 {count} 件过了复核日期，请看一遍：仍然有效的确认，过时的提请清理。"
        told += notify_all(users=[people[pk]], kind=TO_LOOK, subject_url=url, text=text, once=True)
    return told


def _heads_by_unit(today: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for unit, user in posts_on(today).filter(kind=PostKind.HEAD).values_list("unit", "user"):
        found[unit].add(user)
    return found


def _concerned(row: DueRow, people: Mapping[int, User], heads: Mapping[int, set[int]]) -> set[int]:
    """Author and heads of the unit, of those who still may; the office where there is none of them."""
    wanted = {row.author_id} | (heads.get(row.unit_id, set()) if row.unit_id else set())
    known = wanted & people.keys()
    return known or {user.pk for user in people_with(DECIDE_UPKEEP)} & people.keys()
