"""内容清理: look again, ask for an act, refuse a proposal, send it back to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums_upkeep import MotionAct, ProposalState
from gongkai.clearance.models import BasePage, Motion, Proposal, ReviewLook, ReviewPeriod
from gongkai.clearance.notices_upkeep import tell_of_motion, tell_of_sending_back
from gongkai.clearance.queries.upkeep import reasons_against_motion_for
from gongkai.clearance.queries.upkeep_dates import reasons_against_looking_for
from gongkai.clearance.rules.upkeep import (
    DECIDED_ALREADY,
    NO_RIGHT,
    ONLY_OWN,
    reasons_against_due_day,
    reasons_against_months,
    reasons_against_words,
)
from gongkai.clearance.upkeep import REVIEW_KINDS
from gongkai.clearance.verbs import CONFIGURE, DECIDE_UPKEEP, PROPOSE_UPKEEP
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.queries import units_of, works_for
from gongkai.core.reasons import Reason, refuse_if
from gongkai.core.standings import forget_standings
from gongkai.core.title_marks import in_title_marks


def confirm_page(*, by: User, page: BasePage, note: str) -> ReviewLook:
    """看过，仍然有效: the review date of a public page is counted anew from now. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("复核说明", note, "note")], act="确认复核")
    with transaction.atomic():
        page = BasePage.objects.select_for_update().get(pk=page.pk)
        refuse_if(reasons_against_looking_for(by, page, note=note), act="确认复核")
        look = ReviewLook.objects.create(
            page=page, revision_id=page.live_revision_id, note=note.strip(), by=by, at=timezone.now()
        )
        record_event(action="clearance.confirm_page", by=by, subject=page, revision=page.live_revision_id)
        transaction.on_commit(forget_standings)
    return look


def ask_for_act(*, by: User, page: BasePage, act: MotionAct, reason: str) -> Motion:
    """Ask the office to archive, withdraw or restore a page, with the reason that the public is to read.

    Whatever open proposals there are about the page go with it. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act="提请清理")
    with transaction.atomic():
        held = BasePage.objects.select_for_update().get(pk=page.pk).specific
        refuse_if(reasons_against_motion_for(by, held, act=act, reason=reason), act="提请清理")
        now = timezone.now()
        motion = Motion.objects.create(
            page_id=held.pk,
            act=act,
            reason=reason.strip(),
            asked_by=by,
            asked_unit=units_of(by, timezone.localdate(now)).first(),
            asked_at=now,
        )
        open_ones = Proposal.objects.filter(
            page=held.pk, state__in=[ProposalState.OPEN, ProposalState.SENT_BACK]
        )
        open_ones.update(state=ProposalState.MOVED, motion=motion, due_on=None)
        record_event(action="clearance.ask_for_act", by=by, subject=held, act=str(act), motion=motion.pk)
        tell_of_motion(motion)
    return motion


def reject_proposal(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Say why nothing need be done: the proposal stays away until what it stands on has changed. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("不采纳的理由", reason, "reason")], act="不采纳建议")
    with transaction.atomic():
        proposal = _held(proposal)
        reasons = _against_answering(by, proposal) + reasons_against_words(reason, field="reason")
        refuse_if(reasons, act="不采纳建议")
        proposal.state, proposal.answered_by, proposal.answer = ProposalState.REJECTED, by, reason.strip()
        proposal.due_on = None
        proposal.save(update_fields=["state", "answered_by", "answer", "due_on"])
        record_event(action="clearance.reject_proposal", by=by, subject=proposal.page, finder=proposal.finder)
    return proposal


def send_back_proposal(*, by: User, proposal: Proposal, reason: str, due_on: date | None) -> Proposal:
    """退回改正: the unit mends the content by a day; the proposal goes when its cause is gone. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("改正要求", reason, "reason")], act="退回改正")
    with transaction.atomic():
        proposal = _held(proposal)
        reasons = _against_answering(by, proposal) + reasons_against_words(reason, field="reason")
        if not may(by, DECIDE_UPKEEP):
            reasons.append(NO_RIGHT.reason("退回改正由厅办公室办理。", remedy="您可以直接修改后送审。"))
        reasons += reasons_against_due_day(due_on, today=timezone.localdate())
        refuse_if(reasons, act="退回改正")
        proposal.state, proposal.answered_by, proposal.answer = ProposalState.SENT_BACK, by, reason.strip()
        proposal.due_on = due_on
        proposal.save(update_fields=["state", "answered_by", "answer", "due_on"])
        record_event(
            action="clearance.send_back_proposal",
            by=by,
            subject=proposal.page,
            finder=proposal.finder,
            due_on=str(due_on),
        )
        tell_of_sending_back(proposal)
    return proposal


def _held(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("page").get(pk=proposal.pk)


def _against_answering(by: User, proposal: Proposal) -> list[Reason]:
    title = in_title_marks(proposal.page)
    reasons = []
    if not may(by, PROPOSE_UPKEEP) or not works_for(by, proposal.page.unit_id, timezone.localdate()):
        message = f"{title}不是您单位负责的内容。"
        reasons.append(ONLY_OWN.reason(message, remedy="请转告责任单位或办公室处理。"))
    if proposal.state not in (ProposalState.OPEN, ProposalState.SENT_BACK):
        message = f"{title}的这条建议现在是“{proposal.get_state_display()}”，不用再处理。"
        reasons.append(DECIDED_ALREADY.reason(message, remedy="请回到列表看最新情况。"))
    return reasons


@transaction.atomic
def set_review_periods(*, by: User, months: Mapping[str, int]) -> None:
    """Set after how many months content of each kind is looked at again. Raises ``Refused``."""
    reasons = [] if may(by, CONFIGURE) else [NO_RIGHT.reason("复核期限由厅办公室设定。")]
    for code, count in months.items():
        reasons += reasons_against_months(count, label=REVIEW_KINDS[code].label)
    refuse_if(reasons, act="设定复核期限")
    for code, count in months.items():
        ReviewPeriod.objects.update_or_create(kind=code, defaults={"months": count})
    record_event(action="clearance.set_review_periods", by=by, months=dict(months))
    transaction.on_commit(forget_standings)
