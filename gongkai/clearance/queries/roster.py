"""Whether the duty roster may be changed: what the rule needs, loaded once for the form and for the act."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from gongkai.clearance.models import DutyShift
from gongkai.clearance.rules.roster import ShiftFacts, reasons_against_shift
from gongkai.clearance.verbs import CONFIGURE, REVIEW_FINAL, REVIEW_OFFICE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason


def reasons_against_shift_for(
    user: User, shift: DutyShift | None, *, day: date, leader: User, checker: User
) -> list[Reason]:
    """Every reason why this person may not enter a shift, or change the one given, so."""
    others = DutyShift.objects.filter(day=day)
    return reasons_against_shift(
        ShiftFacts(
            may_configure=may(user, CONFIGURE),
            today=timezone.localdate(),
            before=_day_of(shift),
            day=day,
            is_one_person=leader.pk == checker.pk,
            leader_is_suited=not leader.is_frozen and may(leader, REVIEW_FINAL),
            checker_is_suited=not checker.is_frozen and may(checker, REVIEW_OFFICE),
            is_taken=(others.exclude(pk=shift.pk) if shift else others).exists(),
        )
    )


def reasons_against_removing_shift_for(user: User, shift: DutyShift) -> list[Reason]:
    """Every reason why this person may not take a shift off the roster."""
    return reasons_against_shift(
        ShiftFacts(
            may_configure=may(user, CONFIGURE),
            today=timezone.localdate(),
            before=_day_of(shift),
            day=None,
            is_one_person=False,
            leader_is_suited=True,
            checker_is_suited=True,
            is_taken=False,
        )
    )


def _day_of(shift: DutyShift | None) -> date | None:
    """As it stands in the database: a form may have laid another day over it."""
    if shift is None or shift.pk is None:
        return None
    return DutyShift.objects.filter(pk=shift.pk).values_list("day", flat=True).first()
