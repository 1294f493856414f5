"""Whether a person may remind of a slip: what the rule needs, for one slip and for a page of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max

from gongkai.clearance.models.proofreading import ReviewReminder
from gongkai.clearance.models.review import ReviewSlip
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.progress import OpenSlip
from gongkai.clearance.rules.parameters import REMINDER_GAP, Settings
from gongkai.clearance.rules.progress import RemindFacts, reasons_against_reminding
from gongkai.clearance.verbs import OVERSEE, REMIND
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.reasons import Reason
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import Calendar, YearMissingError, workdays_between


def last_reminders(slips: Sequence[int]) -> dict[int, date]:
    """The day on which each slip was last reminded of (one query)."""
    rows = ReviewReminder.objects.filter(slip__in=slips).values_list("slip").annotate(last=Max("day"))
    return dict(rows)


def reasons_against_reminding_of(
    user: User, slip: ReviewSlip, found: Sequence[OpenSlip], today: date
) -> list[Reason]:
    """Every reason why this person may not remind of a slip now; ``found`` is the slip where it is open, else nothing."""
    units = unit_ids_worked_for(user, today)
    reminded = last_reminders([slip.pk])
    facts = _facts(user, units, slip, found, reminded, settings_in_force(), calendar_for(), today)
    return reasons_against_reminding(facts)


def reminding_on(user: User, rows: Sequence[OpenSlip], today: date) -> dict[int, list[Reason]]:
    """The same for a page of open slips, by slip id (four queries; a few more where units were merged)."""
    units = unit_ids_worked_for(user, today)
    reminded = last_reminders([row.slip.pk for row in rows])
    settings, calendar = settings_in_force(), calendar_for()
    return {
        row.slip.pk: reasons_against_reminding(
            _facts(user, units, row.slip, [row], reminded, settings, calendar, today)
        )
        for row in rows
    }


def _facts(
    user: User,
    units: frozenset[int],
    slip: ReviewSlip,
    found: Sequence[OpenSlip],
    reminded: Mapping[int, date],
    settings: Settings,
    calendar: Calendar,
    today: date,
) -> RemindFacts:
    last = reminded.get(slip.pk)
    return RemindFacts(
        may_remind=may(user, REMIND),
        oversees=may(user, OVERSEE),
        works_for_unit=slip.unit_id in units,
        is_waiting=any(row.waits for row in found),
        others=len(frozenset().union(*(row.people for row in found)) - {user.pk}),
        was_reminded=last is not None,
        since_last=_since(last, today, calendar),
        gap=settings.value(REMINDER_GAP),
    )


def _since(last: date | None, today: date, calendar: Calendar) -> int | None:
    if last is None:
        return None
    try:
        return workdays_between(last, today, calendar)
    except YearMissingError:
        # Until the year's holidays are known every day but a repeat of today counts: nobody waits for a calendar.
        return (today - last).days
