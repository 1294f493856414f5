"""Decide a step of a chain, and grant clearance at its end."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import SlipState, Urgency, Verdict
from gongkai.clearance.models import Clearance, ReviewSlip, SlipItem
from gongkai.clearance.notices import tell_where_it_stands
from gongkai.clearance.packaging import package_digest
from gongkai.clearance.queries.deciding import (
    approved_states,
    changed_titles,
    decision_facts,
    moved_titles,
    names_given_once,
    reasons_to_approve,
)
from gongkai.clearance.queries.gate import specific_targets
from gongkai.clearance.queries.looked import LookedSlip, handed_on, looked_on
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.addresses import reasons_against_standing_elsewhere
from gongkai.clearance.rules.deciding import reasons_against_deciding
from gongkai.clearance.rules.granting import StepTaken, reasons_against_granting
from gongkai.clearance.rules.live import CHANGED
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.closing import (
    close_slip,
    let_go_of_overtaken,
    lock_members,
    lock_slip,
)
from gongkai.clearance.usecases.deadlines import workdays_after
from gongkai.clearance.usecases.settling import settle_full_reviews
from gongkai.clearance.versions import version_of
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.locks import hold_locks
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.title_marks import in_title_marks

ACT = "审查"


def decide_step(
    *,
    by: User,
    slip: ReviewSlip,
    verdict: Verdict,
    opinion: str = "",
    grounds: str = "",
    acts_for: User | None = None,
    expected_state: int | None = None,
) -> ReviewSlip:
    """Approve or return the current step, with opinion and grounds, in one's own place or a grantor's.

    ``expected_state`` is the task state the person was looking at: two people deciding at once cannot both count.
    Raises ``Refused`` with every reason. At the last step the clearance is granted in the same transaction.
    """
    typed = [FreeText("审查意见", opinion, "opinion"), FreeText("审查依据", grounds, "grounds")]
    refuse_free_texts(by=by, texts=typed, act=ACT)
    with transaction.atomic():
        slip = lock_slip(slip.pk)
        lock_members(slip)
        refuse_if(reasons_against_sealed(slip.items.all()), act=ACT)
        state = slip.current_state()
        task: Any = state.task.specific if state else None
        if expected_state is not None and (state is None or state.pk != expected_state):
            task = None
        looked = LookedSlip(slip)
        is_unchanged = not changed_titles(slip, looked, with_bytes=True)
        facts = decision_facts(slip, task, by, acts_for, verdict, opinion, looked, is_unchanged=is_unchanged)
        reasons = reasons_against_deciding(facts)
        if verdict == Verdict.APPROVED:
            hold_locks(names_given_once(slip, looked))
            reasons += reasons_to_approve(slip, looked)
        refuse_if(reasons, act=ACT)
        assert state is not None
        state.opinion, state.grounds, state.acted_for = opinion.strip(), grounds.strip(), acts_for
        with handed_on(looked):
            _take_step(by, slip, state, verdict)
        slip.refresh_from_db()
        tell_where_it_stands(slip, editors=facts.editors)
        return slip


def _take_step(by: User, slip: ReviewSlip, state: Any, verdict: Verdict) -> None:
    state.package_digest = package_digest([item.digest for item in slip.items.all()])
    state.save()
    record_event(
        action=f"clearance.{verdict}",
        by=by,
        subject=slip,
        step=str(state.task.specific.step),
        package=state.package_digest,
    )
    if verdict == Verdict.APPROVED:
        state.approve(user=by, comment=state.opinion)
    else:
        close_slip(slip, SlipState.RETURNED)
        state.reject(user=by, comment=state.opinion)


@transaction.atomic
def grant_clearance(*, by: User | None, slip: ReviewSlip) -> list[Clearance]:
    """Grant the clearance of every member at the end of the chain.

    Called by the workflow engine only; looks once more at how the chain was walked and at every digest, so that no
    other way of finishing a workflow clears anything. Raises ``Refused``.
    """
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    looked = looked_on(slip)
    items = [one.item for one in looked.items]
    steps = tuple(
        StepTaken(state.task.specific.step, state.finished_by_id, state.package_digest)
        for state in approved_states(slip)
    )
    reasons = reasons_against_granting(
        urgency=slip.urgency,
        steps=steps,
        package_digest=package_digest([item.digest for item in items]),
        editors=looked.editors,
    )
    reasons += [
        CHANGED.reason(f"{in_title_marks(title)}送审后有改动。", remedy="请退回送审人，由其重新送审。")
        for title in changed_titles(slip, looked, with_bytes=True)
    ]
    reasons += reasons_against_standing_elsewhere(moved_titles(slip)) + reasons_to_approve(slip, looked)
    if by is None or slip.state != SlipState.IN_REVIEW:
        raise Refused(reasons or [CHANGED.reason("审查单不在审查中。")], act="审定")
    refuse_if(reasons, act="审定")
    if slip.urgency == Urgency.URGENT:
        slip.full_review_due_on = workdays_after(timezone.localdate(), 1)
    if all(shape_of(item.target).live_version_id == version_of(item).row.pk for item in items):
        slip.released_at = timezone.now()  # the very versions are public: a full review after the event
    close_slip(slip, SlipState.GRANTED)
    if slip.urgency == Urgency.NORMAL:
        settle_full_reviews(slip)
    granted = [clearance for item in items if (clearance := _grant_item(slip, item, by)) is not None]
    targets = specific_targets(slip)
    let_go_of_overtaken(by=by, objects=targets, state=SlipState.SUPERSEDED, keep=slip)
    record_event(action="clearance.grant", by=by, subject=slip, digests=[item.digest for item in items])
    return granted


def _grant_item(slip: ReviewSlip, item: SlipItem, by: User) -> Clearance | None:
    """The clearance of one member; None where this very version has been cleared before."""
    version = version_of(item)
    key = {version.field: version.row}
    if Clearance.objects.filter(**key).exists():
        return None
    return Clearance.objects.create(
        **key,
        content_type_id=item.content_type_id,
        object_id=item.object_id,
        digest=item.digest,
        slip=slip,
        granted_at=timezone.now(),
        granted_by=by,
        is_emergency=slip.urgency == Urgency.URGENT,
        file_hashes=sorted(version.file_hashes()),
    )
