"""Whether a person may decide the step that a slip waits at: what the rule needs, loaded once for act and screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.enums import SlipState, Step, Urgency, Verdict
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.review import ReviewSlip, ReviewTask, ReviewTaskState, SlipItem
from gongkai.clearance.queries.aggregation import reasons_against_combining
from gongkai.clearance.queries.aggregation_contents import may_combine
from gongkai.clearance.queries.gate import (
    SCOPE_OF_STEP,
    reviewers_for,
    seats_of,
)
from gongkai.clearance.queries.looked import Looked, LookedSlip, looked_on
from gongkai.clearance.queries.proofreading import reasons_against_unproofread_on
from gongkai.clearance.queries.purged import reasons_against_purged_on
from gongkai.clearance.queries.screening import reasons_against_findings_in
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.deciding import DecisionFacts, reasons_against_deciding
from gongkai.core.accounts.models import User
from gongkai.core.organisation.queries import delegates_of
from gongkai.core.reasons import Reason


def changed_titles(slip: ReviewSlip, looked: LookedSlip | None = None, *, with_bytes: bool) -> list[str]:
    """Titles of the members that are not what was sent.

    Stored hashes alone tell where somebody only looks; with ``with_bytes`` every file is read, as it must be before
    anybody acts (ADR 0004).
    """
    return [
        one.item.title
        for one in (looked or looked_on(slip)).items
        if not one.version.is_at(one.item.digest) or (with_bytes and one.version.altered_files())
    ]


def is_moved(item: SlipItem) -> bool:
    """Whether what a slip carries stands elsewhere than where it was sent from and its reviewers saw it."""
    target: Any = item.target
    return isinstance(target, BasePage) and not target.stands_at(item.placement)


def moved_titles(slip: ReviewSlip) -> list[str]:
    """Titles of the members that stand elsewhere than when they were sent."""
    return [item.title for item in slip.items.all() if is_moved(item)]


def reasons_beside_others(package: Sequence[Looked]) -> list[Reason]:
    """What speaks against a package because of what others have public or under way now."""
    together = [one.target.pk for one in package if isinstance(one.target, BasePage)]
    reasons = [reason for one in package for reason in one.version.reasons_beside_others(together)]
    return reasons + reasons_against_combining(package)


def reasons_in_content(slip: ReviewSlip, looked: LookedSlip | None = None) -> list[Reason]:
    """What speaks against a package whoever acts: what others have, what was purged, what nobody has proofread."""
    looked = looked or looked_on(slip)
    found = reasons_beside_others(looked.members) + reasons_against_purged_on(slip, looked)
    return found + reasons_against_unproofread_on(slip)


def reasons_to_approve(slip: ReviewSlip, looked: LookedSlip | None = None) -> list[Reason]:
    """The same, and what the screening engine finds in it under the lists of today: asked at each approval and when
    clearance is granted.
    """
    looked = looked or looked_on(slip)
    is_urgent = slip.urgency == Urgency.URGENT
    return reasons_in_content(slip, looked) + reasons_against_findings_in(looked.members, is_urgent=is_urgent)


def names_given_once(slip: ReviewSlip, looked: LookedSlip | None = None) -> list[str]:
    """Names that the members of a package alone may bear, to be locked before others of that name are asked for.

    What holds tables goes one at a time, so that of two lists that combine the second finds the first.
    """
    versions = [one.version for one in (looked or looked_on(slip)).items]
    names = [name for version in versions for name in version.names_given_once()]
    return [*names, *(["clearance.aggregation"] if any(map(may_combine, versions)) else [])]


def editors_of(slip: ReviewSlip) -> frozenset[int]:
    """Everybody who edited any member of the package since that member was last cleared before this slip."""
    return looked_on(slip).editors


def approved_states(slip: ReviewSlip) -> list[ReviewTaskState]:
    """The steps of a slip that were approved, in the order in which they were taken."""
    states = ReviewTaskState.objects.filter(
        workflow_state=slip.workflow_state, status=TaskState.STATUS_APPROVED
    )
    return list(states.order_by("finished_at", "pk"))


def decision_facts(
    slip: ReviewSlip,
    task: ReviewTask | None,
    by: User,
    acts_for: User | None,
    verdict: str,
    opinion: str | None,
    looked: LookedSlip | None = None,
    *,
    is_unchanged: bool,
    editors: frozenset[int] | None = None,
) -> DecisionFacts:
    """What the rule needs to judge a verdict by a person, in their own place or in that of ``acts_for``.

    ``editors``: who edited the package, where that was asked a moment ago.
    """
    today = timezone.localdate()
    eligible: frozenset[int] = frozenset()
    if task is not None:
        eligible = frozenset(reviewers_for(slip, task, today).values_list("pk", flat=True))
        seats = seats_of(by, slip, task, today)
        if acts_for is not None and acts_for.pk not in seats:
            eligible -= {acts_for.pk}
    return DecisionFacts(
        user=by.pk,
        acts_for=acts_for.pk if acts_for else None,
        step=task.step if task else "unit_head",
        eligible=eligible,
        editors=(looked or looked_on(slip)).editors if editors is None else editors,
        submitter=slip.submitted_by_id,
        decided=frozenset(state.finished_by_id for state in approved_states(slip)),
        is_current=slip.state == SlipState.IN_REVIEW and task is not None,
        is_unchanged=is_unchanged,
        moved=tuple(moved_titles(slip)),
        verdict=verdict,
        opinion=opinion,
    )


def reasons_against_decision_for(
    user: User, slip: ReviewSlip, looked: LookedSlip | None = None
) -> list[Reason]:
    """Why this person could not approve the current step, in whoever's place; every seat's reasons, each once.

    Empty as soon as one seat is open to them and nothing in it was purged. Shown before they try.
    """
    if sealed := reasons_against_sealed(slip.items.all()):
        return sealed
    state = slip.current_state()
    task: Any = state.task.specific if state else None
    seats = seats_of(user, slip, task, timezone.localdate()) if task else []
    looked = looked or looked_on(slip)
    is_unchanged = not changed_titles(slip, looked, with_bytes=False)
    content = reasons_to_approve(slip, looked) if state else reasons_against_purged_on(slip, looked)
    found: dict[Reason, None] = {}
    for seat in seats or [None]:
        acts_for = User.objects.filter(pk=seat).first() if seat else None
        facts = decision_facts(
            slip, task, user, acts_for, Verdict.APPROVED, None, looked, is_unchanged=is_unchanged
        )
        reasons = reasons_against_deciding(facts)
        if not reasons:
            return content
        found |= dict.fromkeys(reasons)
    return [*found, *content]


def people_who_may_decide(slip: ReviewSlip, *, editors: frozenset[int] | None = None) -> list[User]:
    """The people in office who may decide the step that a slip waits at, in their own place or a grantor's.

    The rule that judges the act judges here too, asked whether they may return: that the content is as it was sent
    is looked at when they act. ``editors``: who edited the package, where that was asked a moment ago.
    """
    state = slip.current_state()
    if state is None:
        return []
    task, today = state.task.specific, timezone.localdate()
    own = reviewers_for(slip, task, today)
    lent = delegates_of(own, SCOPE_OF_STEP[Step(task.step)], today)
    people = User.objects.in_office().filter(Q(pk__in=own.values("pk")) | Q(pk__in=lent.values("pk")))
    base = decision_facts(
        slip, task, slip.submitted_by, None, Verdict.RETURNED, None, is_unchanged=True, editors=editors
    )
    return [
        user
        for user in people.order_by("pk")
        if any(
            not reasons_against_deciding(replace(base, user=user.pk, acts_for=seat))
            for seat in seats_of(user, slip, task, today)
        )
    ]
