"""离岗交接: hand everything over, end posts, delegations and sessions, freeze the account."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import freeze_leaver, hold_account
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.holdings import OPEN_WORK
from gongkai.core.organisation.models import Delegation, Handover, HandoverItem, Post
from gongkai.core.organisation.notices import tell_new_head, tell_of_hand_over
from gongkai.core.organisation.queries.leaving import facts_of_leaving
from gongkai.core.organisation.rules.access import NOT_ALLOWED
from gongkai.core.organisation.rules.leaving import LeavingFacts, OpenItem, Receivers, reasons_against_leaving
from gongkai.core.organisation.usecases.delegations import end_delegation
from gongkai.core.organisation.verbs import HAND_OVER
from gongkai.core.reasons import Reason, Refused, refuse_if

ACT = "办理离岗交接"


@transaction.atomic
def leave_post(
    *,
    by: User,
    user: User,
    left_on: date,
    grounds: str,
    receivers: Receivers,
    new_heads: Mapping[int, int],
) -> Handover:
    """Let a person leave, or refuse with every open item that nobody takes. Raises :class:`Refused`.

    ``new_heads`` maps ids of units that the person alone leads to the person who follows. Either everything
    happens or nothing.
    """
    refuse_free_texts(by=by, texts=[FreeText("依据", grounds, "grounds")], act=ACT)
    leaver = hold_account(user)
    facts = facts_of_leaving(
        user=leaver, by=by, left_on=left_on, grounds=grounds, receivers=receivers, new_heads=new_heads
    )
    access = [] if may(by, HAND_OVER) else [NOT_ALLOWED.reason(remedy="请联系厅办公室。")]
    refuse_if([*access, *reasons_against_leaving(facts)], act=ACT)
    handover = Handover.objects.create(user=leaver, left_on=left_on, grounds=grounds.strip(), done_by=by)
    _hand_over(handover, facts, leaver, by)
    _end_posts(leaver, facts)
    leaver = freeze_leaver(by=by, user=leaver)
    handover.ended_delegations = _end_delegations(leaver, by)
    handover.ended_sessions = end_sessions(leaver)
    handover.save(update_fields=["ended_delegations", "ended_sessions"])
    record_event(
        action="organisation.leave_post",
        by=by,
        subject=leaver,
        handover=handover.pk,
        items=len(facts.items),
        left_on=left_on.isoformat(),
        new_heads={str(unit): person for unit, person in new_heads.items()},
    )
    return handover


def end_sessions(user: User) -> int:
    """Remove a person's sessions kept in the database; answers how many."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended


def _hand_over(handover: Handover, facts: LeavingFacts, leaver: User, by: User) -> None:
    """Give each kind of work to its receivers; what receivers may not take is reported all at once."""
    people = User.objects.in_bulk(facts.receivers.named())
    shares: dict[tuple[str, int], list[OpenItem]] = defaultdict(list)
    for item in facts.items:
        receiver_id = facts.receivers.of(item)
        if receiver_id is not None:
            shares[item.work, receiver_id].append(item)
    against: list[Reason] = []
    for (work, receiver_id), items in shares.items():
        try:
            with transaction.atomic():
                OPEN_WORK[work].reassign([item.key for item in items], leaver, people[receiver_id], by)
        except Refused as refusal:
            against.extend(refusal.reasons)
        HandoverItem.objects.bulk_create(
            HandoverItem(
                handover=handover, work=work, key=item.key, label=item.label[:300], receiver_id=receiver_id
            )
            for item in items
        )
    refuse_if(against, act=ACT)
    counts: Counter[int] = Counter()
    for (_, receiver_id), items in shares.items():
        counts[receiver_id] += len(items)
    tell_of_hand_over(counts)


def _end_posts(leaver: User, facts: LeavingFacts) -> None:
    for unit_id, person_id in facts.new_heads.items():
        if unit_id in facts.headless:
            post = Post.objects.create(
                user_id=person_id,
                unit_id=unit_id,
                kind=PostKind.HEAD,
                title="负责人",
                valid_from=facts.left_on + timedelta(days=1),
            )
            tell_new_head(post)
    Post.objects.filter(user=leaver).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=facts.left_on)
    ).update(valid_until=facts.left_on)


def _end_delegations(leaver: User, by: User) -> int:
    rows = list(
        Delegation.objects.select_for_update().filter(
            Q(grantor=leaver) | Q(delegate=leaver), revoked_at=None, valid_until__gte=timezone.localdate()
        )
    )
    for row in rows:
        end_delegation(by=by, row=row, because=f"{leaver}离岗")
    return len(rows)
