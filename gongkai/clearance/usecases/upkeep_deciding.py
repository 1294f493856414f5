"""The office decides what was asked: archived, withdrawn, restored, or left as it is. Each motion is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import BatchKind
from gongkai.clearance.enums_upkeep import MotionAct, MotionState, ProposalState
from gongkai.clearance.models import Archiving, Motion, Proposal
from gongkai.clearance.notices_upkeep import call_off_motion, tell_of_decision
from gongkai.clearance.queries.upkeep import (
    archived_ids,
    reasons_against_decision_for,
    reasons_against_motion_for,
)
from gongkai.clearance.rules.upkeep import reasons_against_words
from gongkai.clearance.shapes import lock_targets, shape_of
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.usecases.upkeep_acts import note_act
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.core.standings import forget_standings


def accept_motion(*, by: User, motion: Motion, note: str = "") -> Motion:
    """Do what was asked, with everything that goes with the page, or nothing at all. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("决定意见", note, "note")], act="决定清理")
    with transaction.atomic():
        group = _locked(motion)
        motion = _held(motion)
        act, page = MotionAct(motion.act), group[0]
        reasons = reasons_against_decision_for(by, motion)
        reasons += reasons_against_motion_for(by, page, act=act, reason=motion.reason, own=motion)
        refuse_if(reasons, act=f"决定{act.label}")
        _decide(motion, by, MotionState.ACCEPTED, note)
        Proposal.objects.filter(motion=motion).update(
            state=ProposalState.SETTLED, seen_on=timezone.localdate(), motion=None
        )
        if act == MotionAct.WITHDRAW:
            withdraw_document(by=by, target=page, reason=motion.reason)
        elif act == MotionAct.ARCHIVE:
            _archive(group, by, motion)
        else:
            _restore(group, by, motion)
        record_event(action="clearance.accept_motion", by=by, subject=page, act=str(act), motion=motion.pk)
        tell_of_decision(motion)
        transaction.on_commit(forget_standings)
    return motion


def refuse_motion(*, by: User, motion: Motion, note: str) -> Motion:
    """Leave the page as it is, and say why; its proposals wait again. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("不同意的理由", note, "note")], act="决定清理")
    with transaction.atomic():
        motion = _held(motion)
        reasons = reasons_against_decision_for(by, motion) + reasons_against_words(note, field="note")
        refuse_if(reasons, act="不同意清理")
        _decide(motion, by, MotionState.REFUSED, note)
        Proposal.objects.filter(motion=motion).update(state=ProposalState.OPEN, motion=None)
        record_event(
            action="clearance.refuse_motion", by=by, subject=motion.page, act=motion.act, motion=motion.pk
        )
        tell_of_decision(motion)
    return motion


def _held(motion: Motion) -> Motion:
    rows = Motion.objects.select_for_update(of=("self",)).select_related("page", "asked_by")
    return rows.get(pk=motion.pk)


def _locked(motion: Motion) -> list[Any]:
    """The page and what goes with it, locked in the gate's order; a withdrawal locks its own, slips first."""
    page = motion.page.specific
    if motion.act == MotionAct.WITHDRAW:
        return [page]
    return lock_targets([page, *shape_of(page).companions()])


def _decide(motion: Motion, by: User, state: MotionState, note: str) -> None:
    motion.state, motion.decided_by, motion.decided_at, motion.note = state, by, timezone.now(), note.strip()
    motion.save(update_fields=["state", "decided_by", "decided_at", "note"])
    call_off_motion(motion)


def _archive(group: list[Any], by: User, motion: Motion) -> None:
    """A document takes its interpretation and infographic along; what is archived already stays as it is."""
    away = archived_ids()
    fresh = [member for member in group if member.pk not in away]
    for member in fresh:
        act = note_act(kind=MotionAct.ARCHIVE, target=member, decider=by, reason=motion.reason)
        Archiving.objects.create(page_id=member.pk, act=act, archived_at=act.at)
    open_batch(kind=BatchKind.ARCHIVING, by=by, objects=fresh)


def _restore(group: list[Any], by: User, motion: Motion) -> None:
    away = archived_ids()
    back = [member for member in group if member.pk in away]
    for member in back:
        act = note_act(kind=MotionAct.RESTORE, target=member, decider=by, reason=motion.reason)
        Archiving.objects.filter(page=member.pk, ended_at=None).update(ended_at=act.at)
    open_batch(kind=BatchKind.ARCHIVING, by=by, objects=back)
