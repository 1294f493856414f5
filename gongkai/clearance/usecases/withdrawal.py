"""撤下 and 紧急清除: two different acts (design invariant 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import BatchKind, PurgeCause, SlipState
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import ReleaseBatch, Suppression, Withdrawal
from gongkai.clearance.notices import tell_of_purge, tell_of_withdrawal
from gongkai.clearance.queries.addresses import addresses_ever_of
from gongkai.clearance.queries.made_from import kin_of
from gongkai.clearance.queries.withdrawing import reasons_against_withdrawal_for
from gongkai.clearance.rules.withdrawal import (
    PURGED_REASON,
    PurgeFacts,
    reasons_against_purging,
)
from gongkai.clearance.shapes import (
    left_alone_by,
    lock_targets,
    purged_together,
    sealed_together,
    shape_of,
    was_public,
)
from gongkai.clearance.suppression import sign_suppression, write_suppression_file
from gongkai.clearance.usecases.closing import end_reviews_of, let_go_of_overtaken, lock_slips_settled_with
from gongkai.clearance.usecases.purging import erase_traces_of
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.usecases.settling import lift_full_reviews
from gongkai.clearance.usecases.upkeep_acts import end_archiving, note_act
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.core.standings import forget_standings

ALONE = "与本文件同步公开的解读、图解正在调整，本文件暂停公开，备齐后重新发布。"
"""Public reason at a document whose companion was purged; it says nothing of the purge."""


def withdraw_document(
    *, by: User, target: Any, reason: str, grounds: str = "", replaced_by: str = ""
) -> Withdrawal:
    """Take a document or a data set down and leave a notice with the public reason at its address.

    A policy takes its interpretation and infographic down with it: they explain nothing without it. Raises ``Refused``.
    """
    refuse_free_texts(
        by=by,
        texts=(FreeText("撤下理由", reason, "reason"), FreeText("依据", grounds, "grounds")),
        act="撤下",
    )
    with transaction.atomic():
        group = _held(lambda: [target, *shape_of(target).companions()])
        reasons = reasons_against_withdrawal_for(by, group[0], reason=reason, replaced_by=replaced_by)
        refuse_if(reasons, act="撤下")
        return _take_group_down(group, by, reason, grounds, replaced_by)


def _take_group_down(
    group: list[Any], by: User, reason: str, grounds: str = "", replaced_by: str = ""
) -> Withdrawal:
    rows = [_take_down(member, by, reason, grounds, replaced_by) for member in group]
    let_go_of_overtaken(by=by, objects=group, state=SlipState.WITHDRAWN)
    open_batch(kind=BatchKind.WITHDRAWAL, by=by, objects=group)
    record_event(action="clearance.withdraw", by=by, subject=group[0], members=[str(m.pk) for m in group])
    tell_of_withdrawal(by, group)
    return rows[0]


def _held(find: Callable[[], list[Any]]) -> list[Any]:
    """What goes down together, locked and read anew.

    Slips that wait for release or owe a full review are locked first, as by a release, so that the two wait for each
    other in one order. While this waited, more may have gone public or been tied together: then it lets go of what it
    holds and begins anew with all of it, so that the order holds.
    """
    group = find()
    while True:
        try:
            with transaction.atomic():
                lock_slips_settled_with(group)
                held = lock_targets(group)
                if more := [one for one in find() if one not in group]:
                    raise _MoreFound
                return held
        except _MoreFound:
            group += more


class _MoreFound(Exception):
    """More goes down than is held: a rolled back savepoint lets go of the locks."""


def _take_down(target: Any, by: User, reason: str, grounds: str, replaced_by: str) -> Withdrawal:
    shape = shape_of(target)
    row = Withdrawal.objects.create(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        title=str(target)[:300],
        path=public_path_of(target),
        reason=reason.strip(),
        grounds=grounds.strip(),
        replaced_by=replaced_by.strip(),
        revision_id=shape.live_version_id,
        by=by,
        at=timezone.now(),
    )
    shape.take_down(by)
    note_act(kind=MotionAct.WITHDRAW, target=target, decider=by, reason=reason)
    end_archiving(target, at=row.at)
    return row


@transaction.atomic
def purge_document(*, by: User, target: Any, cause: PurgeCause) -> ReleaseBatch:
    """紧急清除: one act that takes content out of everything public, now and in what is kept of the past.

    No public reason, no grounds, no second person: a leak does not wait. ``cause`` is a code, never a description.
    What is public below a column goes with it. For a suspected leak what was public and is not any more goes too, with
    what explains it, and reviews of drafts among them end: ``queries.sealing`` closes those. A document that stays without its interpretation or infographic is taken
    down in the same act, with a public notice: it may not stand alone (design invariant 3).
    The signed suppression outlives rollback and restore. For a suspected leak the staff copy is sealed by it at once
    (``queries.sealing``). What was copied or computed from it inside goes with it (``usecases.purging``). Raises ``Refused``.
    """
    facts = PurgeFacts(may(by, PURGE), cause, is_home=shape_of(target).is_home())
    refuse_if(reasons_against_purging(facts), act="紧急清除")
    _held(lambda: _purged_with(target, cause))
    group, drafts = (lock_targets(part) for part in _reach(target, cause))
    alone = left_alone_by(group)
    rows = [row for member in group for row in _suppress(member, by, PurgeCause(cause))]
    erased = erase_traces_of(objects=[*group, *drafts], digests=[one for row in rows for one in row.digests])
    for member in group:
        shape = shape_of(member)
        if shape.live_version_id is not None:
            shape.take_down(by)
        _record_purge_as_withdrawal(member, by)
    _end_slips_of(group, drafts, by, cause)
    batch = open_batch(kind=BatchKind.PURGE, by=by, objects=group)
    record_event(
        action="clearance.purge",
        by=by,
        subject=group[0],
        cause=str(cause),
        suppressions=[r.pk for r in rows],
        erased=erased,
    )
    _take_down_alone(alone, by)
    tell_of_purge(by)
    transaction.on_commit(forget_standings, robust=True)
    transaction.on_commit(write_suppression_file, robust=True)  # the publisher makes up for it
    return batch


def _end_slips_of(group: list[Any], drafts: list[Any], by: User, cause: PurgeCause) -> None:
    let_go_of_overtaken(by=by, objects=[*group, *drafts], state=SlipState.WITHDRAWN)
    lift_full_reviews(by=by, objects=group)
    if cause == PurgeCause.SECRET:
        end_reviews_of(by=by, objects=[*group, *drafts])


def _take_down_alone(alone: list[tuple[Any, ...]], by: User) -> None:
    for policy, *explaining in alone:
        standing = lock_targets([policy, *explaining])
        _take_group_down([member for member in standing if member.live], by, ALONE)


def _reach(target: Any, cause: PurgeCause) -> tuple[list[Any], list[Any]]:
    """What a purge takes away for good, and the drafts that were never public and are only sealed with it.

    A draft comes on no list: its address would become a notice, and tell that there was something.
    """
    if cause != PurgeCause.SECRET:
        return purged_together(target), []
    members = sealed_together(target)
    group = [target, *(member for member in members[1:] if was_public(member))]
    return group, [member for member in members[1:] if not was_public(member)]


def _purged_with(target: Any, cause: PurgeCause) -> list[Any]:
    """What a purge takes away for good or seals, and what it takes down because it would stand alone."""
    group, drafts = _reach(target, cause)
    return [*group, *drafts, *(member for pair in left_alone_by(group) for member in pair)]


def _suppress(target: Any, by: User, cause: PurgeCause) -> list[Suppression]:
    """One row for each address at which it has ever stood.

    For a suspected leak, copies of its files that were cleaned or masked are barred as well. Where personal data is the
    cause they are the way to mend it.
    """
    hashes = shape_of(target).hashes_ever_cleared()
    digests, at = sorted(kin_of(hashes) if cause == PurgeCause.SECRET else hashes), timezone.now()
    rows = [
        Suppression(
            content_type=queries.base_type_of(target),
            object_id=str(target.pk),
            path=path,
            digests=digests,
            cause=cause,
            by=by,
            at=at,
        )
        for path in addresses_ever_of(target)
    ]
    for row in rows:
        row.signature = sign_suppression(row)
        row.save()
    return rows


def _record_purge_as_withdrawal(target: Any, by: User) -> None:
    """The clearance is spent: coming back needs a new review. The public sees 该内容已撤下 and nothing more."""
    end_archiving(target, at=timezone.now())
    Withdrawal.objects.create(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        title="",
        path=public_path_of(target),
        reason=PURGED_REASON,
        revision_id=None,
        by=by,
        at=timezone.now(),
    )
