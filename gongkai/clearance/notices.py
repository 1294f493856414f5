"""Who is told when something moves at the gate.

Notices leave the house by SMS and the like: they carry slip number, step and date, never a title, a name or a cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import SlipState, Step
from gongkai.clearance.models import ReviewSlip, ScheduledRelease
from gongkai.clearance.notices_progress import call_off_reminders
from gongkai.clearance.queries import latest_clearance_of, open_slip_with_any_of
from gongkai.clearance.queries.deciding import people_who_may_decide
from gongkai.clearance.queries.full_review import OWING
from gongkai.clearance.queries.releasing import people_who_may_release
from gongkai.clearance.verbs import OVERSEE, PURGE, READ_SLIPS, RELEASE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import Kind, define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices
from gongkai.core.organisation.queries import heads_of, responsible_unit

TO_REVIEW = define_kind("clearance.to_review", "等您审阅", is_duty=True)
RETURNED = define_kind("clearance.returned", "退回修改", is_duty=True)
GRANTED = define_kind("clearance.granted", "审查通过")
TO_RELEASE = define_kind("clearance.to_release", "等您上线", is_duty=True)
RELEASED = define_kind("clearance.released", "已上线")
WITHDRAWN = define_kind("clearance.withdrawn", "已撤下", is_duty=True)
PURGED = define_kind("clearance.purged", "紧急清除", is_duty=True)
FULL_REVIEW = define_kind("clearance.full_review", "急件补审", is_duty=True)


def tell_where_it_stands(slip: ReviewSlip, *, editors: frozenset[int] | None = None) -> None:
    """Tell whoever has to know what a decision led to: the next step, a return, a grant. ``editors``: who edited the
    package, where that was asked a moment ago.

    What was told of the step before is settled: nobody is reminded of a step that somebody else has taken.
    """
    settle_notices(kind=TO_REVIEW, subject_url=_url(slip))
    call_off_reminders(slip)
    if slip.state == SlipState.IN_REVIEW:
        _tell_of_step(slip, editors)
    elif slip.state == SlipState.RETURNED:
        _tell(slip, RETURNED, _caretaker(slip), "已退回。请看审查意见，改好后重新送审。")
    elif slip.state == SlipState.GRANTED:
        _tell_of_grant(slip)


def tell_of_release(slip: ReviewSlip) -> None:
    """Tell who looks after a slip, and who set its time, that it is public; nobody needs to release it any more."""
    call_off_release(slip)
    users = _readers().filter(Q(pk=slip.caretaker_id) | Q(pk__in=_setter_of_time(slip)))
    _tell(slip, RELEASED, users, f"已于 {_today()} 上线。")


def call_off_release(slip: ReviewSlip) -> None:
    """A slip is public, or can never be any more: nobody is called to release it."""
    settle_notices(kind=TO_RELEASE, subject_url=_url(slip))


def call_off_full_review(slip: ReviewSlip) -> None:
    """The full review of an urgent paper is done, or there is nothing left to read: nobody is reminded of it."""
    settle_notices(kind=FULL_REVIEW, subject_url=_url(slip))


def tell_of_withdrawal(by: User, objects: Iterable[Any]) -> None:
    """Tell who looks after the slip that cleared each object, the heads of its unit and who runs the site; not who
    took it down.
    """
    today = timezone.localdate()
    cleared = [found.slip for each in objects if (found := latest_clearance_of(each)) is not None]
    for slip in {slip.pk: slip for slip in cleared}.values():
        concerned = Q(pk=slip.caretaker_id) | Q(pk__in=heads_of(responsible_unit(slip.unit, today), today))
        concerned |= Q(pk__in=people_with(RELEASE))
        users = _readers().filter(concerned).exclude(pk=by.pk)
        _tell(slip, WITHDRAWN, users, f"的内容已于 {_today()} 撤下，原地址公开撤下说明。")


def tell_of_purge(by: User) -> None:
    """Tell those who may purge, and nobody else, that somebody did; neither of what nor why."""
    users = people_with(PURGE).exclude(pk=by.pk)
    text = f"{_today()} 有内容被紧急清除，公开网站正在移除。"
    notify_all(users=users, kind=PURGED, subject_url=reverse("clearance:takedown"), text=text)


def remind_of_full_reviews(day: date) -> int:
    """Remind of the full reviews of urgent papers due by a day and not sent yet; answers how many notices were stored."""
    owed = ReviewSlip.objects.filter(OWING, full_review_due_on__lte=day).order_by("pk")
    return sum(_tell_of_full_review(slip) for slip in owed if open_slip_with_any_of(slip) is None)


def _tell_of_step(slip: ReviewSlip, editors: frozenset[int] | None) -> None:
    state = slip.current_state()
    if state is None:
        return
    step = Step(state.task.specific.step).label
    _tell(slip, TO_REVIEW, people_who_may_decide(slip, editors=editors), f"到“{step}”这一步，等您审阅。")


def _tell_of_grant(slip: ReviewSlip) -> None:
    """What was signed in an emergency and is public as it was read has nobody to wait for."""
    if slip.released_at is None:
        _tell(slip, GRANTED, _caretaker(slip), "审查已全部通过，等待网站运维上线。")
        users = _readers().filter(pk__in=[user.pk for user in people_who_may_release(slip)])
        _tell(slip, TO_RELEASE, users, "已审定，等您上线。")
    else:
        _tell(slip, GRANTED, _caretaker(slip), "审查已全部通过，公开的就是审定的这一版。")
    _tell_of_full_review(slip)


def _tell_of_full_review(slip: ReviewSlip) -> int:
    if slip.full_review_due_on is None:
        return 0
    users = _readers().filter(Q(pk=slip.caretaker_id) | Q(pk__in=people_with(OVERSEE)))
    text = f"是急件，请在 {slip.full_review_due_on:%Y-%m-%d} 前补齐完整审查。"
    return _tell(slip, FULL_REVIEW, users, text)


def _tell(slip: ReviewSlip, kind: Kind, users: Iterable[User], text: str) -> int:
    """Store a notice that leads to the slip; the same one twice only once the first was read."""
    return notify_all(
        users=users, kind=kind, subject_url=_url(slip), text=f"审查单 {slip.number} {text}", once=True
    )


def _readers() -> QuerySet[User]:
    """Whoever may open a slip: a notice leads nobody to a refusal."""
    return people_with(READ_SLIPS)


def _caretaker(slip: ReviewSlip) -> QuerySet[User]:
    return _readers().filter(pk=slip.caretaker_id)


def _setter_of_time(slip: ReviewSlip) -> list[int]:
    schedule = ScheduledRelease.objects.filter(slip=slip).first()
    return [schedule.set_by_id] if schedule else []


def _url(slip: ReviewSlip) -> str:
    return reverse("clearance:slip", args=[slip.pk])


def _today() -> str:
    return f"{timezone.localdate():%Y-%m-%d}"
