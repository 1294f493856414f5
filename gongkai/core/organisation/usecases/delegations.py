"""Granting and taking back a delegation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Delegation, Unit
from gongkai.core.organisation.notices import (
    tell_of_delegation,
    tell_of_delegation_ended,
    tell_of_delegation_run_out,
)
from gongkai.core.organisation.queries.delegations import grant_of, holds_right, is_suited
from gongkai.core.organisation.rules.delegation import (
    Grant,
    Granting,
    overlapping,
    reasons_against_granting,
    reasons_against_mandate,
    reasons_against_revoking,
)
from gongkai.core.organisation.verbs import RECORD_DELEGATION
from gongkai.core.reasons import refuse_if

_LOOK_BACK = timedelta(days=10)


@transaction.atomic
def grant_delegation(
    *,
    by: User,
    grantor: User,
    delegate: User,
    scope: str,
    valid_from: date,
    valid_until: date,
    grounds: str,
    unit: Unit | None = None,
    mandate: File[Any] | None = None,
) -> tuple[Delegation, list[Delegation]]:
    """Enter a delegation; answers it and the overlapping ones, which are allowed but shown.

    The grantor enters it, or the office records one given on paper. ``mandate`` is the paper itself; the storage takes
    no file that bears a classification mark. Raises :class:`Refused`.
    """
    refuse_free_texts(by=by, texts=_typed(grounds, mandate), act="登记授权")
    grantor, delegate = _held(grantor, delegate)
    wanted = Grant(grantor.pk, delegate.pk, scope, valid_from, valid_until, revoked_on=None)
    today = timezone.localdate()
    rows = _running(grantor, scope, today)
    facts = _facts(by, grantor, delegate, wanted, grounds, today, rows)
    about_paper = [] if mandate is None else reasons_against_mandate(mandate.name or "", mandate.size)
    refuse_if([*reasons_against_granting(facts), *about_paper], act="登记授权")
    delegation = Delegation.objects.create(
        grantor=grantor,
        delegate=delegate,
        scope=scope,
        valid_from=valid_from,
        valid_until=valid_until,
        grounds=grounds.strip(),
        unit=unit,
        recorded_by=by if by.pk != grantor.pk else None,
        **({} if mandate is None else _kept(mandate)),
    )
    _note_granted(by, delegation)
    tell_of_delegation(by, delegation)
    beside = set(overlapping(wanted, facts.existing))
    return delegation, [row for row in rows if grant_of(row) in beside]


def _held(grantor: User, delegate: User) -> tuple[User, User]:
    """Both people as they are now and stay until the end."""
    asked = User.objects.select_for_update().filter(pk__in=[grantor.pk, delegate.pk]).order_by("pk")
    held = {user.pk: user for user in asked}
    return held[grantor.pk], held[delegate.pk]


def _note_granted(by: User, delegation: Delegation) -> None:
    record_event(
        action="organisation.grant_delegation",
        by=by,
        subject=delegation,
        grantor=delegation.grantor_id,
        delegate=delegation.delegate_id,
        scope=delegation.scope,
        valid_from=delegation.valid_from.isoformat(),
        valid_until=delegation.valid_until.isoformat(),
        mandate=delegation.mandate_sha256 or None,
    )


def _running(grantor: User, scope: str, today: date) -> list[Delegation]:
    """What this person has given or been given in a scope, and neither ran out nor was taken back."""
    theirs = Delegation.objects.filter(Q(grantor=grantor) | Q(delegate=grantor), scope=scope, revoked_at=None)
    return list(theirs.filter(valid_until__gte=today).select_related("delegate", "grantor"))


def _facts(
    by: User,
    grantor: User,
    delegate: User,
    wanted: Grant,
    grounds: str,
    today: date,
    rows: Sequence[Delegation],
) -> Granting:
    return Granting(
        wanted,
        grounds,
        today,
        by.pk,
        may(by, RECORD_DELEGATION),
        holds_right(grantor, wanted.scope, today),
        grantor_is_in_office=not grantor.is_frozen,
        delegate_is_in_office=not delegate.is_frozen,
        delegate_is_suited=is_suited(delegate, wanted.scope),
        existing=tuple(grant_of(row) for row in rows),
    )


def _typed(grounds: str, mandate: File[Any] | None) -> list[FreeText]:
    """What people wrote themselves; a file's name is kept, too."""
    paper = PurePath(mandate.name or "").name if mandate is not None else ""
    return [FreeText("依据", grounds, "grounds"), FreeText("授权书的文件名", paper, "mandate")]


def _kept(mandate: File[Any]) -> dict[str, Any]:
    """The mandate's fields; the file itself is written with the row."""
    mandate.seek(0)
    digest = hashlib.sha256(mandate.read()).hexdigest()
    mandate.seek(0)
    name = PurePath(mandate.name or "").name[-200:]
    return {"mandate": mandate, "mandate_name": name, "mandate_sha256": digest}


@transaction.atomic
def revoke_delegation(*, by: User, delegation: Delegation, because: str = "") -> Delegation:
    """Take a delegation back, from now on. Raises :class:`Refused`."""
    refuse_free_texts(by=by, texts=[FreeText("撤回的原因", because, "because")], act="撤回授权")
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    refuse_if(
        reasons_against_revoking(
            grant_of(row), by_id=by.pk, by_may_record=may(by, RECORD_DELEGATION), today=timezone.localdate()
        ),
        act="撤回授权",
    )
    end_delegation(by=by, row=row, because=because)
    return row


@transaction.atomic
def end_delegation(*, by: User, row: Delegation, because: str) -> None:
    """Write the end of a delegation and its event; the caller has checked the right to."""
    row.revoked_at, row.revoked_by, row.revoked_because = timezone.now(), by, because[:200]
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    record_event(action="organisation.revoke_delegation", by=by, subject=row, scope=row.scope)
    tell_of_delegation_ended(by, row)


@transaction.atomic
def tell_of_delegations_run_out(*, today: date) -> int:
    """Tell both sides of each delegation that its date has ended before ``today``; answers how many were told.

    Looks back as far as a server may have stood still over holidays; who was told is not told again.
    """
    ended = Delegation.objects.filter(
        revoked_at=None, valid_until__lt=today, valid_until__gte=today - _LOOK_BACK
    )
    return sum(tell_of_delegation_run_out(row) for row in ended.order_by("pk"))
