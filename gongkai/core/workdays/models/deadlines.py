"""A deadline as it is stored: start and duration always, the last day once it can be known."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Q

from gongkai.core.workdays.enums import Roll, Unit
from gongkai.core.workdays.rules import Calendar, Deferred, Duration, Outcome, Settled, deadline


class DeadlineMixin(models.Model):
    """For a row that has one deadline; an object with several keeps them as rows of a model of its own.

    Inherit, let ``Meta`` inherit ``DeadlineMixin.Meta`` for the constraint, call :meth:`set_deadline`, save.
    Importing a year settles and recounts every row of :meth:`deadlines_to_recount` of every such model.
    """

    start_on = models.DateField("起算日", null=True, blank=True)
    duration_n = models.PositiveIntegerField("时长", null=True, blank=True)
    duration_unit = models.CharField("时长单位", max_length=2, choices=Unit.choices, blank=True)
    roll = models.CharField("休息日", max_length=8, choices=Roll.choices, default=Roll.FORWARD)
    due_on = models.DateField("到期日", null=True, blank=True, editable=False, db_index=True)
    not_before = models.DateField("不早于", null=True, blank=True, editable=False)
    waits_for_year = models.PositiveSmallIntegerField("待定年份", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_deadline_state",
                condition=Q(
                    start_on__isnull=True,
                    duration_n__isnull=True,
                    due_on__isnull=True,
                    not_before__isnull=True,
                    waits_for_year__isnull=True,
                )
                | Q(
                    Q(due_on__isnull=False, not_before__isnull=True, waits_for_year__isnull=True)
                    | Q(due_on__isnull=True, not_before__isnull=False, waits_for_year__isnull=False),
                    start_on__isnull=False,
                    duration_n__gte=1,
                    duration_n__isnull=False,
                ),
                violation_error_message="期限应有起算日和时长，并且要么已定到期日，要么待定。",
            )
        ]

    @property
    def duration(self) -> Duration | None:
        """The period, or nothing where no clock runs."""
        return Duration(self.duration_n, Unit(self.duration_unit)) if self.duration_n else None

    @property
    def outcome(self) -> Outcome | None:
        """The deadline as stored: settled, deferred, or none."""
        if self.due_on is not None:
            return Settled(self.due_on)
        if self.not_before is not None and self.waits_for_year is not None:
            return Deferred(self.waits_for_year, self.not_before)
        return None

    @property
    def due_text(self) -> str:
        """What a person reads: the day, 「待…年放假安排公布，不早于…」, or 「—」."""
        return str(self.outcome or "—")

    def set_deadline(
        self, start_on: date, duration: Duration, calendar: Calendar, *, roll: Roll = Roll.FORWARD
    ) -> Outcome:
        """Start the clock (does not save). The start day itself is not counted."""
        self.start_on, self.roll = start_on, roll
        self.duration_n, self.duration_unit = duration.n, duration.unit
        return cast(Outcome, self.recount_deadline(calendar))

    def extend_deadline(self, more: Duration, calendar: Calendar) -> Outcome:
        """Lengthen the period in its own unit (does not save). Raises ``ValueError`` where no clock runs."""
        if self.start_on is None or self.duration is None:
            raise ValueError("no deadline to extend")
        return self.set_deadline(self.start_on, self.duration + more, calendar, roll=Roll(self.roll))

    def recount_deadline(self, calendar: Calendar) -> Outcome | None:
        """Count again from start and duration with this calendar (does not save)."""
        if self.start_on is None or self.duration is None:
            return None
        found = deadline(self.start_on, self.duration, calendar, roll=Roll(self.roll))
        settled = isinstance(found, Settled)
        self.due_on = found.due_on if isinstance(found, Settled) else None
        self.not_before = None if settled else cast(Deferred, found).not_before
        self.waits_for_year = None if settled else cast(Deferred, found).year
        return found

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed. A deferred deadline is never overdue, only unknown."""
        return self.due_on is not None and self.due_on < today

    @classmethod
    def deadlines_to_recount(cls) -> models.QuerySet[Any]:
        """Rows that a new or corrected calendar may still move; override to leave out what is finished."""
        return cls._default_manager.filter(start_on__isnull=False)


DEADLINE_COLUMNS = ("due_on", "not_before", "waits_for_year")


def deadline_models() -> list[type[DeadlineMixin]]:
    """Every concrete model with a deadline, found through its base: there is no list to keep."""
    return [
        model for model in apps.get_models() if issubclass(model, DeadlineMixin) and not model._meta.proxy
    ]
