"""Delegations given, held, and what speaks for or against acting under one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.rules.delegation import Acting, Grant, reasons_against_acting_for
from gongkai.core.organisation.scopes import SCOPES
from gongkai.core.organisation.verbs import VIEW_ALL
from gongkai.core.reasons import Reason


def delegations_seen_by(user: User) -> QuerySet[Delegation]:
    """The delegations a person may read: the office all of them, everybody else their own."""
    rows = Delegation.objects.select_related("grantor", "delegate", "unit", "recorded_by", "revoked_by")
    if may(user, VIEW_ALL):
        return rows
    return rows.filter(Q(grantor=user) | Q(delegate=user))


def grant_of(row: Delegation) -> Grant:
    """A stored delegation as the rules see it."""
    revoked_on = localdate(row.revoked_at) if row.revoked_at is not None else None
    return Grant(row.grantor_id, row.delegate_id, row.scope, row.valid_from, row.valid_until, revoked_on)


def holds_right(user: User, scope: str, day: date) -> bool:
    """Whether a person holds a delegable right themselves; nobody holds one that no app knows."""
    return scope in SCOPES and not user.is_frozen and SCOPES[scope].is_held_by(user, day)


def is_suited(user: User, scope: str) -> bool:
    """Whether a person may exercise a delegable right in another's place."""
    return scope in SCOPES and SCOPES[scope].suits(user)


def reasons_against_acting(
    *,
    user: User,
    grantor: User,
    scope: str,
    day: date,
    editors: Collection[int] = frozenset(),
    opined: Collection[int] = frozenset(),
) -> list[Reason]:
    """Why a person may not act for another in a scope on a day; loads what the rule needs (two queries)."""
    rows = Delegation.objects.filter(grantor=grantor, delegate=user, scope=scope)
    return reasons_against_acting_for(
        Acting(
            user.pk,
            grantor.pk,
            scope,
            day,
            tuple(grant_of(row) for row in rows),
            holds_right(grantor, scope, day),
            is_suited(user, scope),
            editors,
            opined,
        )
    )
